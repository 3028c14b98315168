import type { Offer } from "../../core/economics/offer.ts";
import { inputUncertainty } from "../../catalog/assumptions.ts";
import { loadedPlatform, loadOf } from "../../core/serving/answer/serving-delivery.ts";
import { type ServingPlan, type UncertainInput, uncertainInputs } from "../../core/serving/answer/uncertain-inputs.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import { type ServingPlatform, servingPlatforms } from "./serving-platforms.ts";
import { contendersOver, regionStandingAt } from "./serving-regions.ts";
import { winnerOf, standingOf } from "../../core/verdict/standing.ts";

/** What the answer becomes at one end of an input. */
export interface InputEffect {
  readonly value: number;
  /** Cost of the platform now recommended over that of the runner-up; null where one of them no longer may be chosen. */
  readonly costRatio: number | null;
  readonly winner: string | null;
}

export interface InputSensitivity {
  readonly kind: UncertainInput["kind"] | "price";
  /** The only platforms that it touches; null where it is the same for all. */
  readonly ids: readonly string[] | null;
  readonly low: InputEffect;
  readonly high: InputEffect;
  /**
   * How far the log of the cost ratio goes between the ends and the present value; null where at an end one of the two
   * no longer may be chosen.
   */
  readonly logSwing: number | null;
  readonly winnerChanges: boolean;
}

export interface Sensitivity {
  readonly winner: string;
  readonly runnerUp: string;
  readonly costRatio: number;
  /** The largest swing first; before them, inputs at whose end one of the two no longer may be chosen. */
  readonly inputs: readonly InputSensitivity[];
}

/** What could turn out otherwise, and the platforms as they then are. */
interface MovedEnd {
  readonly value: number;
  readonly platforms: readonly ServingPlatform[];
  readonly load: number;
}

interface MovedInput {
  readonly kind: InputSensitivity["kind"];
  readonly ids: readonly string[] | null;
  readonly low: MovedEnd;
  readonly high: MovedEnd;
}

/**
 * How far each input moves the cost of the recommended platform against the runner-up's over its own uncertainty, one
 * input at a time and each a piece of work by itself. Null without a runner-up.
 */
export function* servingSensitivity(answer: ServingAnswer): Generator<null, Sensitivity | null> {
  const { ranking, asked } = answer;
  if (ranking.kind === "none" || ranking.kind === "only-one") return null;
  const runnerUp = ranking.kind === "dearer-here" ? ranking.cheapest : ranking.runnerUp;
  const [winner, other] = [ranking.winner.id, runnerUp.id];
  const effectOf = ({ value, platforms, load }: MovedEnd): InputEffect => {
    const contendersAt = contendersOver(platforms);
    const contenders = contendersAt(load);
    const costOf = (id: string): number | null => contenders.find((own) => own.id === id)?.cost ?? null;
    const [cost, otherCost] = [costOf(winner), costOf(other)];
    const region = regionStandingAt(contendersAt, asked, load);
    const taken = region.kind === "alternates" ? standingOf(contenders, asked.tieThresholdFraction) : region;
    return { value, costRatio: cost === null || otherCost === null ? null : cost / otherCost, winner: winnerOf(taken) };
  };
  const costRatio = ranking.winner.cost / runnerUp.cost;
  const effects: InputSensitivity[] = [];
  for (const input of movedInputs(answer)) {
    const { kind, ids } = input;
    const [low, high] = [effectOf(input.low), effectOf(input.high)];
    const ends = [low.costRatio, high.costRatio, costRatio].filter((ratio) => ratio !== null);
    effects.push({
      kind,
      ids,
      low,
      high,
      logSwing: ends.length < 3 ? null : Math.log(Math.max(...ends) / Math.min(...ends)),
      winnerChanges: [low, high].some((end) => end.winner !== winner),
    });
    yield null;
  }
  const rankOf = ({ logSwing }: InputSensitivity): number => logSwing ?? Number.POSITIVE_INFINITY;
  const inputs = effects.toSorted((a, b) => (rankOf(a) === rankOf(b) ? 0 : rankOf(b) - rankOf(a)));
  return { winner, runnerUp: other, costRatio, inputs };
}

function movedInputs(answer: ServingAnswer): readonly MovedInput[] {
  const { study, asked } = answer;
  const platforms = servingPlatforms(study, asked);
  const { workload, limits, demand } = asked.choice;
  const plan: ServingPlan = {
    model: study.model,
    workload,
    limits,
    demand,
    platforms: platforms.map(({ row, loaded }) => ({
      id: row.id,
      deployment: loaded.sized.deployment,
      rentalUnitGpus: row.offer.rentalUnitGpus,
    })),
  };
  const load = loadOf({ workload, demand });
  const servedOf = (id: string) => platforms.find(({ row }) => row.id === id)?.loaded.at(load) ?? null;
  const deliveries = uncertainInputs(plan, servedOf, inputUncertainty).map(({ kind, ids, low, high }): MovedInput => {
    const end = ({ value, plan: moved }: UncertainInput["low"]): MovedEnd => ({
      value,
      platforms: platformsOf(moved, ids, platforms),
      load: loadOf(moved),
    });
    return { kind, ids, low: end(low), high: end(high) };
  });
  return [...deliveries, ...platforms.flatMap((own) => priceInput(own, platforms, load))];
}

/** The platforms as a plan has them. @param ids Those that it touches; the others stay as they are. */
function platformsOf(
  { model, workload, limits, demand, platforms: planned }: ServingPlan,
  ids: readonly string[] | null,
  present: readonly ServingPlatform[],
): readonly ServingPlatform[] {
  const request = { workload, limits, demand, tuned: false, locked: [] };
  return present.map((platform) => {
    const { id } = platform.row;
    const own = planned.find((candidate) => candidate.id === id);
    if (own === undefined || (ids !== null && !ids.includes(id))) return platform;
    const loaded = loadedPlatform(model, request, own.deployment, own.rentalUnitGpus);
    return { ...platform, request, deployment: own.deployment, loaded };
  });
}

/** All prices of the platform together. */
function priceInput(
  { row }: ServingPlatform,
  platforms: readonly ServingPlatform[],
  load: number,
): readonly MovedInput[] {
  const { id, offer } = row;
  const { pricePerGpuHour } = offer;
  if (pricePerGpuHour === null) return [];
  const end = (share: number): MovedEnd => ({
    value: pricePerGpuHour * share,
    platforms: platforms.map((platform) =>
      platform.row.id === id ? { ...platform, row: { ...row, offer: atPriceShare(offer, share) } } : platform,
    ),
    load,
  });
  const factor = 1 + inputUncertainty.price;
  return [{ kind: "price", ids: [id], low: end(1 / factor), high: end(factor) }];
}

function atPriceShare(offer: Offer, share: number): Offer {
  const times = (price: number | null): number | null => (price === null ? null : price * share);
  return {
    ...offer,
    pricePerGpuHour: times(offer.pricePerGpuHour),
    reservedPricePerGpuHour: times(offer.reservedPricePerGpuHour),
    spotPricePerGpuHour: times(offer.spotPricePerGpuHour),
  };
}
