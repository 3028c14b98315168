/** What a row measured, or the model says of it; units as everywhere in the core. */
export const MEASURES = [
  "outputTokensPerSecond",
  "stepSeconds",
  "ttftMedianSeconds",
  "acceptanceRate",
  "costIndexPerMillionOutputTokens",
  "gpusPerReplica",
  "clientsPerReplica",
  "nodeClients",
  "draftLength",
  "maxNumSeqs",
  "trainedTokensPerSecond",
  "costIndexPerMillionTrainedTokens",
  "wallSeconds",
  "residentGibibytes",
  "lastLossNatsPerToken",
  "maximumGradientNorm",
  "gradientNormAnomalies",
  "kvCacheGigabytes",
  "kvCacheBytesPerRequest",
  "readWeightBytes",
  "requestsThatFit",
] as const;
export type Measure = (typeof MEASURES)[number];

/** Measures that no row holds: the model's arithmetic for the settings of the row. */
export const MODELLED_MEASURES: ReadonlySet<Measure> = new Set<Measure>([
  "kvCacheGigabytes",
  "kvCacheBytesPerRequest",
  "readWeightBytes",
  "requestsThatFit",
]);

/** What a row ran with. */
export const SETTINGS = [
  "gpu",
  "weights",
  "kvCache",
  "draftLength",
  "lora",
  "maxNumSeqs",
  "tensorParallel",
  "clientsPerReplica",
  "precision",
  "strategy",
  "checkpointing",
  "compile",
  "microBatch",
  "sequencesPerOptimizerStep",
] as const;
export type Setting = (typeof SETTINGS)[number];
export type SettingValue = string | number | boolean | null;

/** Two rows to compare: the base, and what is held against it. */
export type RowPair = readonly [base: string, compared: string];
type Best = "highest" | "lowest";

/** How figures follow from rows. */
export type Rule =
  /** The value of each row. */
  | { readonly kind: "value"; readonly measure: Measure; readonly rows: readonly string[] }
  /** compared / base of each pair. */
  | { readonly kind: "ratio"; readonly measure: Measure; readonly pairs: readonly RowPair[] }
  /** compared / base - 1 of each pair. */
  | { readonly kind: "change"; readonly measure: Measure; readonly pairs: readonly RowPair[] }
  /** The greatest difference within a pair. */
  | { readonly kind: "gap"; readonly measure: Measure; readonly pairs: readonly RowPair[] }
  /** highest / lowest - 1. */
  | { readonly kind: "spread"; readonly measure: Measure; readonly rows: readonly string[] }
  | { readonly kind: "mean"; readonly measure: Measure; readonly rows: readonly string[] }
  /** The first row over the best of all, itself among them: 1 where it is the best. */
  | { readonly kind: "to-best"; readonly measure: Measure; readonly best: Best; readonly rows: readonly string[] }
  /** `at` of the row with the highest measure. */
  | { readonly kind: "at-highest"; readonly measure: Measure; readonly at: Measure; readonly rows: readonly string[] }
  /** `at` of the best row, where the first row is a recommendation: a better one makes it a matter of judgement. */
  | {
      readonly kind: "choice";
      readonly measure: Measure;
      readonly best: Best;
      readonly at: Measure;
      readonly rows: readonly string[];
    }
  /** How many of the others are higher than the first row. */
  | { readonly kind: "count-above"; readonly measure: Measure; readonly rows: readonly string[] }
  /** The greatest change of the pairs over the greatest change of the others. */
  | {
      readonly kind: "change-lead";
      readonly measure: Measure;
      readonly pairs: readonly RowPair[];
      readonly others: readonly RowPair[];
    };

/** Each applies only where its condition holds of the rows, and then says so with their numbers. */
export type Caveat =
  /** The rows of a pair differ in more than what the claim names. */
  | { readonly kind: "also-differs"; readonly besides: readonly Setting[] }
  | { readonly kind: "setting-is"; readonly setting: Setting; readonly is: SettingValue }
  | { readonly kind: "setting-unknown"; readonly setting: Setting }
  /** The latency is of a streamed chunk, which carries several tokens. */
  | { readonly kind: "per-chunk" }
  /** More requests were in flight than the text says. */
  | { readonly kind: "clients-exceed"; readonly statedRequests: number }
  /** More clients than the engine may run at once. */
  | { readonly kind: "batch-limit" }
  /** The median time to first token shows waiting. */
  | { readonly kind: "queue" }
  /** The same figure from other rows that the text could as well mean; applies where it does not agree. */
  | { readonly kind: "other-reading"; readonly label: string; readonly rule: Rule }
  /** Another row is better by a measure. */
  | {
      readonly kind: "better-row";
      readonly label: string;
      readonly measure: Measure;
      readonly best: Best;
      readonly row: string;
    }
  /** Memory that does not move with what would move a peak. */
  | { readonly kind: "unmoved-memory"; readonly rows: readonly string[] }
  /** Printed as GB, measured in GiB. */
  | { readonly kind: "gibibytes" }
  /** Runs of the same session without a measurement. */
  | { readonly kind: "missing-rows"; readonly rows: readonly string[] }
  /** Other rows of the rule are nearly as high as the highest. */
  | { readonly kind: "plateau" }
  /** By the model, fewer requests than published fit the KV cache of a GPU at once. */
  | { readonly kind: "modelled-limit"; readonly row: string };

/** What a published figure is printed in; `differencePercent` is of percentage points. */
export const PUBLISHED_UNITS = [
  "ratio",
  "percent",
  "differencePercent",
  "tokensPerSecond",
  "milliseconds",
  "gigabytes",
  "gibibytes",
  "natsPerToken",
  "norm",
  "count",
  "requests",
  "sequences",
  "tokens",
  "gpus",
] as const;
export type PublishedUnit = (typeof PUBLISHED_UNITS)[number];

/**
 * How the figure is meant: `equals` to what is printed, both ends of a range; `inside` a range; `at-least`; `at-most`,
 * for "within"; `above` and `below`, strictly, for comparisons.
 */
export const RELATIONS = ["equals", "inside", "at-least", "at-most", "above", "below"] as const;
type Relation = (typeof RELATIONS)[number];

/** One figure that the source article states, and how it can be checked. */
export interface Claim {
  readonly id: string;
  /** Sections of the article that state it. */
  readonly places: readonly string[];
  readonly quote: string;
  readonly unit: PublishedUnit;
  readonly published: number | readonly [low: number, high: number];
  /** One unit of the last printed digit; the tolerance is half of it. */
  readonly rounding: number;
  readonly relation: Relation;
  readonly rule: Rule;
  readonly caveats: readonly Caveat[];
}
