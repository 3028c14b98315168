import fc from "fast-check";
import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { AttentionLayers, Llm } from "../../facts/llm.ts";
import type { ServingWorkload } from "./serving-workload.ts";
import type { EngineAssumptions, PlatformParameters, StepResiduals } from "./parameters.ts";
import type { PlatformModel } from "./platform-model.ts";
import { prefillTime } from "./prefill.ts";
import { stepTime, type StepTime } from "./step-time.ts";

// Test data: any platform someone could run, between today's smallest GPU and one some generations ahead.

function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

const TENSOR_PARALLEL_SIZES = [1, 2, 4, 8] as const;

export const anyGpu: fc.Arbitrary<Gpu> = fc
  .record({
    deviceMemoryBytes: between(40e9, 300e9),
    hbmBytesPerSecond: between(5e11, 2e13),
    bf16: between(5e13, 5e15),
    fp8: fc.option(between(1e14, 1e16)),
    allReduce: fc.tuple(
      ...TENSOR_PARALLEL_SIZES.slice(1).map((gpus) =>
        fc.record({
          gpus: fc.constant(gpus),
          latencySeconds: between(0, 5e-5),
          busBytesPerSecond: between(1e10, 2e12),
        }),
      ),
    ),
  })
  .map(({ bf16, fp8, ...facts }) => ({
    ...facts,
    id: "any-gpu",
    name: "Any GPU",
    shortName: "Any",
    peakFlopsPerSecond: { bf16, fp8 },
    linkBytesPerSecond: 1e11,
    sourceIds: [],
  }));

const anyAttention: fc.Arbitrary<AttentionLayers> = fc.record({
  layers: fc.integer({ min: 1, max: 80 }),
  kvHeads: fc.constantFrom(1, 2, 4, 8, 16),
  queryHeads: fc.constantFrom(16, 32, 64),
  headDim: fc.constantFrom(64, 128, 256, 512),
  windowTokens: fc.option(fc.constantFrom(128, 512, 1024, 4096)),
});

export const anyLlm: fc.Arbitrary<Llm> = fc
  .record({
    activeParameters: between(1e9, 7e10),
    attention: fc.array(anyAttention, { minLength: 1, maxLength: 3 }),
    hiddenSize: fc.integer({ min: 1024, max: 16_384 }),
    intermediateSize: fc.integer({ min: 4096, max: 65_536 }),
    vocabularySize: fc.integer({ min: 32_000, max: 262_144 }),
    notRead: between(1, 1.2),
    drafterBytes: between(0, 4e9),
    loraAdapterBytes: between(0, 2e9),
  })
  .map(({ notRead, drafterBytes, ...llm }) => ({
    ...llm,
    id: "any-llm",
    name: "Any LLM",
    maxContextTokens: 262_144,
    readWeightBytes: { bf16: 2 * llm.activeParameters, fp8: llm.activeParameters },
    residentWeightBytes: { bf16: 2 * llm.activeParameters * notRead, fp8: llm.activeParameters * notRead },
    drafter: { name: "any drafter", weightBytes: drafterBytes },
    sourceIds: [],
  }));

export const anyEngine: fc.Arbitrary<EngineAssumptions> = fc.record({
  bandwidthCeiling: between(0.5, 1),
  computeCeiling: between(0.5, 1),
  prefillAttentionEfficiency: between(0.1, 1),
  fixedOverheadBytes: between(0, 5e9),
  activationCopies: between(1, 10),
  bytesPerLogit: between(2, 16),
});

/** What a fit could give: efficiencies below their ceilings, times above zero. */
export function anyParametersUnder(engine: EngineAssumptions): fc.Arbitrary<PlatformParameters> {
  const perStep = between(1e-7, 0.02);
  return fc.record({
    step: fc.record({
      computeEfficiency: between(0.02, engine.computeCeiling),
      kvReadEfficiency: between(0.02, engine.bandwidthCeiling),
      secondsPerSequence: between(1e-8, 1e-3),
      secondsPerStep: perStep,
      fp8KvSecondsPerStep: perStep,
      draftingSecondsPerStep: perStep,
      secondsPerDraftToken: perStep,
      loraSecondsPerStep: perStep,
      loraSecondsPerToken: between(1e-8, 1e-3),
      loraTokenExponent: between(0.4, 1.3),
      prefillEfficiency: between(0.02, engine.computeCeiling),
      admissionSeconds: perStep,
    }),
    firstChunk: fc.record({ handlingSeconds: between(0, 0.1), stepsWaited: fc.oneof(fc.constant(0), between(0, 5)) }),
    kvHolding: fc.record({
      overheadBytesPerGpu: between(0, 3e9),
      factor: between(0.5, 3),
      fittedRows: fc.integer({ min: 0, max: 9 }),
    }),
  });
}

function anyDeploymentOn(gpu: Gpu): fc.Arbitrary<Deployment> {
  return fc
    .record({
      replicas: fc.integer({ min: 1, max: 12 }),
      tensorParallel: fc.constantFrom(...TENSOR_PARALLEL_SIZES),
      weights: gpu.peakFlopsPerSecond.fp8 === null ? fc.constant("bf16" as const) : fc.constantFrom("bf16", "fp8"),
      kvCache: fc.constantFrom("bf16", "fp8"),
      draftLength: fc.integer({ min: 0, max: 5 }),
      lora: fc.boolean(),
      maxNumSeqs: fc.integer({ min: 1, max: 1024 }),
      maxNumBatchedTokens: fc.integer({ min: 2048, max: 16_384 }),
      gpuMemoryUtilization: between(0.5, 1),
    })
    .map(({ replicas, ...deployment }) => ({
      ...deployment,
      gpu: gpu.id,
      gpuCount: replicas * deployment.tensorParallel,
      acceptanceRate: null,
      maxModelLen: 131_072,
      kvCacheBytesPerGpu: null,
    }));
}

export const anyWorkload: fc.Arbitrary<ServingWorkload> = fc.record({
  inputTokens: fc.integer({ min: 1, max: 30_000 }),
  outputTokens: fc.integer({ min: 2, max: 4000 }),
  concurrency: fc.integer({ min: 1, max: 10_000 }),
});

/** Physics may be wrong either way, by as much everywhere. */
const anyResiduals: fc.Arbitrary<StepResiduals> = between(-0.3, 0.3).map((mean) => ({
  meanAlong: () => () => mean,
  deviationAt: () => 0.05,
}));

/** One platform under one workload; not all of them can serve it. */
export interface PlatformCase {
  readonly model: PlatformModel;
  readonly workload: ServingWorkload;
  readonly deployment: Deployment;
  readonly acceptanceRate: number;
}

export const anyPlatform: fc.Arbitrary<PlatformCase> = fc.tuple(anyGpu, anyEngine).chain(([gpu, engine]) =>
  fc.record({
    model: fc.record({
      gpu: fc.constant(gpu),
      llm: anyLlm,
      parameters: anyParametersUnder(engine),
      engine: fc.constant(engine),
      residuals: anyResiduals,
    }),
    workload: anyWorkload,
    deployment: anyDeploymentOn(gpu),
    acceptanceRate: between(0, 1),
  }),
);

/** One step of a platform's replica that runs so many requests, whether or not it could hold them; from physics alone. */
export function stepOf({ model, workload, deployment, acceptanceRate }: PlatformCase, running: number): StepTime {
  const { gpu, llm, parameters, engine } = model;
  const steps = 1 + (workload.outputTokens - 1) / (1 + deployment.draftLength * acceptanceRate);
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters.step, engine).totalSeconds;
  return stepTime(gpu, llm, workload, deployment, parameters.step, engine, running, steps, prefill);
}

/** The same platform on a GPU that differs in some facts. */
export function onGpu(platform: PlatformCase, facts: Partial<Gpu>): PlatformCase {
  return { ...platform, model: { ...platform.model, gpu: { ...platform.model.gpu, ...facts } } };
}

/** Paths of the numbers in a result that no result may hold: NaN, infinite or below zero. */
export function impossibleNumbersIn(result: unknown, path = "result"): readonly string[] {
  if (typeof result === "number") return Number.isFinite(result) && result >= 0 ? [] : [`${path}: ${result}`];
  if (typeof result !== "object" || result === null) return [];
  return Object.entries(result).flatMap(([key, value]) => impossibleNumbersIn(value, `${path}.${key}`));
}
