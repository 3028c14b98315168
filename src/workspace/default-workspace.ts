import { fineTuningQuestion } from "../questions/fine-tuning/fine-tuning-question.ts";
import type { PlatformRow } from "../questions/question.ts";
import { questions, type Registry } from "../questions/registry.ts";
import { servingQuestion } from "../questions/serving/serving-question.ts";
import { gemmaServingStudy } from "../study/shipped-studies.ts";
import { offerOf, type PriceList, priceLists } from "./listed-prices.ts";
import type { Platform, Workspace } from "./workspace.ts";

/** GPUs of a node as they are sold, and of every node of the source benchmarks. */
const NODE_GPUS = 8;

/** The source article compares these three. */
const ARTICLE_GPUS = ["a100-sxm-80gb", "h100-sxm", "b200-sxm"];

/** A row that nothing was said of, at a list's price. @param list Null leaves the price unknown. */
export function newRow(gpu: string, id: string, list: PriceList | null): PlatformRow {
  const offer = { ...offerOf(list, gpu), provider: null, rentalUnitGpus: NODE_GPUS };
  return { id, name: null, gpu, gpuCount: NODE_GPUS, compared: true, offer };
}

/** The settings of every question for a row, by the question's key. */
export function defaultSettings(
  gpu: string,
  gpuCount: number,
  registry: Registry = questions,
): Pick<Platform, "serve" | "fineTune"> {
  const entries = registry.map((question) => {
    const settings = question.settingsFor(gpu, gpuCount);
    return [question.key, question.misfitOf(settings, gpuCount)?.nearest ?? settings];
  });
  return Object.fromEntries(entries) as Pick<Platform, "serve" | "fineTune">;
}

/** The first free id of a GPU's: its own, then `-2`, `-3`. */
export function freeId(gpu: string, taken: ReadonlySet<string>): string {
  let id = gpu;
  for (let number = 2; taken.has(id); number += 1) id = `${gpu}-${number}`;
  return id;
}

/** Where a newcomer starts: the source article's platforms at its index prices, as they ran best, under its load. */
export function defaultWorkspaceOf(registry: Registry = questions): Workspace {
  const [index = null] = priceLists;
  return {
    version: 2,
    question: registry[0]?.id ?? "",
    llm: gemmaServingStudy.id,
    priceUnit: "index",
    tieThresholdFraction: 0.05,
    bill: { runsPerMonth: 4, servingHoursPerDay: 24 },
    serve: servingQuestion.defaultChoice,
    fineTune: fineTuningQuestion.defaultChoice,
    ...Object.fromEntries(registry.map(({ key, defaultChoice }) => [key, defaultChoice])),
    platforms: ARTICLE_GPUS.map((gpu) => ({
      ...newRow(gpu, gpu, index),
      ...defaultSettings(gpu, NODE_GPUS, registry),
    })),
  };
}

export const defaultWorkspace: Workspace = defaultWorkspaceOf();
