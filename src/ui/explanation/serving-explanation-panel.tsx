import { infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import { explanationIn, type ServingExplained } from "../../questions/serving/serving-explanation.ts";
import { useServingAnswer } from "../use-workspace.ts";
import { ExplanationPanel } from "./explanation-panel.tsx";
import type { Opened } from "./opened.ts";

const TITLES: Readonly<Record<ServingExplained, string>> = {
  relativeCost: "Relative cost",
  cost: "Cost per million output tokens",
  bill: "Cost per month",
  throughput: "Output tokens per second",
  tpot: "TPOT per token",
  step: "TPOT per chunk",
  ttft: "Mean TTFT",
  ttftMedian: "Median TTFT",
  request: "Request time",
  running: "Running requests, fullest replica",
  waiting: "Waiting requests, fullest replica",
  kv: "KV cache per GPU",
  fit: "Requests that fit a replica",
  headroom: "Headroom",
  units: "Rental units",
  relativeCostLow: "Relative cost, low end of the band",
  relativeCostHigh: "Relative cost, high end of the band",
  stepFast: "TPOT per chunk, fast end of the band",
  stepSlow: "TPOT per chunk, slow end of the band",
  throughputFast: "Output tokens per second, high end of the band",
  throughputSlow: "Output tokens per second, low end of the band",
};

function isExplained(which: string): which is ServingExplained {
  return Object.hasOwn(TITLES, which);
}

/** The formula of a number of serving. */
export function ServingExplanationPanel({ opened }: { readonly opened: Opened }) {
  const answer = useServingAnswer((current) => current);
  const { id, which } = opened;
  if (!isExplained(which)) return null;
  const explanation = explanationIn(answer, id, which);
  if (explanation === null) return null;
  const { label, delivery, quote } = explanation.platform;
  const reason =
    delivery.kind === "cannot"
      ? `${label} ${infeasibilityClause(delivery.why)}`
      : quote?.kind === "unpriced"
        ? `The price of ${label} is unknown`
        : null;
  return (
    <ExplanationPanel
      opened={opened}
      title={TITLES[which]}
      label={label}
      formula={explanation.formula}
      reason={reason}
    />
  );
}
