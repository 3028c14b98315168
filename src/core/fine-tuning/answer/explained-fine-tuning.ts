import { constant, derived, input, named, part, type Derived, type Input } from "../../explanation/quantity.ts";
import { BAND_DEVIATE } from "../../units/band.ts";
import { SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../../units/units.ts";
import { stepParametersOf } from "../fit/fit-training-step.ts";
import { startUpOf } from "../fit/start-up.ts";
import { explainedFloor, explainedPeak, explainedStep } from "../physics/explained-training-step.ts";
import { chosen, gpus } from "../physics/explained-inputs.ts";
import { tokensPerStep } from "../physics/fine-tuning-deployment.ts";
import { explainedMemory } from "../physics/fine-tuning-memory.ts";
import type { FineTuningSetup } from "../physics/fine-tuning-setup.ts";
import { explainedFlopsPerToken } from "../physics/training-flops.ts";
import type { FineTuningDelivers } from "./fine-tuning-delivery.ts";
import { type FineTuningModel, setupOf } from "./fine-tuning-model.ts";
import { type CorrectedStep, correctedStep, fineTuningPerformance } from "./fine-tuning-performance.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";

/** Every number of a delivery that opens to its formula; its costs open where prices are known. */
export const EXPLAINED_FINE_TUNING = [
  "step",
  "stepLow",
  "stepHigh",
  "floor",
  "tokensPerSecond",
  "optimizerSteps",
  "wall",
  "gpuHours",
  "gpuHoursPerMillionTokens",
  "utilization",
  "peak",
  "left",
] as const;
export type ExplainedFineTuning = (typeof EXPLAINED_FINE_TUNING)[number];

/** A delivery, and what it was made from. */
interface FineTuningSubject {
  readonly model: FineTuningModel;
  readonly run: FineTuningRun;
  readonly deployment: FineTuningDelivers["deployment"];
}

/** The formula of a number, with this run's values. */
export function explainedFineTuning(which: ExplainedFineTuning, subject: FineTuningSubject): Derived {
  const { model, run, deployment } = subject;
  const setup = setupOf(model, run, deployment);
  switch (which) {
    case "step":
      return explainedCorrectedStep(model, setup, correctedStep(model, setup));
    case "stepLow":
      return explainedBandEnd(model, setup, "low");
    case "stepHigh":
      return explainedBandEnd(model, setup, "high");
    case "floor":
      return explainedFloor(setup, stepParametersOf(model.fitted.steps, setup.gpu.id));
    case "tokensPerSecond":
      return explainedTokensPerSecond(model, setup);
    case "optimizerSteps":
      return explainedOptimizerSteps(setup, fineTuningPerformance(model, setup).optimizerSteps);
    case "wall":
      return explainedWallTime(model, setup);
    case "gpuHours":
      return explainedGpuHours(model, setup);
    case "gpuHoursPerMillionTokens":
      return explainedGpuHoursPerMillionTokens(model, setup);
    case "utilization":
      return explainedUtilization(model, setup);
    case "peak":
      return explainedMemory(setup, model.fitted.memory);
    case "left":
      return explainedMemoryLeft(model, setup);
  }
}

/** Physics, corrected by what the measured runs around say; never under the floor, nor faster than without checkpointing. */
function explainedCorrectedStep(
  model: FineTuningModel,
  setup: FineTuningSetup,
  { correction, kept, seconds }: CorrectedStep,
): Derived {
  const parameters = stepParametersOf(model.fitted.steps, setup.gpu.id);
  const factor = input("measured over physics", correction, "ratio", {
    kind: "fitted",
    prior: null,
    how: "to what physics misses at the timed runs: a Gaussian process over settings, tokens of a micro-batch and GPUs",
  });
  const corrected = part("product", [explainedStep(setup, parameters), factor], "seconds");
  const floor = explainedFloor(setup, parameters);
  const plain = { ...setup, deployment: { ...setup.deployment, checkpointing: false } };
  const without =
    kept === null
      ? []
      : [named(explainedCorrectedStep(model, plain, kept), "step without checkpointing, which is never slower")];
  return derived("optimizer step", seconds, "seconds", "maximum", [corrected, floor, ...without]);
}

/** The 90 % band is as many times above the step as below it. */
function explainedBandEnd(model: FineTuningModel, setup: FineTuningSetup, end: "low" | "high"): Derived {
  const corrected = correctedStep(model, setup);
  const { stepSecondsBand } = fineTuningPerformance(model, setup);
  const deviation = input("deviation of the logarithm", corrected.deviation, "ratio", {
    kind: "fitted",
    prior: null,
    how: "so that 90 % of the timed runs, each left out, lie within their bands",
  });
  const factor = part("power", [
    constant(Math.E, "from logarithms back"),
    part("product", [constant(BAND_DEVIATE, "deviations at the ends of 90 % of a normal quantity"), deviation]),
  ]);
  return derived(
    end === "low" ? "low end of the band" : "high end of the band",
    stepSecondsBand[end === "low" ? 0 : 1],
    "seconds",
    end === "low" ? "quotient" : "product",
    [explainedCorrectedStep(model, setup, corrected), factor],
  );
}

function explainedTokensPerStep({ run, deployment }: FineTuningSetup): Derived {
  const sequences = input("sequences in a step", tokensPerStep(run, deployment) / run.sequenceLength, "count", {
    kind: "worked-out",
    how: "The global batch, in whole passes of all GPUs.",
  });
  return derived("tokens in a step", tokensPerStep(run, deployment), "tokens", "product", [
    sequences,
    chosen("sequence length", run.sequenceLength, "tokens"),
  ]);
}

function explainedTokensPerSecond(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const { tokensPerSecond } = fineTuningPerformance(model, setup);
  return derived("trained tokens", tokensPerSecond, "tokensPerSecond", "quotient", [
    explainedTokensPerStep(setup),
    explainedCorrectedStep(model, setup, correctedStep(model, setup)),
  ]);
}

function explainedOptimizerSteps(setup: FineTuningSetup, value: number): Derived {
  return derived("optimizer steps", value, "count", "maximum", [
    constant(1, "a run smaller than a step is a step"),
    part("quotient", [chosen("tokens of the run", setup.run.tokens, "tokens"), explainedTokensPerStep(setup)]),
  ]);
}

function explainedWallTime(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const { wallSeconds, optimizerSteps } = fineTuningPerformance(model, setup);
  const { startUpSeconds, compileSeconds } = startUpOf(setup.deployment, model.fitted.startUp);
  const startUp = (name: string, seconds: number): Input =>
    input(name, seconds, "seconds", {
      kind: "fitted",
      prior: null,
      how: "as the median of the published runs: wall time less all steps at their mean",
    });
  const steps = part(
    "product",
    [explainedOptimizerSteps(setup, optimizerSteps), explainedCorrectedStep(model, setup, correctedStep(model, setup))],
    "seconds",
  );
  return derived("time of the run", wallSeconds, "seconds", "sum", [
    startUp("start-up", startUpSeconds),
    ...(setup.deployment.compile ? [startUp("compilation", compileSeconds)] : []),
    steps,
  ]);
}

function explainedGpuHours(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const { gpuHours } = fineTuningPerformance(model, setup);
  return derived("GPU-hours", gpuHours, "count", "quotient", [
    part("product", [gpus(setup), explainedWallTime(model, setup)]),
    constant(SECONDS_PER_HOUR, "seconds of an hour"),
  ]);
}

function explainedGpuHoursPerMillionTokens(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const { tokensPerSecond } = fineTuningPerformance(model, setup);
  const hours = (setup.deployment.gpuCount * TOKENS_PER_MILLION) / (SECONDS_PER_HOUR * tokensPerSecond);
  return derived("GPU-hours per million tokens", hours, "count", "quotient", [
    part("product", [gpus(setup), constant(TOKENS_PER_MILLION, "a million tokens")]),
    constant(SECONDS_PER_HOUR, "seconds of an hour"),
    explainedTokensPerSecond(model, setup),
  ]);
}

function explainedUtilization(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const { modelFlopsUtilization } = fineTuningPerformance(model, setup);
  return derived("share of the peak", modelFlopsUtilization, "fraction", "quotient", [
    part("product", [explainedTokensPerSecond(model, setup), explainedFlopsPerToken(setup, false)], "flopsPerSecond"),
    part("product", [gpus(setup), explainedPeak(setup, "bf16")], "flopsPerSecond"),
  ]);
}

function explainedMemoryLeft(model: FineTuningModel, setup: FineTuningSetup): Derived {
  const peak = explainedMemory(setup, model.fitted.memory);
  const { gpu } = setup;
  const device = input("memory of the GPU", gpu.deviceMemoryBytes, "bytes", {
    kind: "gpu",
    gpu: gpu.id,
    group: "memory",
    field: "driverMemoryMebibytes",
  });
  return derived("left", gpu.deviceMemoryBytes - peak.value, "bytes", "difference", [device, peak]);
}
