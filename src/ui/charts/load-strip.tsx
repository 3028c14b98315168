import { useDeferredValue } from "react";
import type { LoadAxis } from "../../core/verdict/load-axis.ts";
import { winnerIn } from "../../core/verdict/region-standing.ts";
import type { Region } from "../../core/verdict/regions.ts";
import { inList } from "../../core/units/wording.ts";
import { loadRegionsIn } from "../../questions/serving/load-regions.ts";
import { loadAxisOf } from "../../questions/serving/serving-regions.ts";
import { formatCount } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingButLoad } from "../use-serving-but-load.ts";
import { useServingStudy } from "../use-workspace.ts";

const WIDTH = 1000;

/** Place of a load on a logarithmic scale, 0-1. */
function placeOf(load: number, { least, most }: LoadAxis): number {
  return Math.log(load / least) / Math.log(most / least);
}

/** Which platform is recommended at which load: the slider's track in the winners' colours. */
export function LoadStrip() {
  const asked = useDeferredValue(useServingButLoad());
  const regions = loadRegionsIn(useServingStudy(), asked);
  const axis = loadAxisOf(asked);
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  return (
    <figure className="load-strip">
      <svg viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
        {regions.map((region, i) => {
          const from = placeOf(region.from, axis) * WIDTH;
          const to = placeOf(regions[i + 1]?.from ?? axis.most, axis) * WIDTH;
          return (
            <rect
              key={region.from}
              className={`${classOf(winnerIn(region))} ${region.kind === "wins" ? "won" : "tied"}`}
              x={from}
              width={Math.max(0, to - from)}
              y={0}
              height={12}
            />
          );
        })}
      </svg>
      <figcaption>
        {asked.choice.demand !== null && <span className="hint">Recommended, by requests per second</span>}
        <ul>
          {regions.map((region, i) => (
            <li key={region.from} className={classOf(winnerIn(region))}>
              <b>{standingText(region, labelOf)}</b> {rangeText(region, regions[i + 1], axis)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function standingText(region: Region, labelOf: (id: string) => string): string {
  switch (region.kind) {
    case "none":
      return "None";
    case "wins":
      return labelOf(region.winner);
    case "close":
      return `Close, ${labelOf(region.winner)}`;
    case "alternates":
      return `Alternates: ${inList(region.between.map((id) => (id === null ? "none" : labelOf(id))))}`;
  }
}

function rangeText({ from, to }: Region, next: Region | undefined, { least, whole }: LoadAxis): string {
  const end = whole ? to : (next?.from ?? to);
  if (from === least && next === undefined) return "at every load";
  if (from === least) return `to ${formatCount(end)}`;
  if (next === undefined) return `from ${formatCount(from)}`;
  return `${formatCount(from)}–${formatCount(end)}`;
}
