import * as z from "zod/mini";
import assumptionFile from "../../data/assumptions.json" with { type: "json" };
import { answerTokens, type AnswerLengths, variationOf } from "../core/serving/client/client-lengths.ts";
import type { Prior, StepPriors } from "../core/serving/fit/parameter-vector.ts";
import { STEP_PARAMETERS } from "../core/serving/fit/parameter-vector.ts";
import type { BenchmarkConditions } from "../core/serving/fit/measured-row.ts";
import type { InputUncertainty } from "../core/serving/answer/uncertain-inputs.ts";
import type { EngineAssumptions } from "../core/serving/physics/parameters.ts";
import { BYTES_PER_GIGABYTE } from "../core/units/units.ts";
import { catalogRecords } from "./catalog-file.ts";
import { nameField } from "./fields.ts";

const positive = z.optional(z.number().check(z.positive()));

const assumptionSchema = z.strictObject({
  id: nameField,
  mark: z.enum(["measured", "stated", "assumed"]),
  fraction: positive,
  gigabytes: positive,
  tensorCount: positive,
  bytesPerLogit: positive,
  tokens: positive,
  promptCount: positive,
  seconds: positive,
  exponentFraction: positive,
  bytesPerParameter: positive,
  bytesPerUnit: positive,
  gigabytesPerSecond: positive,
  layerCount: positive,
  ratio: positive,
  logSpreadFraction: positive,
  why: nameField,
  source: z.nullable(nameField),
});

export type Assumption = Readonly<z.output<typeof assumptionSchema>>;

type Assumptions = ReadonlyMap<string, Assumption>;

export function assumptionsFrom(records: readonly unknown[], file: string): Assumptions {
  return catalogRecords(assumptionSchema, records, file);
}

/** Every constant of the serving model that is neither a datasheet fact nor fitted, with why it has its value. */
export const assumptions: Assumptions = assumptionsFrom(assumptionFile, "data/assumptions.json");

type Quantity =
  | "fraction"
  | "gigabytes"
  | "tensorCount"
  | "bytesPerLogit"
  | "tokens"
  | "promptCount"
  | "seconds"
  | "exponentFraction";

function valueOf(id: string, quantity: Quantity | "logSpreadFraction"): number {
  const value = assumptions.get(id)?.[quantity];
  if (value === undefined) throw new Error(`data/assumptions.json: no "${quantity}" in record "${id}"`);
  return value;
}

export const engineAssumptions: EngineAssumptions = {
  bandwidthCeiling: valueOf("bandwidth-ceiling", "fraction"),
  computeCeiling: valueOf("compute-ceiling", "fraction"),
  prefillAttentionEfficiency: valueOf("prefill-attention-efficiency", "fraction"),
  fixedOverheadBytes: valueOf("fixed-overhead", "gigabytes") * BYTES_PER_GIGABYTE,
  activationCopies: valueOf("activation-copies", "tensorCount"),
  bytesPerLogit: valueOf("logit-workspace", "bytesPerLogit"),
};

/** Lengths of the answers in the benchmark, of which only the mean is published. */
export const benchmarkAnswers: AnswerLengths = {
  prompts: valueOf("answer-prompts", "promptCount"),
  capTokens: valueOf("answer-cap", "tokens"),
  logSpread: valueOf("answer-spread", "logSpreadFraction"),
};

export const benchmarkConditions: BenchmarkConditions = {
  promptTokens: valueOf("prompt-length", "tokens"),
  outputTokens: valueOf("output-length", "tokens"),
  promptTokensVariation: valueOf("prompt-variation", "fraction"),
  // In hundredths: it is typed into a field.
  outputTokensVariation: Number(
    variationOf(answerTokens(valueOf("output-length", "tokens"), benchmarkAnswers)).toFixed(2),
  ),
  maxNumBatchedTokens: valueOf("max-num-batched-tokens", "tokens"),
  maxModelLen: valueOf("max-model-len", "tokens"),
  gpuMemoryUtilization: valueOf("gpu-memory-utilization", "fraction"),
};

/** Of the memory of one GPU that nothing counted explains, in bytes. */
export const kvOverheadPrior: Prior = {
  center: valueOf("unexplained-overhead", "gigabytes") * BYTES_PER_GIGABYTE,
  logSpread: valueOf("unexplained-overhead", "logSpreadFraction"),
};

/** The unit tells which key of a prior holds its center. */
function priorOf(parameter: (typeof STEP_PARAMETERS)[number]): Prior {
  const id = `prior-${parameter}`;
  const quantity = (["fraction", "seconds", "exponentFraction"] as const).find(
    (key) => assumptions.get(id)?.[key] !== undefined,
  );
  return { center: valueOf(id, quantity ?? "seconds"), logSpread: valueOf(id, "logSpreadFraction") };
}

export const stepPriors = Object.fromEntries(
  STEP_PARAMETERS.map((parameter) => [parameter, priorOf(parameter)]),
) as unknown as StepPriors;

/** How far inputs may be off that no row measures; `why` is in the record. */
export const inputUncertainty: InputUncertainty = {
  promptLength: valueOf("uncertainty-promptLength", "fraction"),
  outputLength: valueOf("uncertainty-outputLength", "fraction"),
  lengthVariation: valueOf("uncertainty-lengthVariation", "fraction"),
  kvHolding: valueOf("uncertainty-kvHolding", "fraction"),
  load: valueOf("uncertainty-load", "fraction"),
  price: valueOf("uncertainty-price", "fraction"),
};
