/** Loads over which one platform is recommended. Both ends are included. */
export interface LoadSegment {
  readonly fromConcurrency: number;
  readonly toConcurrency: number;
  readonly winner: string | null;
  readonly tie: boolean;
}

type Verdict = Pick<LoadSegment, "winner" | "tie">;

const GRID_POINTS_PER_OCTAVE = 3;

/**
 * How the recommendation changes with load: one segment for each stretch of concurrency with the same verdict. Ends
 * are exact to one request; a change and back between two neighbouring grid points (a quarter apart) is not seen.
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
  let from = least;
  for (let i = 1; i < points.length; i += 1) {
    const [before, after] = [points[i - 1]!, points[i]!];
    if (isSame(before.verdict, after.verdict)) continue;
    let last = before.concurrency;
    let first = after.concurrency;
    while (first - last > 1) {
      const middle = Math.floor((first + last) / 2);
      if (isSame(verdictAt(middle), before.verdict)) last = middle;
      else first = middle;
    }
    segments.push({ fromConcurrency: from, toConcurrency: last, ...before.verdict });
    from = first;
  }
  segments.push({ fromConcurrency: from, toConcurrency: most, ...points.at(-1)!.verdict });
  return segments;
}

function isSame(a: Verdict, b: Verdict): boolean {
  return a.winner === b.winner && a.tie === b.tie;
}

/** Whole numbers of requests, evenly spread on a logarithmic scale, ends included. */
export function concurrencyGrid(least: number, most: number, pointsPerOctave: number): readonly number[] {
  const steps = Math.max(1, Math.ceil(Math.log2(most / least) * pointsPerOctave));
  const points = Array.from({ length: steps + 1 }, (_, i) => Math.round(least * (most / least) ** (i / steps)));
  return [...new Set(points)];
}
