import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { EngineAssumptions, PlatformParameters, StepResiduals } from "./parameters.ts";

// Test data: the published facts of one LLM and one GPU, and round numbers for everything that is fitted or assumed.

/** Gemma 4 31B: configuration of google/gemma-4-31B-it. */
export const gemma: Llm = {
  id: "gemma-4-31b-it",
  name: "Gemma 4 31B it",
  activeParameters: 30_697_345_280,
  hiddenSize: 5376,
  intermediateSize: 21_504,
  vocabularySize: 262_144,
  maxContextTokens: 262_144,
  attention: [
    { layers: 50, kvHeads: 16, queryHeads: 32, headDim: 256, windowTokens: 1024 },
    { layers: 10, kvHeads: 4, queryHeads: 32, headDim: 512, windowTokens: null },
  ],
  residentWeightBytes: { bf16: 62_766_373_984, fp8: 33_369_545_824 },
  readWeightBytes: { bf16: 61_392_027_648, fp8: 32_105_299_968 },
  drafter: { name: "google/gemma-4-31B-it-assistant", weightBytes: 939_037_184 },
  loraAdapterBytes: 244_858_880,
  sourceIds: [],
};

/** H100 SXM: datasheet, the driver's 81,559 MiB, and nccl-tests. */
export const h100: Gpu = {
  id: "h100-sxm",
  name: "H100 SXM 80 GB",
  shortName: "H100",
  deviceMemoryBytes: 85_520_809_984,
  hbmBytesPerSecond: 3.35e12,
  peakFlopsPerSecond: { bf16: 989e12, fp8: 1978e12 },
  linkBytesPerSecond: 450e9,
  allReduce: [
    { gpus: 2, latencySeconds: 4.3e-6, busBytesPerSecond: 255e9 },
    { gpus: 8, latencySeconds: 5.2e-6, busBytesPerSecond: 379e9 },
  ],
  sourceIds: [],
};

export const roundEngine: EngineAssumptions = {
  bandwidthCeiling: 0.8,
  computeCeiling: 0.7,
  prefillAttentionEfficiency: 0.5,
  fixedOverheadBytes: 2e9,
  activationCopies: 3,
  bytesPerLogit: 8,
};

export const roundParameters: PlatformParameters = {
  step: {
    computeEfficiency: 0.4,
    kvReadEfficiency: 0.4,
    secondsPerSequence: 0.000_02,
    secondsPerStep: 0.004,
    fp8KvSecondsPerStep: 0.001,
    draftingSecondsPerStep: 0.0015,
    secondsPerDraftToken: 0.0005,
    loraSecondsPerStep: 0.003,
    loraSecondsPerToken: 0.0001,
    loraTokenExponent: 0.8,
    prefillEfficiency: 0.45,
    admissionSeconds: 0.01,
  },
  firstChunk: { handlingSeconds: 0.005, stepsWaited: 2 },
  kvHolding: { overheadBytesPerGpu: 1e9, factor: 1.5, fittedRows: 3 },
};

/** Physics as it is. */
export const noResidual: StepResiduals = { meanAlong: () => () => 0, deviationAt: () => 0.05 };

/** Eight replicas of one GPU, without drafts or an adapter: the base settings of the source benchmark. */
export const base: Deployment = {
  gpu: "h100-sxm",
  gpuCount: 8,
  tensorParallel: 1,
  weights: "fp8",
  kvCache: "bf16",
  draftLength: 0,
  acceptanceRate: null,
  lora: false,
  maxNumSeqs: 64,
  maxNumBatchedTokens: 4096,
  maxModelLen: 4096,
  gpuMemoryUtilization: 0.9,
  kvCacheBytesPerGpu: null,
};
