import { DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { NO_LIMITS } from "../../core/serving/answer/limits.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import type { Misfit, Question } from "../question.ts";
import { baseServingSettings, bestMeasuredServingSettings } from "./serving-settings.ts";
import type { ServingChoice, ServingSettings } from "./serving-choice.ts";
import { servingChoiceSchema, servingSettingsSchema } from "./serving-schema.ts";

const { conditions } = study;

/** Where platforms part: the default load is in the middle of the source article's. */
const DEFAULT_CONCURRENCY = 2048;

export const servingQuestion: Question<ServingChoice, ServingSettings> = {
  id: "serve",
  key: "serve",
  title: "Serve",
  choiceSchema: servingChoiceSchema,
  settingsSchema: servingSettingsSchema,
  defaultChoice: {
    workload: {
      inputTokens: conditions.promptTokens,
      outputTokens: conditions.outputTokens,
      concurrency: DEFAULT_CONCURRENCY,
      inputTokensVariation: conditions.promptTokensVariation,
      outputTokensVariation: conditions.outputTokensVariation,
      prefixCachedFraction: 0,
    },
    limits: NO_LIMITS,
    demand: null,
    tuned: false,
  },
  settingsFor: (gpu) => bestMeasuredServingSettings(study, gpu, false) ?? baseServingSettings(study, gpu, false),
  misfitOf,
  queryKeys: [
    { key: "conc", path: ["workload", "concurrency"], kind: "count" },
    { key: "in", path: ["workload", "inputTokens"], kind: "count" },
    { key: "out", path: ["workload", "outputTokens"], kind: "count" },
    { key: "tpot", path: ["limits", "tpotSeconds"], kind: "seconds" },
    { key: "tpot-per", path: ["limits", "tpotBasis"], kind: "word", absent: "token" },
    { key: "ttft", path: ["limits", "ttftSeconds"], kind: "seconds" },
    { key: "request", path: ["limits", "requestSeconds"], kind: "seconds" },
    { key: "rps", path: ["demand", "requestsPerSecond"], kind: "number" },
  ],
  parts: { demand: DEFAULT_DEMAND },
};

function misfitOf(settings: ServingSettings, gpuCount: number): Misfit<ServingSettings> | null {
  if (gpuCount % settings.tensorParallel === 0) return null;
  let tensorParallel = Math.min(settings.tensorParallel, gpuCount);
  while (gpuCount % tensorParallel !== 0) tensorParallel -= 1;
  return {
    setting: "tensorParallel",
    problem: "must divide gpuCount into whole replicas",
    nearest: { ...settings, tensorParallel },
  };
}
