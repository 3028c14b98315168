import type { Platform } from "../workspace.ts";

/** What the sender of a link saw, so that the page can say what has moved since. */
export interface Headline {
  readonly modelVersion: string;
  /** Id of a row; null when nothing was feasible. */
  readonly winner: string | null;
  readonly tie: boolean;
  /** Cost relative to the reference, by row id; null where there is none. Four significant digits in a link. */
  readonly relativeCost: Readonly<Record<string, number | null>>;
}

/** Two relative costs further apart than this have moved: a link rounds to four figures. */
const MOVED_FRACTION = 0.002;
const DIGITS = 4;

/** Rows are told by place, and nothing is text but the version: what a link says is never shown in the page's own voice. */
export function packHeadline(seen: Headline, platforms: readonly Platform[]): unknown {
  const { modelVersion, winner, tie, relativeCost } = seen;
  const costs = platforms.map(({ id }) => {
    const cost = relativeCost[id] ?? null;
    return cost === null ? null : Number(cost.toPrecision(DIGITS));
  });
  const place = platforms.findIndex(({ id }) => id === winner);
  return [modelVersion, place < 0 ? null : place, tie ? 1 : 0, costs];
}

/** Null for what no sender can have seen. */
export function unpackHeadline(packed: unknown, platforms: readonly Platform[]): Headline | null {
  if (!Array.isArray(packed) || packed.length !== 4) return null;
  const [modelVersion, winner, tie, costs] = packed as readonly unknown[];
  if (typeof modelVersion !== "string" || !/^[\d.]{1,12}$/.test(modelVersion)) return null;
  const winnerId = winner === null ? null : typeof winner === "number" ? platforms[winner]?.id : undefined;
  if (winnerId === undefined || (tie !== 0 && tie !== 1)) return null;
  if (!Array.isArray(costs) || costs.length !== platforms.length || !costs.every(isCost)) return null;
  const relativeCost = Object.fromEntries(platforms.map(({ id }, i) => [id, costs[i] ?? null]));
  return { modelVersion, winner: winnerId, tie: tie === 1, relativeCost };
}

/** What nothing costs, or more than a million times as much, was not seen by anybody. */
function isCost(cost: unknown): cost is number | null {
  return cost === null || (typeof cost === "number" && cost >= 1e-6 && cost <= 1e6);
}

export function hasMoved(seen: Headline, now: Headline): boolean {
  if (seen.winner !== now.winner || seen.tie !== now.tie) return true;
  return Object.entries(seen.relativeCost).some(([id, cost]) => {
    const costNow = now.relativeCost[id] ?? null;
    if (cost === null || costNow === null) return cost !== costNow;
    return Math.abs(costNow / cost - 1) > MOVED_FRACTION;
  });
}
