import { acceptanceKey } from "../fit/acceptance.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { DTYPES } from "../../units/dtype.ts";
import type { Limits } from "./limits.ts";
import { type PlatformOffer, predictPlatform, type ServingModel } from "./platform-evaluation.ts";
import { excessOf, sustainableRate, worst } from "./sustainable.ts";

/** Engine settings that are searched for. Weights are not: another checkpoint is another model. */
export const TUNABLE_SETTINGS = ["kvCache", "draftLength", "maxNumSeqs", "tensorParallel"] as const;
export type TunableSetting = (typeof TUNABLE_SETTINGS)[number];

/** What settings are searched for: throughput of the platform at a load, or the rate that each GPU sustains. */
export type TuningGoal = "load" | "demand";

/** What one setting alone is worth. */
export interface SettingWorth {
  readonly setting: TunableSetting;
  readonly from: PlatformOffer[TunableSetting];
  readonly to: PlatformOffer[TunableSetting];
  /** Score with this setting of the chosen ones alone changed, over that of the engine's base settings, less 1. */
  readonly aloneFraction: number | null;
}

export interface Tuning {
  readonly offer: PlatformOffer;
  readonly candidates: number;
  /** Whether the choice keeps the limits; where none does it is the one that exceeds them least. */
  readonly withinLimits: boolean;
  /** Of the settings in which the choice differs from the base; each by itself, since together they do not add up. */
  readonly worth: readonly SettingWorth[];
}

/** The source benchmark's sizes, and the engine's own default on large GPUs. */
const SEQUENCE_LIMITS = [1024, 512, 256, 128, 64];
const DRAFT_LENGTHS = [0, 1, 2, 3];
const SPLITS = [1, 2, 4, 8];
/** What a setting must be better by to be changed: less is not worth a restart. */
const LEAST_GAIN = 1.001;

/** Settings of the source benchmark's base runs, as far as they are searched for. */
function baseOf(offer: PlatformOffer, locked: readonly TunableSetting[]): PlatformOffer {
  const base = { kvCache: "bf16", draftLength: 0, maxNumSeqs: 64, tensorParallel: 1 } as const;
  const free = TUNABLE_SETTINGS.filter((setting) => !locked.includes(setting));
  return { ...offer, ...Object.fromEntries(free.map((setting) => [setting, base[setting]])) };
}

/** Settings to choose from, plainest first but for the sequences: what somebody has run on this GPU, and no more. */
export function candidatesOf(
  model: ServingModel,
  offer: PlatformOffer,
  locked: readonly TunableSetting[],
): readonly PlatformOffer[] {
  const rows = measuredRowsOf(model, offer);
  const measured = (read: (row: MeasuredServingRow) => unknown, value: unknown): boolean =>
    rows.some((row) => read(row) === value);
  const choices = <Setting extends TunableSetting>(
    setting: Setting,
    all: readonly PlatformOffer[Setting][],
  ): readonly PlatformOffer[Setting][] => (locked.includes(setting) ? [offer[setting]] : all);
  const splits = SPLITS.filter((gpus) => measured((row) => row.tensorParallel, gpus) && offer.gpuCount % gpus === 0);
  const kvTypes = DTYPES.filter((dtype) => measured((row) => row.kvCache, dtype));
  const draftLengths = DRAFT_LENGTHS.filter((length) => measured((row) => row.draftLength, length));
  return choices("tensorParallel", splits).flatMap((tensorParallel) =>
    choices("kvCache", kvTypes).flatMap((kvCache) =>
      choices("draftLength", draftLengths)
        .filter((draftLength) => hasAcceptance(model, offer, kvCache, draftLength))
        .flatMap((draftLength) =>
          choices("maxNumSeqs", SEQUENCE_LIMITS).map((maxNumSeqs) => ({
            ...offer,
            tensorParallel,
            kvCache,
            draftLength,
            maxNumSeqs,
          })),
        ),
    ),
  );
}

/** Rows that show what a GPU can run; without any of these weights those of any. */
function measuredRowsOf(model: ServingModel, { gpu, weights }: PlatformOffer): readonly MeasuredServingRow[] {
  const rows = model.rows.filter((row) => row.gpuId === gpu && row.missing === null);
  const ofWeights = rows.filter((row) => row.weights === weights);
  return ofWeights.length > 0 ? ofWeights : rows;
}

/** A typed acceptance is of the number of drafts it was typed for. */
function hasAcceptance(
  model: ServingModel,
  offer: PlatformOffer,
  kvCache: PlatformOffer["kvCache"],
  draftLength: number,
): boolean {
  if (draftLength === 0) return true;
  if (offer.acceptanceRate !== null) return draftLength === offer.draftLength;
  return model.acceptance.has(acceptanceKey(offer.gpu, kvCache, draftLength));
}

/** How good settings are: those that keep the limits by what they deliver, the others by how little they exceed them. */
interface Score {
  readonly delivers: number;
  /** Actual over allowed, of the limit exceeded by most; 1 where all are kept. */
  readonly excess: number;
}

function isBetter(a: Score, b: Score): boolean {
  if (a.excess !== b.excess) return a.excess < b.excess;
  return a.delivers > b.delivers * LEAST_GAIN;
}

const CANNOT: Score = { delivers: 0, excess: Number.POSITIVE_INFINITY };

function scoreAtLoad(model: ServingModel, workload: ServingWorkload, limits: Limits, offer: PlatformOffer): Score {
  const { performance, breaches } = predictPlatform(model, workload, limits, offer);
  if (performance === null) return CANNOT;
  const breach = worst(breaches);
  return { delivers: performance.outputTokensPerSecond, excess: breach === null ? 1 : excessOf(breach) };
}

function scoreForDemand(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  atLeast: number,
): Score {
  const result = sustainableRate(model, workload, limits, offer, atLeast * offer.tensorParallel);
  if (result.kind === "below") return CANNOT;
  if (result.kind === "sustains") return { delivers: result.rate.requestsPerSecond / offer.tensorParallel, excess: 1 };
  const breach = worst(result.prediction.breaches);
  return breach === null ? CANNOT : { delivers: 0, excess: excessOf(breach) };
}

interface Scored {
  readonly offer: PlatformOffer;
  readonly score: Score;
}

/** The largest batches are tried first, for they bound what smaller ones reach; of equals the smallest limit is chosen. */
function withFewestSequences(
  best: Scored,
  locked: readonly TunableSetting[],
  scoreOf: (offer: PlatformOffer) => Score,
): Scored {
  if (locked.includes("maxNumSeqs")) return best;
  for (const maxNumSeqs of SEQUENCE_LIMITS.toReversed()) {
    if (maxNumSeqs >= best.offer.maxNumSeqs) break;
    const offer = { ...best.offer, maxNumSeqs };
    const score = scoreOf(offer);
    if (!isBetter(best.score, score)) return { offer, score };
  }
  return best;
}

/**
 * The settings that deliver most within the limits: at the workload's load, or for traffic of its lengths.
 *
 * @param locked Settings that stay as offered.
 */
export function tunePlatform(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  locked: readonly TunableSetting[],
  goal: TuningGoal,
): Tuning {
  const scoreOf = (candidate: PlatformOffer, atLeast = 0): Score =>
    goal === "load"
      ? scoreAtLoad(model, workload, limits, candidate)
      : scoreForDemand(model, workload, limits, candidate, atLeast);
  const candidates = candidatesOf(model, offer, locked);
  let best: Scored = { offer: candidates[0] ?? offer, score: CANNOT };
  for (const candidate of candidates) {
    const score = scoreOf(candidate, best.score.delivers * LEAST_GAIN);
    if (isBetter(score, best.score)) best = { offer: candidate, score };
  }
  best = withFewestSequences(best, locked, scoreOf);
  const base = baseOf(offer, locked);
  const baseScore = scoreOf(base);
  const changed = TUNABLE_SETTINGS.filter((setting) => base[setting] !== best.offer[setting]);
  return {
    offer: best.offer,
    candidates: candidates.length,
    withinLimits: best.score.excess === 1,
    worth: changed.map((setting) => {
      const alone = scoreOf({ ...base, [setting]: best.offer[setting] });
      const comparable = alone.delivers > 0 && baseScore.delivers > 0;
      const aloneFraction = comparable ? alone.delivers / baseScore.delivers - 1 : null;
      return { setting, from: base[setting], to: best.offer[setting], aloneFraction };
    }),
  };
}
