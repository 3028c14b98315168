import type { RegionStanding } from "./region-standing.ts";
import type { Region } from "./regions.ts";
import type { TurningPrice } from "./turning-price.ts";
import { alternatesClause, type VerdictWording } from "./verdict-sentence.ts";

/** What flips of the verdict are worded with. */
export interface FlipWording extends Pick<VerdictWording, "nameOf" | "alternatesWith"> {
  readonly inPrice: (price: number) => string;
  readonly inLoad: (load: number) => string;
  /** "in flight" */
  readonly loadUnit: string;
}

/** "B200 wins until $4.37 (now $3.89)" of who is taken, "H100 wins below $1.97 (now $2.10)" of another. */
export function priceFlipClause(
  id: string,
  isWinner: boolean,
  turning: TurningPrice,
  currentPrice: number,
  { nameOf, inPrice }: FlipWording,
): string {
  const name = nameOf(id);
  switch (turning.kind) {
    case "at":
      return `${name} wins ${isWinner ? "until" : "below"} ${inPrice(turning.price)} (now ${inPrice(currentPrice)})`;
    case "any-price":
      return `${name} wins at any price of its own`;
    case "no-price":
      return `${name} wins at no price of its own`;
  }
}

/** Who is taken below and above the loads around one: "below 510 in flight H100". None at the ends of the axis. */
export function loadFlipClauses(regions: readonly Region[], load: number, wording: FlipWording): readonly string[] {
  const { inLoad, loadUnit } = wording;
  const own = regions.findLastIndex(({ from }) => from <= load);
  const holding = regions[own];
  if (holding === undefined) return [];
  const isOther = (region: Region): boolean => choiceIn(region) !== choiceIn(holding);
  const below = regions.slice(0, own).findLastIndex(isOther);
  const above = regions.findIndex((region, i) => i > own && isOther(region));
  const [first, last] = [regions[below + 1], regions.at(above === -1 ? -1 : above - 1)];
  const [lower, upper] = [regions[below], regions[above]];
  return [
    ...(lower && first ? [`below ${inLoad(first.from)} ${loadUnit} ${choiceClause(lower, wording)}`] : []),
    ...(upper && last ? [`above ${inLoad(last.to)} ${loadUnit} ${choiceClause(upper, wording)}`] : []),
  ];
}

/** Close calls and clear wins of one winner are one choice. */
function choiceIn(region: RegionStanding): string | null {
  return region.kind === "wins" || region.kind === "close" ? `winner ${region.winner}` : region.kind;
}

function choiceClause(region: RegionStanding, wording: FlipWording): string {
  switch (region.kind) {
    case "none":
      return "none";
    case "wins":
    case "close":
      return wording.nameOf(region.winner);
    case "alternates":
      return alternatesClause(region.between, wording);
  }
}
