import type { Claim, PublishedUnit } from "./claim.ts";

/** `cut`: not the printed figure when rounded, but when the digits after it are dropped. */
export type Agreement = "agrees" | "cut" | "differs";

/** From the core's units (fractions, seconds) into the printed one. */
const PRINTED_PER_CORE_UNIT: Readonly<Partial<Record<PublishedUnit, number>>> = {
  percent: 100,
  differencePercent: 100,
  milliseconds: 1000,
};

/** For the last bits of a division. */
const ROUNDING_ERROR = 1e-9;

export function inPublishedUnit(figures: readonly number[], unit: PublishedUnit): readonly number[] {
  return figures.map((figure) => figure * (PRINTED_PER_CORE_UNIT[unit] ?? 1));
}

type Statement = Pick<Claim, "published" | "rounding" | "relation">;

/**
 * Whether computed figures, in the published unit, are what the claim states. A printed figure stands for all values
 * within half a unit of its last digit.
 */
export function agreementOf(statement: Statement, figures: readonly number[]): Agreement {
  const { published, rounding, relation } = statement;
  const [low, high] = endsOf(published);
  const least = Math.min(...figures);
  const most = Math.max(...figures);
  const half = rounding / 2 + ROUNDING_ERROR;
  switch (relation) {
    case "equals": {
      if (Math.abs(least - low) <= half && Math.abs(most - high) <= half) return "agrees";
      const isCut = (figure: number, end: number): boolean => figure >= end && figure < end + rounding;
      return isCut(least, low) && isCut(most, high) ? "cut" : "differs";
    }
    case "inside":
      return least >= low - half && most <= high + half ? "agrees" : "differs";
    case "at-least":
      return least >= low - ROUNDING_ERROR ? "agrees" : "differs";
    case "at-most":
      return most <= high + half ? "agrees" : "differs";
    case "above":
      return least > low ? "agrees" : "differs";
    case "below":
      return most < high ? "agrees" : "differs";
  }
}

/**
 * computed / published - 1, of the end that is further off. Null against a published 0, and where a claim only compares
 * or chooses: how far a figure is beyond a bound is no error.
 */
export function differenceFraction(
  { published, relation, rule }: Pick<Claim, "published" | "relation" | "rule">,
  figures: readonly number[],
): number | null {
  const [low, high] = endsOf(published);
  if (low === 0 || high === 0 || relation !== "equals" || rule.kind === "choice") return null;
  const differences = [Math.min(...figures) / low - 1, Math.max(...figures) / high - 1];
  return differences.reduce((furthest, next) => (Math.abs(next) > Math.abs(furthest) ? next : furthest));
}

export function endsOf(published: Claim["published"]): readonly [low: number, high: number] {
  return typeof published === "number" ? [published, published] : published;
}
