import type { Derived, Input } from "../../core/explanation/quantity.ts";
import type { Costing } from "../../core/serving/explanation/explain-cost.ts";
import {
  costExplanation,
  deliveryExplanation,
  EXPLAINED_COST,
  type ExplainedCost,
  type ExplainedDelivery,
} from "../../core/serving/explanation/explanation.ts";
import type { Subject } from "../../core/serving/explanation/explain-subject.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";
import { costPerMonthOf } from "./serving-cost.ts";

/** Every number of a platform that opens to its formula. */
export type ServingExplained = ExplainedDelivery | ExplainedCost;

/** A number of a platform with its formula, or without where the platform has no such number. */
interface PlatformExplanation {
  readonly platform: ServingPlatformAnswer;
  readonly formula: Derived | Input | null;
}

/** The formula of one number of an answer, made when it is asked for; null where the platform is not in it. */
export function explanationIn(answer: ServingAnswer, id: string, which: ServingExplained): PlatformExplanation | null {
  const platform = answer.platforms.find((candidate) => candidate.platform.id === id);
  if (platform === undefined) return null;
  const subject = subjectIn(answer, platform);
  if (subject === null) return { platform, formula: null };
  if (!isOfCost(which)) return { platform, formula: deliveryExplanation(which, subject) };
  const costing = costingIn(platform, subject);
  const reference = answer.platforms.find((candidate) => candidate.platform.id === answer.reference);
  const measure = reference && subjectIn(answer, reference);
  const measured = reference && measure ? costingIn(reference, measure) : null;
  const { relativeCostBand } = platform;
  if (costing === null || relativeCostBand === null || !reference || measured === null)
    return { platform, formula: null };
  const { demand, workload } = answer.asked.choice;
  const values = { relativeCostBand, costPerMonth: costPerMonthOf(platform.quote, demand, workload.outputTokens) };
  return { platform, formula: costExplanation(which, costing, { label: reference.label, costing: measured }, values) };
}

function isOfCost(which: ServingExplained): which is ExplainedCost {
  return EXPLAINED_COST.some((own) => own === which);
}

/** Null for a GPU that nothing was fitted to, of which there is nothing to explain. */
function subjectIn({ study, asked }: ServingAnswer, { gpu, delivery }: ServingPlatformAnswer): Subject | null {
  const { llm, engine, fitted } = study.model;
  const parameters = fitted[gpu.id];
  if (parameters === undefined) return null;
  const { demand, workload } = asked.choice;
  return {
    model: { gpu, llm, engine, parameters },
    deployment: delivery.deployment,
    workload: delivery.kind === "cannot" ? workload : delivery.workload,
    demand,
    delivery,
  };
}

function costingIn({ platform, delivery, quote }: ServingPlatformAnswer, subject: Subject): Costing | null {
  if (delivery.kind === "cannot" || delivery.bill === null || quote?.kind !== "priced") return null;
  const { performance, bill } = delivery;
  return { subject, performance, bill, offer: platform.offer, cost: quote.cost, costBand: quote.costBand };
}
