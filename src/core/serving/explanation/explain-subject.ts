import type { Demand } from "../../economics/demand.ts";
import type { OperatingPoint } from "../physics/operating-point.ts";
import type { PlatformModel } from "../physics/platform-model.ts";
import type { ServingDelivery } from "../answer/serving-delivery.ts";
import type { Deployment } from "../physics/deployment.ts";
import { computedInputTokens, type ServingWorkload } from "../physics/serving-workload.ts";
import { constant, derived, input, part, type Derived, type Input, type Unit } from "../../explanation/quantity.ts";

/** A delivery, and what it was made from. */
export interface Subject {
  readonly model: Pick<PlatformModel, "gpu" | "llm" | "parameters" | "engine">;
  /** With the GPUs of all units of a demand. */
  readonly deployment: Deployment;
  /** As it is served: with a demand, its busiest moment. */
  readonly workload: ServingWorkload;
  /** Null where requests in flight are asked about. */
  readonly demand: Demand | null;
  readonly delivery: ServingDelivery;
}

export function chosen(name: string, value: number, unit: Unit = "count"): Input {
  return input(name, value, unit, { kind: "chosen" });
}

/** Requests in flight on the platform: as asked, or what the units of a demand have at its busiest moment. */
export function requestsInFlight({ workload, demand }: Subject): Input {
  if (demand === null) return chosen("requests in flight", workload.concurrency, "requests");
  return input("requests in flight at the peak", workload.concurrency, "requests", {
    kind: "worked-out",
    how: "What the units have in flight when they serve the busiest moment, by Little's law.",
  });
}

export function promptTokens({ workload }: Subject): Input {
  return input("prompt tokens", workload.inputTokens, "tokens", { kind: "length", assumption: "prompt-length" });
}

/** Prompt tokens that have to be computed, those in a prefix cache left out. */
export function computedPrompt(subject: Subject): Input | Derived {
  const { prefixCachedFraction = 0 } = subject.workload;
  if (prefixCachedFraction === 0) return promptTokens(subject);
  const computed = computedInputTokens(subject.workload);
  return derived("computed prompt tokens", computed, "tokens", "product", [
    promptTokens(subject),
    part("difference", [constant(1, "all of the prompt"), chosen("in prefix cache", prefixCachedFraction, "fraction")]),
  ]);
}

/** Mean square over square of the mean: 1 where all lengths are alike. */
export function meanSquareRatio(name: string, variation: number): Derived {
  return part("sum", [
    constant(1, "the square of the mean"),
    part("power", [chosen(name, variation, "ratio"), constant(2, "squared")]),
  ]);
}

export function outputTokens({ workload }: Subject): Input {
  return input("output tokens", workload.outputTokens, "tokens", { kind: "length", assumption: "output-length" });
}

export function tensorParallel({ deployment }: Subject): Input {
  return chosen("tensor parallelism", deployment.tensorParallel);
}

/** Divisors of what a replica's GPUs share; none where there is one. */
export function sharedByGpus(subject: Subject): readonly Input[] {
  return subject.deployment.tensorParallel > 1 ? [tensorParallel(subject)] : [];
}

export function gpuFact({ model }: Subject, name: string, value: number, unit: Unit, at: Place): Input {
  return input(name, value, unit, { kind: "gpu", gpu: model.gpu.id, ...at });
}

export function llmFact({ model }: Subject, name: string, value: number, unit: Unit, at: Place): Input {
  return input(name, value, unit, { kind: "llm", llm: model.llm.id, ...at });
}

/** Where a record has a value: the key of its source, and its own key. */
interface Place {
  readonly group: string;
  readonly field: string;
}

export function assumed(name: string, value: number, unit: Unit, id: string): Input {
  return input(name, value, unit, { kind: "assumption", id });
}

type StepParameter = keyof Subject["model"]["parameters"]["step"];

/** A parameter of the step, fitted from its prior on. */
export function fitted({ model }: Subject, name: string, parameter: StepParameter, unit: Unit): Input {
  return input(name, model.parameters.step[parameter], unit, {
    kind: "fitted",
    prior: `prior-${parameter}`,
    how: "to the steady rows of all GPUs at once, each GPU's values around common ones",
  });
}

export function hbmBandwidth(subject: Subject): Input {
  const { hbmBytesPerSecond } = subject.model.gpu;
  const at = { group: "bandwidth", field: "hbmTerabytesPerSecond" };
  return gpuFact(subject, "HBM bandwidth", hbmBytesPerSecond, "bytesPerSecond", at);
}

/** Makes a formula once for each operating point: others hold it in many places. */
export function oncePerPoint(
  make: (subject: Subject, point: OperatingPoint) => Derived,
): (subject: Subject, point: OperatingPoint) => Derived {
  const made = new WeakMap<OperatingPoint, Derived>();
  return (subject, point) => {
    const known = made.get(point);
    if (known) return known;
    const formula = make(subject, point);
    made.set(point, formula);
    return formula;
  };
}
