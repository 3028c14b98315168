import type { Standing } from "./standing.ts";

/** Who is to be taken over a stretch of loads. */
export type RegionStanding =
  | { readonly kind: "none" }
  | { readonly kind: "wins"; readonly winner: string }
  | { readonly kind: "close"; readonly winner: string }
  | {
      /** Winners change faster than regions may, and no neighbour would do: at each load its own standing holds. */
      readonly kind: "alternates";
      /** In the order of load; null where none can be taken. */
      readonly between: readonly (string | null)[];
    };

export function isSameRegion(a: RegionStanding, b: RegionStanding): boolean {
  if (a.kind === "alternates" || b.kind === "alternates" || a.kind === "none" || b.kind === "none") {
    return a.kind === b.kind;
  }
  return a.kind === b.kind && a.winner === b.winner;
}

/** Null where none can be taken, or none of several for the whole region. */
export function winnerIn(region: RegionStanding): string | null {
  return region.kind === "wins" || region.kind === "close" ? region.winner : null;
}

export function standingAlone(standing: Standing): RegionStanding {
  return standing.kind === "close" ? { kind: "close", winner: standing.winner } : standing;
}
