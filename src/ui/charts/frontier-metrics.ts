import type { Deployment } from "../../core/serving/physics/deployment.ts";
import { TOKENS_PER_MILLION } from "../../core/units/units.ts";
import type { FrontierYield } from "../../questions/serving/serving-frontier.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { formatAmount, formatAxisCount, formatCount } from "../format/format.ts";

/** What a frontier's throughput is divided by. */
export interface FrontierMetric {
  readonly subtitle: string;
  readonly header: string;
  /** Null without a price. */
  readonly value: (own: FrontierYield) => number | null;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

export function frontierMetrics(unit: PriceUnit): Readonly<Record<"gpu" | "price", FrontierMetric>> {
  const priced = unit === "index" ? "unit of price index" : unit;
  return {
    gpu: {
      subtitle: "output tokens/s per GPU",
      header: "Output tokens/s per GPU",
      value: (own) => own.outputTokensPerSecondPerGpu,
      format: formatCount,
      formatTick: formatAxisCount,
    },
    price: {
      subtitle: `million output tokens per ${priced}`,
      header: `Million output tokens per ${priced}`,
      value: ({ outputTokensPerPriceUnit: tokens }) => tokens && tokens / TOKENS_PER_MILLION,
      // As many digits as an amount has, without its currency.
      format: (value) => formatAmount(value, "index"),
      formatTick: String,
    },
  };
}

/** Settings in which a frontier differs from its point before; all of them where there is none. */
export function settingsLabel(deployment: Deployment, before: Deployment | null): string {
  const { draftLength, kvCache, tensorParallel } = deployment;
  return [
    draftLength !== before?.draftLength &&
      (draftLength === 0 ? "no drafts" : `${draftLength} ${draftLength === 1 ? "draft" : "drafts"}`),
    kvCache !== before?.kvCache && `${kvCache === "fp8" ? "FP8" : "bf16"} KV`,
    (before === null ? tensorParallel > 1 : tensorParallel !== before.tensorParallel) && `TP ${tensorParallel}`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}
