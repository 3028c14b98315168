import { isSameVerdict, type Verdict } from "../../core/serving/answer/load-flips.ts";

/** A rectangle of the map, all in shares of its width and height from the lower left. */
export interface MapArea {
  readonly verdict: Verdict;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface MapLabel {
  readonly verdict: Verdict;
  readonly x: number;
  readonly y: number;
}

/** Place of a positive value on a logarithmic axis, 0-1 within it. */
export function logPlace(value: number, [from, to]: readonly [number, number]): number {
  return Math.log(value / from) / Math.log(to / from);
}

/** Edges of the cells around values on a logarithmic axis: half-way between neighbours, and at both ends. */
export function cellEdges(values: readonly number[]): readonly number[] {
  const ends = [values[0]!, values.at(-1)!] as const;
  const between = values.slice(1).map((value, i) => logPlace(Math.sqrt(value * values[i]!), ends));
  return [0, ...between, 1];
}

/** The map's cells, those of one column with the same verdict as one. @param verdicts By column, then from the bottom up. */
export function mapAreas(
  verdicts: readonly (readonly Verdict[])[],
  xEdges: readonly number[],
  yEdges: readonly number[],
): readonly MapArea[] {
  return verdicts.flatMap((column, i) => {
    const starts = column.flatMap((verdict, j) => (j > 0 && isSameVerdict(verdict, column[j - 1]!) ? [] : [j]));
    return starts.map((start, n) => ({
      verdict: column[start]!,
      left: xEdges[i]!,
      right: xEdges[i + 1]!,
      bottom: yEdges[start]!,
      top: yEdges[starts[n + 1] ?? column.length]!,
    }));
  });
}

/** Share of the map that a name needs either side of its place. */
const NAME_WIDTH = 0.09;
const NAME_HEIGHT = 0.035;
/** Regions smaller than this share of the map go without a name. */
const LEAST_SHARE = 0.01;

/**
 * Where the name of each verdict has most room, away from the point that is marked.
 *
 * @param marked Place of the point, in shares of the map.
 */
export function mapLabels(
  areas: readonly MapArea[],
  verdictAt: (x: number, y: number) => Verdict,
  marked: { readonly x: number; readonly y: number },
): readonly MapLabel[] {
  const kinds = areas.reduce<readonly Verdict[]>(
    (known, { verdict }) => (known.some((other) => isSameVerdict(other, verdict)) ? known : [...known, verdict]),
    [],
  );
  return kinds.flatMap((verdict) => {
    const own = areas.filter((area) => isSameVerdict(area.verdict, verdict));
    const share = own.reduce((sum, { left, right, bottom, top }) => sum + (right - left) * (top - bottom), 0);
    if (share < LEAST_SHARE) return [];
    const isOwn = (x: number, y: number): boolean => isSameVerdict(verdictAt(x, y), verdict);
    const rooms = own.map((area) => {
      const [x, y] = [(area.left + area.right) / 2, (area.bottom + area.top) / 2];
      const isNear = Math.abs(x - marked.x) < 3 * NAME_WIDTH && Math.abs(y - marked.y) < 2 * NAME_HEIGHT;
      const wide = Math.min(
        reach(x, -1, (at) => isOwn(at, y)),
        reach(x, 1, (at) => isOwn(at, y)),
      );
      const room = Math.min(wide / NAME_WIDTH, (area.top - area.bottom) / 2 / NAME_HEIGHT);
      return { x, y, room: isNear ? room / 10 : room };
    });
    const { x, y } = rooms.reduce((best, place) => (place.room > best.room ? place : best));
    return [{ verdict, x: Math.min(1 - NAME_WIDTH, Math.max(NAME_WIDTH, x)), y }];
  });
}

const REACH_STEP = 0.01;

/** How far from a place a condition holds without a break, up to the edge. */
function reach(from: number, direction: -1 | 1, holds: (at: number) => boolean): number {
  let far = 0;
  while (far < 1) {
    const at = from + direction * (far + REACH_STEP);
    if (at < 0 || at > 1 || !holds(at)) break;
    far += REACH_STEP;
  }
  return far;
}
