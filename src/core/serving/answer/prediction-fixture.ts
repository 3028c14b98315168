import fc from "fast-check";
import { costPerMillionOutputTokens } from "../../economics/cost.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { BatchLimit } from "../physics/operating-point.ts";
import { platformPerformance, type PlatformPerformance } from "../physics/platform-performance.ts";
import { base, gemma, h100, noResidual, roundEngine, roundParameters } from "../physics/published-fixture.ts";
import type { LimitBreach } from "./limits.ts";
import type { PlatformPrediction } from "./platform-evaluation.ts";

// Test data: predictions with just those numbers set that a recommendation looks at.

/** The GPUs that sentences name. */
export const namedGpus: ReadonlyMap<string, Gpu> = new Map(
  [
    ["a100-sxm-80gb", "A100"],
    ["h100-sxm", "H100"],
    ["b200-sxm", "B200"],
    ["h200-sxm", "H200"],
  ].map(([id, shortName]) => [id!, { ...h100, id: id!, shortName: shortName! }]),
);

/** What a test says of a platform; all else is the same for all. */
export interface Sketch {
  readonly gpu: string;
  readonly pricePerGpuHour: number;
  readonly outputTokensPerSecond: number;
  readonly requestSeconds?: number;
  /** Requests that a replica may run, of the 64 in flight on it. */
  /** Half the 90 % band of its throughput, as a fraction; none by default. */
  readonly bandFraction?: number;
  readonly limit?: number;
  readonly limitedBy?: BatchLimit;
  readonly breaches?: readonly LimitBreach[];
  readonly infeasible?: Infeasibility | null;
}

const result = platformPerformance(
  { gpu: h100, llm: gemma, parameters: roundParameters, engine: roundEngine, residuals: noResidual },
  { inputTokens: 225, outputTokens: 274, concurrency: 512 },
  base,
  0,
);
if (!result.feasible) throw new Error(`the fixture does not fit: ${result.reason.kind}`);
const { performance: common } = result;

export function predictionOf(sketch: Sketch): PlatformPrediction {
  const { gpu, pricePerGpuHour, outputTokensPerSecond, breaches = [], infeasible = null } = sketch;
  const known = { gpu: namedGpus.get(gpu)!, offer: { ...base, gpu, pricePerGpuHour }, acceptance: null };
  if (infeasible !== null) {
    return {
      ...known,
      infeasible,
      budget: null,
      performance: null,
      costPerMillionOutputTokens: null,
      costBand: null,
      breaches: [],
      fleet: null,
    };
  }
  const { requestSeconds = 10, limit = 64, limitedBy = "load", bandFraction = 0 } = sketch;
  const performance: PlatformPerformance = {
    ...common,
    outputTokensPerSecond,
    outputTokensPerSecondBand: [outputTokensPerSecond * (1 - bandFraction), outputTokensPerSecond * (1 + bandFraction)],
    requestSeconds,
    limit: { requests: limit, by: limitedBy === "load" ? "max-num-seqs" : limitedBy },
    busiest: { ...common.busiest, limitedBy },
  };
  return {
    ...known,
    infeasible: null,
    budget: common.budget,
    performance,
    costPerMillionOutputTokens: costPerMillionOutputTokens(pricePerGpuHour, base.gpuCount, outputTokensPerSecond),
    costBand: null,
    fleet: null,
    breaches,
  };
}

const BREACH: LimitBreach = { kind: "ttft", limitSeconds: 1, actualSeconds: 2 };
const INFEASIBLE: Infeasibility = { kind: "weights-exceed-memory", neededBytes: 8e10, availableBytes: 7e10 };

/** Any numbers of up to four platforms; some break a limit, some cannot serve at all. */
export const anySketches: fc.Arbitrary<readonly Sketch[]> = fc
  .tuple(
    ...[...namedGpus.keys()].map((gpu) =>
      fc.record({
        gpu: fc.constant(gpu),
        // Narrow enough that ties are as common as clear wins.
        pricePerGpuHour: fc.double({ min: 1, max: 1.2, noNaN: true }),
        outputTokensPerSecond: fc.double({ min: 1000, max: 1200, noNaN: true }),
        requestSeconds: fc.double({ min: 10, max: 10.3, noNaN: true }),
        limit: fc.integer({ min: 1, max: 100 }),
        limitedBy: fc.constantFrom("load", "kv-cache", "max-num-seqs", "max-num-batched-tokens"),
        breaches: fc.constantFrom([], [], [], [BREACH]),
        infeasible: fc.constantFrom(null, null, null, INFEASIBLE),
      }),
    ),
  )
  .chain((all) => fc.subarray(all));

export const anyThreshold = fc.double({ min: 0.001, max: 0.3, noNaN: true });
