import { servingModel } from "../catalog/serving-model.ts";

/** One colour per platform everywhere: a class that sets `--platform`, by place in the catalogue. */
export function platformClass(gpu: string | null): string {
  const place = gpu === null ? -1 : [...servingModel.gpus.keys()].indexOf(gpu);
  return place < 0 ? "platform-none" : `platform-${place + 1}`;
}
