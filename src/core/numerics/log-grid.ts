/** Positive values evenly spread on a logarithmic scale, ends included. */
export function logGrid(least: number, most: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, i) => least * (most / least) ** (i / steps));
}

/** Whole numbers, evenly spread on a logarithmic scale, ends included. */
export function wholeLogGrid(least: number, most: number, pointsPerOctave: number): readonly number[] {
  const steps = Math.max(1, Math.ceil(Math.log2(most / least) * pointsPerOctave));
  return [...new Set(logGrid(least, most, steps).map(Math.round))];
}
