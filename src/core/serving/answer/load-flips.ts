/** Loads over which one platform is recommended. Both ends are included. */
export interface LoadSegment {
  readonly fromConcurrency: number;
  readonly toConcurrency: number;
  readonly winner: string | null;
  readonly tie: boolean;
}

/** Who is recommended, and whether as one of several that cost about the same. */
export type Verdict = Pick<LoadSegment, "winner" | "tie">;

const GRID_POINTS_PER_OCTAVE = 3;

/**
 * How the recommendation changes with load: one segment for each stretch of concurrency with the same verdict. Ends
 * are exact to one request; only a change and back within a grid step (a quarter) can go unseen.
 */
export function loadSegments(
  verdictAt: (concurrency: number) => Verdict,
  least: number,
  most: number,
): readonly LoadSegment[] {
  const points = concurrencyGrid(least, most, GRID_POINTS_PER_OCTAVE).map((concurrency) => ({
    concurrency,
    verdict: verdictAt(concurrency),
  }));
  const segments: LoadSegment[] = [];
  let from = points[0]!;
  for (const point of points) {
    // Several verdicts may lie between two grid points: each end found starts the search for the next.
    while (!isSameVerdict(from.verdict, point.verdict)) {
      const last = lastLoadWith(from.verdict, verdictAt, from.concurrency, point.concurrency);
      segments.push({ fromConcurrency: from.concurrency, toConcurrency: last, ...from.verdict });
      from = { concurrency: last + 1, verdict: verdictAt(last + 1) };
    }
  }
  segments.push({ fromConcurrency: from.concurrency, toConcurrency: most, ...from.verdict });
  return segments;
}

/** By bisection: a load with the verdict whose next one has another; the verdict holds at `low` and not at `high`. */
function lastLoadWith(
  verdict: Verdict,
  verdictAt: (concurrency: number) => Verdict,
  low: number,
  high: number,
): number {
  let last = low;
  let first = high;
  while (first - last > 1) {
    const middle = Math.floor((first + last) / 2);
    if (isSameVerdict(verdictAt(middle), verdict)) last = middle;
    else first = middle;
  }
  return last;
}

export function isSameVerdict(a: Verdict, b: Verdict): boolean {
  return a.winner === b.winner && a.tie === b.tie;
}

/** Whole numbers of requests, evenly spread on a logarithmic scale, ends included. */
export function concurrencyGrid(least: number, most: number, pointsPerOctave: number): readonly number[] {
  const steps = Math.max(1, Math.ceil(Math.log2(most / least) * pointsPerOctave));
  const points = Array.from({ length: steps + 1 }, (_, i) => Math.round(least * (most / least) ** (i / steps)));
  return [...new Set(points)];
}
