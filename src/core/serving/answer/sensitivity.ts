import type { Verdict } from "./load-flips.ts";
import type { PlatformPrediction } from "./platform-evaluation.ts";
import { predictSized, sizePlatform } from "./platform-plan.ts";
import { recommend, verdictOf } from "./recommend.ts";
import {
  type InputEnd,
  type InputUncertainty,
  type Plan,
  type UncertainInput,
  uncertainInputs,
} from "./uncertain-inputs.ts";

/** What the recommendation becomes at one end of an input. */
export interface InputEffect {
  readonly value: number;
  /** Cost of the platform now recommended over that of the runner-up; null where one of them no longer serves. */
  readonly costRatio: number | null;
  readonly verdict: Verdict;
}

export interface InputSensitivity {
  readonly kind: UncertainInput["kind"];
  readonly gpu: string | null;
  readonly low: InputEffect;
  readonly high: InputEffect;
  /**
   * How far the log of the cost ratio goes between the ends and the present value; null where at an end one of the two
   * no longer serves.
   */
  readonly logSwing: number | null;
  readonly winnerChanges: boolean;
}

export interface Sensitivity {
  readonly winner: string;
  readonly runnerUp: string;
  readonly costRatio: number;
  /** The largest swing first; before them, inputs at whose end one of the two no longer serves. */
  readonly inputs: readonly InputSensitivity[];
}

/**
 * How far each input moves the cost of the recommended platform against the runner-up's over its own uncertainty, one
 * input at a time and each a piece of work by itself. Null without a runner-up.
 */
export function* sensitivityOf(
  plan: Plan,
  uncertainty: InputUncertainty,
  tieThresholdFraction: number,
): Generator<null, Sensitivity | null> {
  const present = predictionsOf(plan, null, []);
  const { winner, runnerUp } = recommend(present, tieThresholdFraction);
  if (winner === null || runnerUp === null) return null;
  const effectOf = (gpu: string | null, { value, plan: changed }: InputEnd): InputEffect => {
    const predictions = predictionsOf(changed, gpu, present);
    const costRatio = costRatioOf(predictions, winner, runnerUp);
    return { value, costRatio, verdict: verdictOf(predictions, tieThresholdFraction) };
  };
  const costRatio = costRatioOf(present, winner, runnerUp)!;
  const effects: InputSensitivity[] = [];
  for (const { kind, gpu, low, high } of uncertainInputs(plan, present, uncertainty)) {
    const ends = { low: effectOf(gpu, low), high: effectOf(gpu, high) };
    const [a, b] = [ends.low.costRatio, ends.high.costRatio];
    effects.push({
      kind,
      gpu,
      ...ends,
      logSwing: a === null || b === null ? null : Math.log(Math.max(a, b, costRatio) / Math.min(a, b, costRatio)),
      winnerChanges: [ends.low, ends.high].some(({ verdict }) => verdict.winner !== winner),
    });
    yield null;
  }
  const rankOf = ({ logSwing }: InputSensitivity): number => logSwing ?? Number.POSITIVE_INFINITY;
  return {
    winner,
    runnerUp,
    costRatio,
    inputs: effects.toSorted((a, b) => (rankOf(a) === rankOf(b) ? 0 : rankOf(b) - rankOf(a))),
  };
}

/** The platforms as they come out of a plan. @param changed The one whose input it is; the others stay as `present`. */
function predictionsOf(
  { model, request, terms }: Plan,
  changed: string | null,
  present: readonly PlatformPrediction[],
): readonly PlatformPrediction[] {
  return terms.map((own, i) =>
    changed === null || own.gpu === changed
      ? predictSized(model, request, own, sizePlatform(model, request, own)).prediction
      : present[i]!,
  );
}

function costRatioOf(predictions: readonly PlatformPrediction[], winner: string, runnerUp: string): number | null {
  const costOf = (gpuId: string): number | null => {
    const own = predictions.find(({ gpu }) => gpu.id === gpuId);
    return own === undefined || own.breaches.length > 0 ? null : own.costPerMillionOutputTokens;
  };
  const [own, other] = [costOf(winner), costOf(runnerUp)];
  return own === null || other === null ? null : own / other;
}
