import { gpus } from "../study/known-gpus.ts";
import { questions, type Registry } from "../questions/registry.ts";
import { gemmaServingStudy } from "../study/shipped-studies.ts";

/** What a workspace from outside may name. */
export interface Known {
  readonly questions: Registry;
  readonly gpus: readonly string[];
  readonly llms: readonly string[];
}

export const known: Known = { questions, gpus: [...gpus.keys()], llms: [gemmaServingStudy.id] };
