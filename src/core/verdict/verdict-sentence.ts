import { inList, inPercent } from "../units/wording.ts";
import type { Ranking } from "./ranking.ts";
import type { RegionStanding } from "./region-standing.ts";

/** What was compared, for wording. */
export interface VerdictWording {
  readonly nameOf: (id: string) => string;
  /** "per output token" */
  readonly costPer: string;
  /** "at 2,048 requests in flight" */
  readonly atLoad: string;
  /** Why winners alternate: "with whole rental units". */
  readonly alternatesWith: string;
}

/** More names than these are counted. */
const MOST_NAMES = 3;

/** Who, by how much, and how sure: the verdict, and what must be known beside it, each a sentence. */
export function verdictSentences(ranking: Ranking, region: RegionStanding, wording: VerdictWording): readonly string[] {
  return [...winnerSentences(ranking, wording), ...doubtSentences(ranking, region, wording)];
}

/** Who, and by how much. */
export function winnerSentences(ranking: Ranking, wording: VerdictWording): readonly string[] {
  return verdictClauses(ranking, wording).map((clause) => `${clause}.`);
}

/** Why it may be another. */
export function doubtSentences(
  ranking: Ranking,
  region: RegionStanding,
  wording: Pick<VerdictWording, "nameOf" | "alternatesWith">,
): readonly string[] {
  const isUnsure = ranking.kind === "wins" && !ranking.certain;
  return [
    ...(isUnsure ? ["It could be either: the band is wider than the difference."] : []),
    ...(region.kind === "alternates" ? [`${alternatesClause(region.between, wording)}.`] : []),
  ];
}

function verdictClauses(ranking: Ranking, { nameOf, costPer, atLoad }: VerdictWording): readonly string[] {
  if (ranking.kind === "none") return [`Nothing compared can do it ${atLoad}`];
  const name = nameOf(ranking.winner.id);
  switch (ranking.kind) {
    case "only-one":
      return [`${name}: the only one compared that can do it ${atLoad}`];
    case "wins":
      return [
        `${name}: ${inPercent(ranking.savingFraction)} cheaper ${costPer} than ${nameOf(ranking.runnerUp.id)} ${atLoad}`,
      ];
    case "close": {
      const names = inShortList(ranking.close.map(({ id }) => nameOf(id)));
      const within = Math.max(1, Math.ceil(ranking.spreadFraction * 100));
      return [`Close call: ${names} within ${within} % ${costPer} ${atLoad}`, `${name} ${decisionClause(ranking)}`];
    }
    case "dearer-here": {
      const extra = `${inPercent(ranking.extraFraction)} cheaper ${costPer}`;
      return [`${name} at the loads around; just ${atLoad} ${nameOf(ranking.cheapest.id)} is ${extra}`];
    }
  }
}

function decisionClause({ decidedBy, close }: Extract<Ranking, { kind: "close" }>): string {
  switch (decidedBy) {
    case "speed":
      return close.length === 2 ? "is faster" : "is among the fastest";
    case "cost":
      return "is cheaper";
    case "region":
      return "wins at the loads around";
  }
}

/** "H100 and B200 alternate with whole rental units" */
export function alternatesClause(
  between: readonly (string | null)[],
  { nameOf, alternatesWith }: Pick<VerdictWording, "nameOf" | "alternatesWith">,
): string {
  const names = between.map((id) => (id === null ? "none" : nameOf(id)));
  return `${inShortList(names)} alternate ${alternatesWith}`;
}

function inShortList(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return inList(names);
  const shown = names.slice(0, MOST_NAMES - 1);
  return inList([...shown, `${names.length - shown.length} others`]);
}
