/** Axis of positive values on a logarithmic scale. */
export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const MOST_TICKS = 6;

/** Ticks at 1, 2 and 5 of each decade that spans the values, thinned to decades where those are too many. */
export function logAxis(values: readonly number[]): LogAxis {
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (!(least > 0) || !Number.isFinite(most)) return { domain: [1, 10], ticks: [1, 10] };
  const decades: number[] = [];
  for (let decade = Math.floor(Math.log10(least)); decade <= Math.ceil(Math.log10(most)); decade += 1)
    decades.push(decade);
  const fine = decades.flatMap((decade) => [1, 2, 5].map((digit) => Number(`${digit}e${decade}`)));
  const from = fine.findLast((tick) => tick <= least * 1.000001) ?? fine[0]!;
  const to = fine.find((tick) => tick >= most * 0.999999) ?? fine.at(-1)!;
  const within = fine.filter((tick) => tick >= from && tick <= to);
  const isDecade = (tick: number): boolean => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9;
  return { domain: [from, to], ticks: within.length <= MOST_TICKS ? within : within.filter(isDecade) };
}
