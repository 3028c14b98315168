import { explainedFineTuning, type ExplainedFineTuning } from "../../core/fine-tuning/answer/explained-fine-tuning.ts";
import { type Derived, derived, input, named } from "../../core/explanation/quantity.ts";
import type { FineTuningAnswer } from "./fine-tuning-answer.ts";
import type { FineTuningCandidate, FineTuningPlatformAnswer } from "./fine-tuning-platforms.ts";

/** The formula of a number of one platform of an answer; null where the platform does not deliver, or has no price for a cost. */
export function fineTuningExplanation(
  which: ExplainedFineTuning | "cost" | "costPerMillionTokens" | "relativeCost",
  answer: FineTuningAnswer,
  own: FineTuningPlatformAnswer,
): Derived | null {
  if (own.delivery.kind === "cannot") return null;
  switch (which) {
    case "cost":
      return costOf(answer, own, "gpuHours", "cost of the run");
    case "costPerMillionTokens":
      return costOf(answer, own, "gpuHoursPerMillionTokens", "cost per million tokens");
    case "relativeCost":
      return relativeCostOf(answer, own);
    default:
      return explainedOf(answer, own, which);
  }
}

function explainedOf(
  { study, asked }: FineTuningAnswer,
  { delivery }: FineTuningCandidate,
  which: ExplainedFineTuning,
): Derived {
  return explainedFineTuning(which, { model: study.model, run: asked.choice, deployment: delivery.deployment });
}

function costOf(
  answer: FineTuningAnswer,
  own: FineTuningCandidate,
  which: "gpuHours" | "gpuHoursPerMillionTokens",
  name: string,
): Derived | null {
  const { pricePerGpuHour } = own.platform.offer;
  if (pricePerGpuHour === null) return null;
  const hours = explainedOf(answer, own, which);
  const price = input("price per GPU-hour", pricePerGpuHour, "price", { kind: "price", gpu: own.gpu.id });
  return derived(name, hours.value * pricePerGpuHour, "price", "product", [hours, price]);
}

function relativeCostOf(answer: FineTuningAnswer, own: FineTuningPlatformAnswer): Derived | null {
  const { reference } = answer;
  if (own.relativeCost === null || reference === null) return null;
  const mine = costOf(answer, own, "gpuHoursPerMillionTokens", `${own.label}: cost per million tokens`);
  const measure = costOf(answer, reference.candidate, "gpuHoursPerMillionTokens", "cost per million tokens");
  if (mine === null || measure === null) return null;
  const best = reference.settings === "best-measured" ? " at best measured settings" : "";
  return derived("relative cost", own.relativeCost, "ratio", "quotient", [
    mine,
    named(measure, `${reference.candidate.label}${best}: cost of a million tokens`),
  ]);
}
