import { inCount, inTime } from "../units/wording.ts";
import { type Claim, type Measure, type PublishedUnit, type Setting, SETTINGS, type SettingValue } from "./claim.ts";
import { endsOf } from "./agreement.ts";

/** Formats by digits after the point; making one costs more than all its uses. */
const DECIMAL_FORMATS: readonly Intl.NumberFormat[] = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** Numbers as they stand in a verdict's sentences. */
function inDecimals(value: number, digits: number): string {
  const format = DECIMAL_FORMATS[digits];
  if (!format) throw new RangeError(`no format for ${digits} digits after the point`);
  // A small negative value rounds to "-0".
  return format.format(value).replace(/^-(?=[0.]+$)/, "");
}

export function measureText(measure: Measure, value: number | null): string {
  if (value === null) return "no value";
  switch (measure) {
    case "outputTokensPerSecond":
      return `${inCount(value)} output tokens/s`;
    case "trainedTokensPerSecond":
      return `${inCount(value)} trained tokens/s`;
    case "stepSeconds":
    case "ttftMedianSeconds":
    case "wallSeconds":
      return inTime(value);
    case "acceptanceRate":
      return `${inDecimals(value * 100, 2)} %`;
    case "costIndexPerMillionOutputTokens":
    case "costIndexPerMillionTrainedTokens":
      return `cost index ${inDecimals(value, 3)}`;
    case "residentGibibytes":
      return `${inDecimals(value, 2)} GiB`;
    case "kvCacheGigabytes":
      return `${inDecimals(value, 1)} GB`;
    case "kvCacheBytesPerRequest":
      return `${inCount(value / 1e6)} MB`;
    case "readWeightBytes":
      return `${inDecimals(value / 1e9, 1)} GB`;
    case "lastLossNatsPerToken":
      return inDecimals(value, 3);
    case "gpusPerReplica":
      return `${inCount(value)} GPU${value === 1 ? "" : "s"} per replica`;
    case "clientsPerReplica":
    case "nodeClients":
    case "draftLength":
    case "maxNumSeqs":
    case "maximumGradientNorm":
    case "gradientNormAnomalies":
    case "requestsThatFit":
      return inCount(value);
  }
}

const UNIT_TEXT: Readonly<Record<PublishedUnit, string>> = {
  ratio: "x",
  percent: " %",
  differencePercent: " percentage points",
  tokensPerSecond: " tokens/s",
  milliseconds: " ms",
  gigabytes: " GB",
  gibibytes: " GiB",
  natsPerToken: "",
  norm: "",
  count: "",
  requests: " requests",
  sequences: " sequences",
  tokens: " tokens",
  gpus: " GPUs",
};

/** Digits after the point of a figure printed to `rounding`. */
function printedDigits(rounding: number): number {
  return Math.max(0, Math.ceil(-Math.log10(rounding) - 1e-9));
}

export function publishedText({ published, unit, rounding }: Pick<Claim, "published" | "unit" | "rounding">): string {
  const [low, high] = endsOf(published);
  const digits = printedDigits(rounding);
  const ends = low === high ? [low] : [low, high];
  return `${ends.map((end) => inDecimals(end, digits)).join("-")}${UNIT_TEXT[unit]}`;
}

/** Computed figures with one digit more than the published one, so that a reader sees how it was rounded. */
export function figuresText(figures: readonly number[], unit: PublishedUnit, rounding: number): string {
  const whole = figures.every((figure) => Number.isInteger(figure));
  const digits = whole && rounding >= 1 ? 0 : printedDigits(rounding) + 1;
  const least = Math.min(...figures);
  const most = Math.max(...figures);
  const ends = inDecimals(least, digits) === inDecimals(most, digits) ? [least] : [least, most];
  return `${ends.map((end) => inDecimals(end, digits)).join(" to ")}${UNIT_TEXT[unit]}`;
}

const SETTING_TEXT: Readonly<Record<Setting, string>> = {
  gpu: "GPU",
  weights: "weights",
  kvCache: "KV cache",
  draftLength: "draft length",
  lora: "LoRA adapter",
  maxNumSeqs: "max_num_seqs",
  tensorParallel: "tensor parallelism",
  clientsPerReplica: "requests in flight per replica",
  precision: "number format",
  strategy: "sharding",
  checkpointing: "gradient checkpointing",
  compile: "torch.compile",
  microBatch: "micro-batch",
  sequencesPerOptimizerStep: "sequences per optimizer step",
};

export function settingText(setting: Setting): string {
  return SETTING_TEXT[setting];
}

/** Everything a row ran with, for a reader who wants to check it. */
export function settingsText(settings: Readonly<Partial<Record<Setting, SettingValue>>>): string {
  return SETTINGS.filter((setting) => settings[setting] !== undefined)
    .map((setting) => `${SETTING_TEXT[setting]} ${settingValueText(settings[setting])}`)
    .join(", ");
}

export function settingValueText(value: SettingValue | undefined): string {
  if (value === null || value === undefined) return "not stated";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? inCount(value) : value;
}
