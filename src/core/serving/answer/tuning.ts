import { acceptanceKey } from "../fit/acceptance.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import type { Deployment } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { DTYPES } from "../../units/dtype.ts";
import { excessOf, limitBreaches, type LimitBreach, type Limits, worst } from "./limits.ts";
import { servedPlatform, servedReplica } from "./served-replica.ts";
import type { ServingModel } from "./serving-model.ts";
import { sustainableRate } from "./sustainable.ts";

/** Engine settings that are searched for. Weights are not: another checkpoint is another model. */
export const TUNABLE_SETTINGS = ["kvCache", "draftLength", "maxNumSeqs", "tensorParallel"] as const;
export type TunableSetting = (typeof TUNABLE_SETTINGS)[number];

/** What settings are searched for: throughput of the platform at a load, or the rate that each GPU sustains. */
type TuningGoal = "load" | "demand";

/** What one setting alone is worth. */
export interface SettingWorth {
  readonly setting: TunableSetting;
  readonly from: Deployment[TunableSetting];
  readonly to: Deployment[TunableSetting];
  /** Score with this setting of the chosen ones alone changed, over that of the engine's base settings, less 1. */
  readonly aloneFraction: number | null;
}

export interface Tuning {
  readonly deployment: Deployment;
  readonly candidates: number;
  /** Whether the choice keeps the limits; where none does it is the one that exceeds them least. */
  readonly withinLimits: boolean;
  /** Of the settings in which the choice differs from the base; each by itself, since together they do not add up. */
  readonly worth: readonly SettingWorth[];
}

/** The source benchmark's sizes, and the engine's own default on large GPUs. */
const SEQUENCE_LIMITS = [1024, 512, 256, 128, 64];
/** What a setting must be better by to be changed: less is not worth a restart. */
const LEAST_GAIN = 1.001;

/** Settings of the source benchmark's base runs, as far as they are searched for. */
function baseOf(deployment: Deployment, locked: readonly TunableSetting[]): Deployment {
  const base = { kvCache: "bf16", draftLength: 0, maxNumSeqs: 64, tensorParallel: 1 } as const;
  const free = TUNABLE_SETTINGS.filter((setting) => !locked.includes(setting));
  return { ...deployment, ...Object.fromEntries(free.map((setting) => [setting, base[setting]])) };
}

/** Settings to choose from, plainest first but for the sequences: what somebody has run on this GPU, and no more. */
export function candidatesOf(
  model: ServingModel,
  deployment: Deployment,
  locked: readonly TunableSetting[],
): readonly Deployment[] {
  const rows = measuredRowsOf(model, deployment);
  const choices = <Setting extends TunableSetting>(
    setting: Setting,
    all: readonly Deployment[Setting][],
  ): readonly Deployment[Setting][] => (locked.includes(setting) ? [deployment[setting]] : all);
  const splits = valuesIn(rows.map((row) => row.tensorParallel)).filter((gpus) => deployment.gpuCount % gpus === 0);
  const kvTypes = DTYPES.filter((dtype) => rows.some((row) => row.kvCache === dtype));
  const draftLengths = valuesIn(rows.map((row) => row.draftLength));
  return choices("tensorParallel", splits).flatMap((tensorParallel) =>
    choices("kvCache", kvTypes).flatMap((kvCache) =>
      choices("draftLength", draftLengths)
        .filter((draftLength) => hasAcceptance(model, deployment, kvCache, draftLength))
        .flatMap((draftLength) =>
          choices("maxNumSeqs", SEQUENCE_LIMITS).map((maxNumSeqs) => ({
            ...deployment,
            tensorParallel,
            kvCache,
            draftLength,
            maxNumSeqs,
          })),
        ),
    ),
  );
}

function valuesIn(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** Rows that show what a GPU can run; without any of these weights those of any. */
function measuredRowsOf(model: ServingModel, { gpu, weights }: Deployment): readonly MeasuredServingRow[] {
  const rows = model.rows.filter((row) => row.gpuId === gpu && row.missing === null);
  const ofWeights = rows.filter((row) => row.weights === weights);
  return ofWeights.length > 0 ? ofWeights : rows;
}

/** A typed acceptance is of the number of drafts it was typed for. */
function hasAcceptance(
  model: ServingModel,
  deployment: Deployment,
  kvCache: Deployment["kvCache"],
  draftLength: number,
): boolean {
  if (draftLength === 0) return true;
  if (deployment.acceptanceRate !== null) return draftLength === deployment.draftLength;
  return model.acceptance.has(acceptanceKey(deployment.gpu, kvCache, draftLength));
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

/** Of what breaks limits, by how much; what breaks none delivers. */
function scoreOfBreaches(breaches: readonly LimitBreach[], delivers: number): Score {
  const breach = worst(breaches);
  return { delivers, excess: breach === null ? 1 : excessOf(breach) };
}

function scoreAtLoad(model: ServingModel, workload: ServingWorkload, limits: Limits, deployment: Deployment): Score {
  const platform = servedPlatform(model, workload, deployment);
  if (platform.kind === "cannot") return CANNOT;
  const performance = platform.at(workload.concurrency);
  return scoreOfBreaches(limitBreaches(limits, performance), performance.outputTokensPerSecond);
}

function scoreForDemand(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  deployment: Deployment,
  atLeast: number,
): Score {
  const { tensorParallel } = deployment;
  const replica = servedReplica(model, workload, deployment);
  if (replica.kind === "cannot") return CANNOT;
  const result = sustainableRate(replica.performance, workload, limits, atLeast * tensorParallel);
  switch (result.kind) {
    case "below":
      return CANNOT;
    case "breaks-limits":
      return scoreOfBreaches(result.breaches, 0);
    case "sustains":
      return { delivers: result.rate.requestsPerSecond / tensorParallel, excess: 1 };
  }
}

interface Scored {
  readonly deployment: Deployment;
  readonly score: Score;
}

/** The largest batches are tried first, for they bound what smaller ones reach; of equals the smallest limit is chosen. */
function withFewestSequences(
  best: Scored,
  locked: readonly TunableSetting[],
  scoreOf: (deployment: Deployment) => Score,
): Scored {
  if (locked.includes("maxNumSeqs")) return best;
  for (const maxNumSeqs of SEQUENCE_LIMITS.toReversed()) {
    if (maxNumSeqs >= best.deployment.maxNumSeqs) break;
    const deployment = { ...best.deployment, maxNumSeqs };
    const score = scoreOf(deployment);
    if (!isBetter(best.score, score)) return { deployment, score };
  }
  return best;
}

/**
 * The settings that deliver most within the limits: at the workload's load, or for traffic of its lengths.
 *
 * @param locked Settings that stay as they are.
 */
export function tunePlatform(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  deployment: Deployment,
  locked: readonly TunableSetting[],
  goal: TuningGoal,
): Tuning {
  const scoreOf = (candidate: Deployment, atLeast = 0): Score =>
    goal === "load"
      ? scoreAtLoad(model, workload, limits, candidate)
      : scoreForDemand(model, workload, limits, candidate, atLeast);
  const measured = candidatesOf(model, deployment, locked);
  // Of a GPU that nobody has measured there is nothing to choose from.
  const candidates = measured.length > 0 ? measured : [deployment];
  let best: Scored = { deployment: candidates[0] ?? deployment, score: CANNOT };
  for (const candidate of candidates) {
    const score = scoreOf(candidate, best.score.delivers * LEAST_GAIN);
    if (isBetter(score, best.score)) best = { deployment: candidate, score };
  }
  best = withFewestSequences(best, locked, scoreOf);
  const base = baseOf(deployment, locked);
  const baseScore = scoreOf(base);
  const changed = TUNABLE_SETTINGS.filter((setting) => base[setting] !== best.deployment[setting]);
  return {
    deployment: best.deployment,
    candidates: candidates.length,
    withinLimits: best.score.excess === 1,
    worth: changed.map((setting) => {
      const alone = scoreOf({ ...base, [setting]: best.deployment[setting] });
      const comparable = alone.delivers > 0 && baseScore.delivers > 0;
      const aloneFraction = comparable ? alone.delivers / baseScore.delivers - 1 : null;
      return { setting, from: base[setting], to: best.deployment[setting], aloneFraction };
    }),
  };
}
