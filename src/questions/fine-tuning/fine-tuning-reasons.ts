import type { WhyItCannot } from "../../core/fine-tuning/answer/fine-tuning-delivery.ts";
import type { Contender } from "../../core/verdict/contender.ts";
import type { FineTuningAnswer } from "./fine-tuning-answer.ts";
import type { FineTuningPlatformAnswer, FineTuningStack } from "./fine-tuning-platforms.ts";

/** Why the answer is what it is, in its own numbers. Platforms are named by the ids of their rows. */
export type FineTuningReason =
  | {
      readonly kind: "cheaper";
      readonly id: string;
      readonly than: string;
      readonly savingFraction: number;
      /** Whether the 90 % band of the two costs' ratio leaves out 1. */
      readonly certain: boolean;
    }
  | {
      readonly kind: "close";
      /** The cheapest first. */
      readonly ids: readonly string[];
      readonly spreadFraction: number;
      readonly decidedBy: "speed" | "cost" | "region";
    }
  | { readonly kind: "only-one"; readonly id: string }
  | {
      readonly kind: "time";
      readonly id: string;
      readonly wallSeconds: number;
      readonly than: string;
      readonly thanWallSeconds: number;
    }
  /** The winner and those that it is held against were measured with different software. */
  | {
      readonly kind: "software-differs";
      readonly id: string;
      readonly stack: FineTuningStack;
      readonly than: string;
      readonly thanStack: FineTuningStack;
    }
  | { readonly kind: "price-unknown"; readonly id: string }
  | { readonly kind: "infeasible"; readonly id: string; readonly why: WhyItCannot };

export function fineTuningReasons({
  platforms,
  ranking,
}: Pick<FineTuningAnswer, "platforms" | "ranking">): readonly FineTuningReason[] {
  return [
    ...rankingReasons(ranking),
    ...softwareReasons(platforms, ranking),
    ...platforms.flatMap(({ platform: { id }, quote, delivery }): readonly FineTuningReason[] => [
      ...(quote?.kind === "unpriced" ? [{ kind: "price-unknown", id } as const] : []),
      ...(delivery.kind === "cannot" ? [{ kind: "infeasible", id, why: delivery.why } as const] : []),
    ]),
  ];
}

function rankingReasons(ranking: FineTuningAnswer["ranking"]): readonly FineTuningReason[] {
  switch (ranking.kind) {
    case "none":
      return [];
    case "only-one":
      return [{ kind: "only-one", id: ranking.winner.id }];
    case "wins": {
      const { winner, runnerUp, savingFraction, certain } = ranking;
      return [
        { kind: "cheaper", id: winner.id, than: runnerUp.id, savingFraction, certain },
        timeReason(winner, runnerUp),
      ];
    }
    case "close": {
      const { winner, runnerUp, close, spreadFraction, decidedBy } = ranking;
      const ids = close.map(({ id }) => id);
      return [{ kind: "close", ids, spreadFraction, decidedBy }, timeReason(winner, runnerUp)];
    }
    case "dearer-here":
      return [timeReason(ranking.winner, ranking.cheapest)];
  }
}

function timeReason(winner: Contender, than: Contender): FineTuningReason {
  return {
    kind: "time",
    id: winner.id,
    wallSeconds: winner.seconds,
    than: than.id,
    thanWallSeconds: than.seconds,
  };
}

/** One for every other software that the winner is held against. */
function softwareReasons(
  platforms: readonly FineTuningPlatformAnswer[],
  ranking: FineTuningAnswer["ranking"],
): readonly FineTuningReason[] {
  const stackOf = (id: string): FineTuningStack | null =>
    platforms.find(({ platform }) => platform.id === id)?.stack ?? null;
  if (ranking.kind === "none") return [];
  const { id } = ranking.winner;
  const stack = stackOf(id);
  if (stack === null) return [];
  const told = new Set([stack.stack]);
  return rivalsOf(ranking).flatMap((than): readonly FineTuningReason[] => {
    const thanStack = stackOf(than);
    if (thanStack === null || told.has(thanStack.stack)) return [];
    told.add(thanStack.stack);
    return [{ kind: "software-differs", id, stack, than, thanStack }];
  });
}

/** Whom a difference of software may have decided against, or for. */
function rivalsOf(ranking: Exclude<FineTuningAnswer["ranking"], { kind: "none" }>): readonly string[] {
  switch (ranking.kind) {
    case "only-one":
      return [];
    case "wins":
      return [ranking.runnerUp.id];
    case "close":
      return [ranking.runnerUp, ...ranking.close].map(({ id }) => id).filter((id) => id !== ranking.winner.id);
    case "dearer-here":
      return [ranking.cheapest.id];
  }
}
