import { hasLimits, type Limits } from "../../core/serving/answer/limits.ts";
import type { ServingRequest } from "../../core/serving/answer/served-load.ts";
import { loadOf, type ServingDelivers } from "../../core/serving/answer/serving-delivery.ts";
import type { ServingModel } from "../../core/serving/answer/serving-model.ts";
import { servedPlatform } from "../../core/serving/answer/served-replica.ts";
import { type HighestLoad, highestLoad } from "../../core/serving/answer/sustainable.ts";
import type { Ranking } from "../../core/verdict/ranking.ts";
import { regionTurningPrice } from "../../core/verdict/region-turning-price.ts";
import type { RegionStanding } from "../../core/verdict/region-standing.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { comparisonOf, type PriceFlip } from "../comparison.ts";
import { cheapestPair, type PlatformMix } from "./platform-mix.ts";
import { type Closest, closestOf } from "./closest.ts";
import {
  candidateAt,
  type ServingAsked,
  type ServingPlatform,
  type ServingPlatformAnswer,
  servingPlatforms,
} from "./serving-platforms.ts";
import { contendersOver, loadAxisOf, regionStandingAt } from "./serving-regions.ts";
import { SERVING_RANGES } from "./serving-schema.ts";

/** Everything that is shown of one question about serving. */
export interface ServingAnswer {
  readonly study: ServingStudy;
  readonly asked: ServingAsked;
  /** In the list's order. */
  readonly platforms: readonly ServingPlatformAnswer[];
  /** The platform whose cost is 1; null where nothing has a cost. */
  readonly reference: string | null;
  readonly ranking: Ranking;
  /** Of the loads around, which the ranking follows. */
  readonly region: RegionStanding;
  /** Searched for when it is first asked for. */
  readonly flips: readonly PriceFlip[];
  /** What comes nearest where a limit keeps all from being chosen; else null. */
  readonly closest: Closest | null;
  /** Units of two platforms that serve a demand together for less than any one alone; else null. */
  readonly mix: PlatformMix | null;
}

const answers = new WeakMap<ServingStudy, WeakMap<ServingAsked, ServingAnswer>>();

/** The answer, worked out once for what is asked; what it delivers is remembered by what that depends on. */
export function servingAnswerOf(study: ServingStudy, asked: ServingAsked): ServingAnswer {
  let known = answers.get(study);
  if (known === undefined) answers.set(study, (known = new WeakMap()));
  let answer = known.get(asked);
  if (answer === undefined) known.set(asked, (answer = answerTo(study, asked)));
  return answer;
}

function answerTo(study: ServingStudy, asked: ServingAsked): ServingAnswer {
  const platforms = servingPlatforms(study, asked);
  const { tieThresholdFraction, choice } = asked;
  const load = loadOf(choice);
  const candidates = platforms.map((platform) => candidateOf(study, platform));
  const contendersAt = contendersOver(platforms);
  const region = regionStandingAt(contendersAt, asked, load);
  const regionWinner = "winner" in region ? region.winner : null;
  const compared = comparisonOf(candidates, tieThresholdFraction, null, regionWinner);
  const { ranking, reference } = compared;
  let flips: readonly PriceFlip[] | undefined;
  return {
    study,
    asked,
    platforms: compared.platforms,
    reference,
    ranking,
    region,
    get flips() {
      return (flips ??= compared.flips.map((flip) => ({
        ...flip,
        // Of the region, since that is what the answer follows.
        turning: regionTurningPrice(contendersAt, loadAxisOf(asked), load, flip.id, tieThresholdFraction),
      })));
    },
    closest:
      ranking.kind === "none"
        ? closestOf(compared.platforms, choice.limits, (limits) => winnerWithin(study, asked, limits))
        : null,
    mix: choice.demand === null ? null : cheapestPair(compared.platforms, choice.demand, choice.workload.outputTokens),
  };
}

/** Who is taken under other limits; null for none. */
function winnerWithin(study: ServingStudy, asked: ServingAsked, limits: Limits): string | null {
  const { ranking } = answerTo(study, { ...asked, choice: { ...asked.choice, limits } });
  return ranking.kind === "none" ? null : ranking.winner.id;
}

type Uncosted = Omit<ServingPlatformAnswer, "quote" | "relativeCost" | "relativeCostBand">;

function candidateOf({ model }: ServingStudy, platform: ServingPlatform): Uncosted {
  const { row, request, loaded } = platform;
  const delivery = loaded.deliveryAt(loadOf(request));
  const candidate = candidateAt(platform, loaded.at(loadOf(request)));
  const asksForMore = request.demand === null && hasLimits(request.limits);
  const highest = delivery.kind === "delivers" && asksForMore ? highestLoadOf(model, request, delivery) : null;
  return { ...candidate, platform: row, delivery, highestLoad: highest };
}

const highestLoads = new WeakMap<ServingDelivers, HighestLoad | null>();

/** A search, which like the delivery itself no price changes. */
function highestLoadOf(
  model: ServingModel,
  { workload, limits }: ServingRequest,
  delivery: ServingDelivers,
): HighestLoad | null {
  let highest = highestLoads.get(delivery);
  if (highest === undefined) {
    const served = servedPlatform(model, workload, delivery.deployment);
    highest = served.kind === "cannot" ? null : highestLoad(served, limits, SERVING_RANGES.concurrency.max);
    highestLoads.set(delivery, highest);
  }
  return highest;
}
