import { pricePerGpuHourAtCost } from "../../economics/cost.ts";
import type { FlipPrice } from "../../serving/answer/recommend.ts";
import { bandAround, logDeviationOf } from "../../units/band.ts";
import type { TrainingEvaluation, TrainingInfeasibility, TrainingPerformance } from "./training-evaluation.ts";

/** Why the recommendation is what it is, in the evaluation's own numbers. */
export type TrainingReason =
  | { readonly kind: "cheaper"; readonly gpu: string; readonly than: string; readonly savingFraction: number }
  | {
      readonly kind: "tie";
      readonly gpus: readonly string[];
      readonly spreadFraction: number;
      readonly decidedBy: "time" | "cost";
    }
  | {
      /** More than a tie's threshold apart by the best estimate, but not surely: the 90 % band leaves either cheaper. */
      readonly kind: "tie-within-band";
      readonly gpu: string;
      readonly than: string;
      readonly savingFraction: number;
    }
  | {
      readonly kind: "time";
      readonly gpu: string;
      readonly wallSeconds: number;
      readonly than: string;
      readonly thanWallSeconds: number;
    }
  | { readonly kind: "only-one"; readonly gpu: string }
  | { readonly kind: "infeasible"; readonly gpu: string; readonly reason: TrainingInfeasibility };

export interface TrainingRecommendation {
  /** Null where no platform can train the run. */
  readonly winner: string | null;
  readonly runnerUp: string | null;
  readonly tie: boolean;
  /** Whether the 90 % band of the cost ratio of winner and runner-up leaves out 1; where not, that is a tie as well. */
  readonly costsApart: boolean | null;
  readonly reasons: readonly TrainingReason[];
  readonly flipPrices: readonly FlipPrice[];
}

interface Contender {
  readonly evaluation: TrainingEvaluation;
  readonly gpu: string;
  readonly performance: TrainingPerformance;
  readonly cost: number;
}

/** Runs that end within this share of one another take equally long. */
const EQUAL_TIME_FRACTION = 0.01;

/**
 * Which platform to take: the cheapest per trained token; platforms within `tieThresholdFraction` of it are a tie, decided
 * on the time of the whole run, then on cost. Beyond the threshold it is a tie, decided on cost, where the 90 % band of
 * the ratio to the next one holds 1.
 */
export function recommendTraining(
  platforms: readonly TrainingEvaluation[],
  tieThresholdFraction: number,
): TrainingRecommendation {
  const contenders = platforms
    .flatMap((evaluation): readonly Contender[] => {
      const { performance, costPerMillionTokens: cost, gpu } = evaluation;
      return performance === null || cost === null ? [] : [{ evaluation, gpu: gpu.id, performance, cost }];
    })
    .toSorted((a, b) => a.cost - b.cost);
  const excluded = platforms.flatMap(({ gpu, infeasible }): readonly TrainingReason[] =>
    infeasible === null ? [] : [{ kind: "infeasible", gpu: gpu.id, reason: infeasible }],
  );
  const cheapest = contenders[0];
  if (!cheapest) {
    return { winner: null, runnerUp: null, tie: false, costsApart: null, reasons: excluded, flipPrices: [] };
  }
  const tied = contenders.filter((own) => own === cheapest || 1 - cheapest.cost / own.cost < tieThresholdFraction);
  const fastest = Math.min(...tied.map(({ performance }) => performance.wallSeconds));
  // Contenders are in order of cost: of those that take equally long, the first is the cheapest.
  const winner = tied.find(({ performance }) => performance.wallSeconds <= fastest * (1 + EQUAL_TIME_FRACTION))!;
  const runnerUp = contenders.find((own) => own !== winner) ?? null;
  const costsApart = runnerUp && areCostsApart(winner, runnerUp);
  return {
    winner: winner.gpu,
    runnerUp: runnerUp?.gpu ?? null,
    tie: tied.length > 1 || costsApart === false,
    costsApart,
    reasons: [...verdict(winner, runnerUp, tied, costsApart), ...excluded],
    flipPrices: flipPrices(winner, contenders),
  };
}

function verdict(
  winner: Contender,
  runnerUp: Contender | null,
  tied: readonly Contender[],
  costsApart: boolean | null,
): readonly TrainingReason[] {
  if (runnerUp === null) return [{ kind: "only-one", gpu: winner.gpu }];
  const time: TrainingReason = {
    kind: "time",
    gpu: winner.gpu,
    wallSeconds: winner.performance.wallSeconds,
    than: runnerUp.gpu,
    thanWallSeconds: runnerUp.performance.wallSeconds,
  };
  if (tied.length === 1) {
    const savingFraction = 1 - winner.cost / runnerUp.cost;
    const kind = costsApart === false ? "tie-within-band" : "cheaper";
    return [{ kind, gpu: winner.gpu, than: runnerUp.gpu, savingFraction }, time];
  }
  const [cheapest, dearest] = [tied[0]!, tied.at(-1)!];
  const othersFastest = Math.min(
    ...tied.filter((own) => own !== winner).map(({ performance }) => performance.wallSeconds),
  );
  const isFaster = winner.performance.wallSeconds * (1 + EQUAL_TIME_FRACTION) < othersFastest;
  return [
    {
      kind: "tie",
      gpus: tied.map(({ gpu }) => gpu),
      spreadFraction: 1 - cheapest.cost / dearest.cost,
      decidedBy: isFaster ? "time" : "cost",
    },
    time,
  ];
}

/** Two platforms' predictions are taken to err independently, which makes the band rather too wide than too narrow. */
function areCostsApart(a: Contender, b: Contender): boolean {
  const deviationOf = ({ performance }: Contender): number => logDeviationOf(performance.tokensPerSecondBand);
  const [low, high] = bandAround(a.cost / b.cost, Math.hypot(deviationOf(a), deviationOf(b)));
  return low > 1 || high < 1;
}

/** Every other contender's price that would equal the winner's cost, and the winner's that would equal the next one's. */
function flipPrices(winner: Contender, contenders: readonly Contender[]): readonly FlipPrice[] {
  const others = contenders.filter((contender) => contender !== winner);
  const flip = ({ gpu, evaluation: { offer }, performance }: Contender, against: Contender): FlipPrice => ({
    gpu,
    against: against.gpu,
    pricePerGpuHour: pricePerGpuHourAtCost(against.cost, offer.gpuCount, performance.tokensPerSecond),
    currentPricePerGpuHour: offer.pricePerGpuHour,
  });
  return [...(others[0] ? [flip(winner, others[0])] : []), ...others.map((contender) => flip(contender, winner))];
}
