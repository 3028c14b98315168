import { constant, derived, named, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import { peakFlops } from "../../serving/physics/peak-flops.ts";
import {
  explainedAdapters,
  assumed,
  checkpointBytes,
  chosen,
  fittedStep,
  gpuFact,
  gpus,
  hiddenSize,
  layers,
  llmFact,
  microBatchTokens,
  othersShare,
} from "./explained-inputs.ts";
import { accumulationSteps } from "./fine-tuning-deployment.ts";
import type { TrainingStepParameters } from "./fine-tuning-parameters.ts";
import type { FineTuningSetup } from "./fine-tuning-setup.ts";
import { bf16ReadBytes } from "./trainable-llm.ts";
import { explainedFlopsPerToken } from "./training-flops.ts";
import {
  compiledFraction,
  fusedFraction,
  gathers,
  GRADIENT_PASSES,
  passes,
  trainingStep,
  WEIGHT_READS,
} from "./training-step.ts";

// The formulas of `training-step.ts`, from the same terms.

const HBM = { group: "bandwidth", field: "hbmTerabytesPerSecond" };

/** The formula of `stepSeconds`, before anything that single runs say. */
export function explainedStep(setup: FineTuningSetup, parameters: TrainingStepParameters): Derived {
  const step = trainingStep(setup, parameters);
  const p = fittedStep(parameters, "overlapExponent", "exponent of the overlap", "ratio");
  const slowdown = explainedSlowdown(setup, parameters);
  const busy = part(
    "sum",
    [
      explainedMatrixTime(setup, parameters, slowdown, step.matrixSeconds),
      explainedElementwiseTime(setup, parameters, slowdown, step.elementwiseSeconds),
      fittedStep(parameters, "secondsPerMicroBatch", "launching kernels", "seconds"),
    ],
    "seconds",
  );
  const communication = explainedCommunication(setup, parameters, step.communicationSeconds);
  const microBatch = derived(
    "time of a micro-batch",
    step.microBatchSeconds,
    "seconds",
    "power",
    [
      part("sum", [part("power", [busy, p]), part("power", [communication, p])]),
      part("quotient", [constant(1, "back from the power"), p]),
    ],
    "Communication hides behind work where either is much the longer, and adds to it where they are alike.",
  );
  return derived("step by physics", step.stepSeconds, "seconds", "product", [explainedAccumulation(setup), microBatch]);
}

function explainedAccumulation({ run, deployment }: FineTuningSetup): Derived {
  const { microBatch, gpuCount } = deployment;
  const value = accumulationSteps(run.globalBatchSequences, deployment);
  return derived("micro-batches in a step", value, "count", "ceiling", [
    part("quotient", [
      chosen("global batch", run.globalBatchSequences),
      chosen("micro-batch", microBatch),
      chosen("GPUs", gpuCount),
    ]),
  ]);
}

function explainedMatrixTime(
  setup: FineTuningSetup,
  parameters: TrainingStepParameters,
  slowdown: readonly Quantity[],
  value: number,
): Derived {
  const rate = part(
    "product",
    [
      fittedStep(parameters, "computeEfficiency", "share of the peak reached", "fraction"),
      explainedPeak(setup, "bf16"),
    ],
    "flopsPerSecond",
  );
  const work = part("product", [microBatchTokens(setup), explainedFlopsPerToken(setup)], "flops");
  const longer = part("maximum", [part("quotient", [work, rate], "seconds"), explainedWeightRead(setup)], "seconds");
  return derived("matrix work", value, "seconds", "product", [...slowdown, longer]);
}

function explainedWeightRead({ gpu, llm, assumptions }: FineTuningSetup): Derived {
  const bandwidth = gpuFact(gpu, "HBM bandwidth", gpu.hbmBytesPerSecond, "bytesPerSecond", HBM);
  const ceiling = assumed("share of the bandwidth", assumptions.bandwidthCeiling, "fraction", "bandwidth-ceiling");
  const bytes = llmFact(llm, "weights read in a pass", bf16ReadBytes(llm), "bytes", {
    group: "readBytesPerDecodeStep",
    field: "readBytesPerDecodeStep.bf16",
  });
  const read = part("product", [constant(WEIGHT_READS, "forward and backward"), bytes], "bytes");
  return named(part("quotient", [read, ceiling, bandwidth], "seconds"), "reading the weights");
}

function explainedElementwiseTime(
  setup: FineTuningSetup,
  parameters: TrainingStepParameters,
  slowdown: readonly Quantity[],
  value: number,
): Derived {
  const fused = fusedFraction(setup, parameters);
  const left = part("difference", [
    constant(1, "all traffic"),
    part("product", [
      constant(fused, "share of the work that something fuses"),
      part("difference", [
        constant(1, "all of its traffic"),
        fittedStep(parameters, "fusedShare", "traffic left once fused", "fraction"),
      ]),
    ]),
  ]);
  const bytes = part(
    "product",
    [
      ...slowdown,
      left,
      constant(passes(setup), "passes over the layers, in forward passes"),
      microBatchTokens(setup),
      fittedStep(parameters, "elementwiseBytesPerUnit", "bytes moved per unit", "bytes"),
      layers(setup),
      hiddenSize(setup),
    ],
    "bytes",
  );
  const bandwidth = gpuFact(setup.gpu, "HBM bandwidth", setup.gpu.hbmBytesPerSecond, "bytesPerSecond", HBM);
  return derived("work between the matrix products", value, "seconds", "quotient", [bytes, bandwidth]);
}

function explainedSlowdown(setup: FineTuningSetup, parameters: TrainingStepParameters): readonly Quantity[] {
  if (setup.deployment.precision !== "fp8") return [];
  const unfused = constant(1 - compiledFraction(setup, parameters), "share that torch.compile does not fuse");
  const factor = fittedStep(parameters, "naiveFp8Factor", "factor of unfused FP8", "ratio");
  return [named(part("power", [factor, unfused], "ratio"), "slowdown by FP8")];
}

function explainedCommunication(setup: FineTuningSetup, parameters: TrainingStepParameters, value: number): Derived {
  const { gpu, assumptions } = setup;
  const { gradientBytesPerTrainedParameter } = assumptions;
  const weights = part(
    "product",
    [constant(gathers(setup), "gathers of all weights"), checkpointBytes(setup)],
    "bytes",
  );
  const perParameter = assumed(
    "bytes of a gradient",
    gradientBytesPerTrainedParameter,
    "bytes",
    "trained-parameter-gradient",
  );
  const gradients = part(
    "product",
    [constant(GRADIENT_PASSES, "to be summed, and back"), perParameter, explainedAdapters(setup)],
    "bytes",
  );
  const sent = part("product", [othersShare(gpus(setup)), part("sum", [weights, gradients], "bytes")], "bytes");
  const at = { group: "links", field: "linkGigabytesPerSecond" };
  const rate = part(
    "minimum",
    [
      fittedStep(parameters, "gatherBytesPerSecond", "rate of gathers", "bytesPerSecond"),
      gpuFact(gpu, "links", gpu.linkBytesPerSecond, "bytesPerSecond", at),
    ],
    "bytesPerSecond",
  );
  return derived("communication", value, "seconds", "quotient", [sent, rate]);
}

/** The formula of `floorSeconds`: without recomputation, at the peak of the format that is asked for. */
export function explainedFloor(setup: FineTuningSetup, parameters: TrainingStepParameters): Derived {
  const { deployment, gpu, assumptions } = setup;
  const format = deployment.precision !== "bf16" && gpu.peakFlopsPerSecond.fp8 !== null ? "fp8" : "bf16";
  const rate = part(
    "product",
    [
      assumed("share of the peak", assumptions.computeCeiling, "fraction", "compute-ceiling"),
      explainedPeak(setup, format),
    ],
    "flopsPerSecond",
  );
  const work = part("product", [microBatchTokens(setup), explainedFlopsPerToken(setup, false)], "flops");
  const longer = part("maximum", [part("quotient", [work, rate], "seconds"), explainedWeightRead(setup)], "seconds");
  const { floorSeconds } = trainingStep(setup, parameters);
  return derived("least time of a step", floorSeconds, "seconds", "product", [explainedAccumulation(setup), longer]);
}

/** Dense peak of a GPU, as its datasheet has it. */
export function explainedPeak({ gpu }: FineTuningSetup, format: "bf16" | "fp8"): Quantity {
  const name = `${format === "fp8" ? "FP8" : "bf16"} dense peak`;
  const at = { group: "peak", field: `${format}DenseTeraflopsPerSecond` };
  return gpuFact(gpu, name, peakFlops(gpu, format), "flopsPerSecond", at);
}
