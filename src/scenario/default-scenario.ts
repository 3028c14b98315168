import { priceIndex, servingModel } from "../catalog/serving-model.ts";
import type { Scenario } from "./scenario.ts";
import { defaultPlatforms } from "./settings.ts";

/** Where a newcomer starts: the source benchmark's workload at the load where the platforms part, at index prices. */
export const defaultScenario: Scenario = {
  version: 1,
  mode: "serve",
  llm: servingModel.llm.id,
  workload: {
    inputTokens: servingModel.conditions.promptTokens,
    outputTokens: servingModel.conditions.outputTokens,
    concurrency: 2048,
    inputTokensVariation: servingModel.conditions.promptTokensVariation,
    outputTokensVariation: servingModel.conditions.outputTokensVariation,
    prefixCachedFraction: 0,
  },
  limits: { tpotSeconds: null, tpotBasis: "token", ttftSeconds: null, requestSeconds: null },
  tuned: false,
  demand: null,
  priceUnit: "index",
  tieThresholdFraction: 0.05,
  platforms: defaultPlatforms(new Map(Object.entries(priceIndex.indexPerGpuHour))),
};
