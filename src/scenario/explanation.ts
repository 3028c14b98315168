import { servingModel } from "../catalog/serving-model.ts";
import { explanationOf, relativeCostExplanation, type Explained } from "../core/serving/explanation/explanation.ts";
import type { Derived, Input } from "../core/explanation/quantity.ts";
import type { Subject } from "../core/serving/explanation/explain-subject.ts";
import type { PlatformEvaluation } from "../core/serving/answer/platform-evaluation.ts";
import { costReferences, type Evaluation } from "./evaluation.ts";

/** A number of a platform with its formula, or without where the platform has no such number. */
export interface PlatformExplanation {
  readonly platform: PlatformEvaluation;
  readonly formula: Derived | Input | null;
}

/** The formula of one number of an evaluation, made when it is asked for; null where the platform is not compared. */
export function explanationIn(evaluation: Evaluation, gpu: string, which: Explained): PlatformExplanation | null {
  const platform = evaluation.platforms.find((candidate) => candidate.gpu.id === gpu);
  if (!platform) return null;
  const subjectOf = (prediction: PlatformEvaluation): Subject => subjectIn(evaluation, prediction);
  if (which !== "relativeCost") return { platform, formula: explanationOf(which, subjectOf(platform)) };
  const relativeCost = evaluation.relativeCost.get(gpu) ?? null;
  const references = costReferences(evaluation.platforms).map(subjectOf);
  return {
    platform,
    formula: relativeCost === null ? null : relativeCostExplanation(relativeCost, subjectOf(platform), references),
  };
}

function subjectIn({ scenario }: Evaluation, prediction: PlatformEvaluation): Subject {
  const { llm, engine, fitted } = servingModel;
  const { gpu, performance } = prediction;
  const { demand, workload } = scenario;
  const concurrency =
    performance === null ? workload.concurrency : performance.runningRequests + performance.waitingRequests;
  return {
    model: { gpu, llm, engine, parameters: fitted[gpu.id]! },
    workload: { ...workload, concurrency },
    demand,
    prediction,
  };
}
