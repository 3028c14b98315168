import { useDeferredValue } from "react";
import { servingModel } from "../../catalog/serving-model.ts";
import type { LoadSegment } from "../../core/serving/answer/load-flips.ts";
import { loadRangeOf, loadSegmentsOf } from "../../scenario/evaluation.ts";
import { formatCount } from "../format/format.ts";
import { useScenarioButLoad } from "../use-scenario.ts";
import { platformClass } from "../platform-class.ts";

const WIDTH = 1000;

type Range = ReturnType<typeof loadRangeOf>;

/** Place of a load on a logarithmic scale, 0-1. */
function placeOf(load: number, { min, max }: Range): number {
  return Math.log(load / min) / Math.log(max / min);
}

/** Which platform is recommended at which load: the slider's track in the winners' colours. */
export function LoadStrip() {
  const scenario = useDeferredValue(useScenarioButLoad());
  const segments = loadSegmentsOf(scenario);
  const range = loadRangeOf(scenario);
  return (
    <figure className="load-strip">
      <svg viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
        {segments.map((segment) => {
          const from = placeOf(segment.fromConcurrency, range) * WIDTH;
          const to = placeOf(Math.min(range.max, segment.toConcurrency + 1), range) * WIDTH;
          return (
            <rect
              key={segment.fromConcurrency}
              className={`${platformClass(segment.winner)} ${segment.tie ? "tied" : "won"}`}
              x={from}
              width={Math.max(0, to - from)}
              y={0}
              height={12}
            />
          );
        })}
      </svg>
      <figcaption>
        {scenario.demand !== null && <span className="hint">Recommended, by requests per second</span>}
        <ul>
          {segments.map((segment) => (
            <li key={segment.fromConcurrency} className={platformClass(segment.winner)}>
              <b>{winnerOf(segment)}</b> {rangeOf(segment, range)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function winnerOf({ winner, tie }: LoadSegment): string {
  if (winner === null) return "None";
  const name = servingModel.gpus.get(winner)?.shortName ?? winner;
  return tie ? `Tie, ${name}` : name;
}

function rangeOf({ fromConcurrency, toConcurrency }: LoadSegment, { min, max }: Range): string {
  if (fromConcurrency === min && toConcurrency === max) return "at every load";
  if (fromConcurrency === min) return `to ${formatCount(toConcurrency)}`;
  if (toConcurrency === max) return `from ${formatCount(fromConcurrency)}`;
  return `${formatCount(fromConcurrency)}–${formatCount(toConcurrency)}`;
}
