import fc from "fast-check";
import { DAY_CURVES } from "../core/economics/demand.ts";
import { TUNABLE_SETTINGS as TUNABLE_TRAINING } from "../core/fine-tuning/answer/tunable-fine-tuning.ts";
import { LORA_TARGETS } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import { FINE_TUNING_PRECISIONS, FINE_TUNING_STRATEGIES } from "../core/fine-tuning/physics/fine-tuning-deployment.ts";
import { TUNABLE_SETTINGS as TUNABLE_SERVING } from "../core/serving/answer/tuning.ts";
import { DTYPES } from "../core/units/dtype.ts";
import { FINE_TUNING_RANGES } from "../questions/fine-tuning/fine-tuning-schema.ts";
import { SERVING_RANGES } from "../questions/serving/serving-schema.ts";
import { freeId } from "./default-workspace.ts";
import { known } from "./known.ts";
import type { Headline } from "./link/headline.ts";
import { PRICE_UNITS } from "./price-units.ts";
import { MOST_PLATFORMS, type Platform, type Workspace } from "./workspace.ts";
import { WORKSPACE_RANGES } from "./workspace-ranges.ts";

// Test data: any workspace that a person could set up. Numbers are as they are typed, or any that a script may write.

interface Range {
  readonly min: number;
  readonly max: number;
}
/** How a real number is drawn from its range. */
type Real = (range: Range) => fc.Arbitrary<number>;

const anyReal: Real = (range) => fc.double({ ...range, noNaN: true }).map((value) => (value === 0 ? 0 : value));
/** At most four figures, as in "2.49", "0.925" and "98.32". */
const typedReal: Real = ({ min, max }) =>
  fc.double({ min: Math.max(min, 0.01), max: Math.min(max, 1000), noNaN: true }).map((value) => {
    const typed = Number(value.toPrecision(4));
    return typed >= min && typed <= max ? typed : Math.min(max, Math.max(min, 1));
  });

const whole = (range: Range) => fc.integer(range);
const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .map((name) => name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "x").trim() || "x")
  .filter((name) => name.length <= 32);
/** As people call platforms and providers. */
const typedName = fc.constantFrom(
  "Lambda",
  "ours, idle at night",
  "RunPod Secure",
  "CoreWeave 1-year",
  "東京リージョン",
  "planned",
);

interface Drawn {
  readonly real: Real;
  readonly name: fc.Arbitrary<string>;
}

const {
  serving: s,
  training: t,
  row: r,
} = {
  serving: SERVING_RANGES,
  training: FINE_TUNING_RANGES,
  row: WORKSPACE_RANGES,
};

function platformFrom({ real, name }: Drawn, gpus: readonly string[]): fc.Arbitrary<Platform> {
  const price = fc.option(real(r.pricePerGpuHour));
  return fc
    .record({
      gpu: fc.constantFrom(...gpus),
      name: fc.option(name),
      compared: fc.boolean(),
      replicas: fc.integer({ min: 1, max: 8 }),
      offer: fc.record({
        pricePerGpuHour: price,
        reservedPricePerGpuHour: price,
        spotPricePerGpuHour: price,
        provider: fc.option(name),
        rentalUnitGpus: whole(r.rentalUnitGpus),
      }),
      serve: fc.record({
        engine: fc.constant("vllm" as const),
        tensorParallel: whole(s.tensorParallel),
        expertParallel: fc.constant(1 as const),
        attentionDataParallel: fc.constant(1 as const),
        weights: fc.constantFrom(...DTYPES),
        kvCache: fc.constantFrom(...DTYPES),
        draftLength: whole(s.draftLength),
        acceptanceRate: fc.option(real(s.acceptanceRate)),
        lora: fc.boolean(),
        maxNumSeqs: whole(s.maxNumSeqs),
        maxNumBatchedTokens: whole(s.maxNumBatchedTokens),
        maxModelLen: whole(s.maxModelLen),
        gpuMemoryUtilization: real(s.gpuMemoryUtilization),
        kvCacheBytesPerGpu: fc.option(whole({ min: 1e6, max: 1e11 }), { freq: 1 }),
        locked: fc.uniqueArray(fc.constantFrom(...TUNABLE_SERVING)),
      }),
      fineTune: fc.record({
        strategy: fc.constantFrom(...FINE_TUNING_STRATEGIES),
        checkpointing: fc.boolean(),
        precision: fc.constantFrom(...FINE_TUNING_PRECISIONS),
        compile: fc.boolean(),
        microBatch: fc.option(whole(t.microBatch)),
        tuned: fc.boolean(),
        locked: fc.uniqueArray(fc.constantFrom(...TUNABLE_TRAINING)),
      }),
    })
    .map(({ replicas, ...row }) => ({ ...row, id: row.gpu, gpuCount: replicas * row.serve.tensorParallel }));
}

function workspaceFrom(drawn: Drawn, rows: Range): fc.Arbitrary<Workspace> {
  const { real } = drawn;
  return fc
    .record({
      version: fc.constant(2 as const),
      question: fc.constantFrom("serve", "fine-tune"),
      llm: fc.constantFrom(...known.llms),
      priceUnit: fc.constantFrom(...PRICE_UNITS),
      tieThresholdFraction: real(r.tieThresholdFraction),
      serve: fc.record({
        workload: fc.record({
          inputTokens: whole(s.inputTokens),
          outputTokens: whole(s.outputTokens),
          concurrency: whole(s.concurrency),
          inputTokensVariation: real(s.inputTokensVariation),
          outputTokensVariation: real(s.outputTokensVariation),
          prefixCachedFraction: real(s.prefixCachedFraction),
        }),
        limits: fc.record({
          tpotSeconds: fc.option(real(s.tpotSeconds)),
          tpotBasis: fc.constantFrom("token" as const, "chunk" as const),
          ttftSeconds: fc.option(real(s.ttftSeconds)),
          requestSeconds: fc.option(real(s.requestSeconds)),
        }),
        demand: fc.option(
          fc.record({
            requestsPerSecond: real(s.requestsPerSecond),
            peakOverMean: real(s.peakOverMean),
            dayCurve: fc.constantFrom(...DAY_CURVES),
            spareUnits: whole(s.spareUnits),
            releasesIdleUnits: fc.boolean(),
            reservedFraction: fc.constantFrom(0, 0.25, 0.5),
            spotFraction: fc.constantFrom(0, 0.2, 0.5),
          }),
        ),
        tuned: fc.boolean(),
      }),
      fineTune: fc.record({
        method: fc.constant("lora" as const),
        tokens: whole(t.tokens),
        sequenceLength: whole(t.sequenceLength),
        microBatch: whole(t.microBatch),
        globalBatchSequences: whole(t.globalBatchSequences),
        loraRank: whole(t.loraRank),
        loraTargets: fc.constantFrom(...LORA_TARGETS),
        objective: fc.constantFrom("cheapest" as const, "fastest" as const),
      }),
      bill: fc.record({ runsPerMonth: real(r.runsPerMonth), servingHoursPerDay: real(r.servingHoursPerDay) }),
      platforms: fc
        .array(platformFrom(drawn, known.gpus), { minLength: rows.min, maxLength: rows.max })
        .filter((platforms) => platforms.some(({ compared }) => compared)),
    })
    .chain((workspace) =>
      // Ids as the page gives them, or a file's own.
      fc.constantFrom("", "-own").map((suffix) => {
        const taken = new Set<string>();
        const platforms = workspace.platforms.map((row) => {
          const id = freeId(row.gpu + suffix, taken);
          taken.add(id);
          return { ...row, id };
        });
        return { ...workspace, platforms };
      }),
    );
}

/** Any valid workspace at all. */
export const anyWorkspace = workspaceFrom({ real: anyReal, name: anyName }, { min: 1, max: MOST_PLATFORMS });
/** Twelve rows, no setting shared, every number as somebody types it. */
export const fullWorkspace = workspaceFrom(
  { real: typedReal, name: typedName },
  { min: MOST_PLATFORMS, max: MOST_PLATFORMS },
);

/** What a sender may have seen of a workspace. */
export function headlineOf({ platforms }: Workspace): fc.Arbitrary<Headline> {
  const ids = platforms.map(({ id }) => id);
  return fc.record({
    modelVersion: fc.constantFrom("1.1", "2.0", "2026.11.22"),
    winner: fc.option(fc.constantFrom(...ids)),
    tie: fc.boolean(),
    relativeCost: fc
      .tuple(
        ...ids.map(() =>
          fc.option(fc.double({ min: 0.01, max: 1000, noNaN: true }).map((cost) => Number(cost.toPrecision(4)))),
        ),
      )
      .map((costs) => Object.fromEntries(ids.map((id, i) => [id, costs[i] ?? null]))),
  });
}
