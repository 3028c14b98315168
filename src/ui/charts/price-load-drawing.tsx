import { memo } from "react";
import { servingModel } from "../../catalog/serving-model.ts";
import type { Verdict } from "../../core/serving/answer/load-flips.ts";
import type { PriceLoad } from "../../scenario/price-load.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { formatAmount, formatAxisCount, formatCount } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { cellEdges, logPlace, mapAreas, mapLabels } from "./map-layout.ts";

interface PriceLoadDrawingProps {
  readonly map: PriceLoad;
  /** Of this moment, and who wins there. */
  readonly load: number;
  readonly verdict: Verdict;
  readonly unit: PriceUnit;
  readonly ratioTitle: string;
  readonly priceTitle: string;
  readonly loadTitle: string;
}

const LOAD_TICKS = {
  "in-flight": [1, 8, 64, 512, 4096],
  demand: [1, 10, 100, 1000, 10_000],
};
const RATIO_TICKS = 5;

/** Regions coloured by winner, named where they lie, with the user's own place; both axes logarithmic. */
export function PriceLoadDrawing(props: PriceLoadDrawingProps) {
  const { map, load, verdict, unit } = props;
  const { loads, priceRatios } = map;
  const loadEnds = [loads[0]!, loads.at(-1)!] as const;
  const ratioEnds = [priceRatios[0]!, priceRatios.at(-1)!] as const;
  const point = { x: within(logPlace(load, loadEnds)), y: within(logPlace(map.priceRatio, ratioEnds)) };
  const ticks = priceRatios.filter((_, i) => i % ((priceRatios.length - 1) / (RATIO_TICKS - 1)) === 0);
  const loadTicks = loadEnds[1] > 10_000 ? LOAD_TICKS["in-flight"] : LOAD_TICKS.demand;
  const here = `now: ${verdictName(verdict)}`;
  return (
    <div className="map">
      <p className="map-title map-title-left">{props.ratioTitle}</p>
      <p className="map-title map-title-right">{props.priceTitle}</p>
      <ul className="map-ticks map-ticks-left">
        {ticks.map((ratio) => (
          <li key={ratio} style={{ bottom: percent(logPlace(ratio, ratioEnds)) }}>
            {Number(ratio.toPrecision(3))}
          </li>
        ))}
      </ul>
      <div className="map-field">
        <MapRegions
          map={map}
          title={`${props.ratioTitle}, over ${props.loadTitle}; ${here}`}
          nearX={tenth(point.x)}
          nearY={tenth(point.y)}
        />
        <span className="map-guide map-guide-across" style={{ bottom: percent(point.y) }} aria-hidden="true" />
        <span className="map-guide map-guide-up" style={{ left: percent(point.x) }} aria-hidden="true" />
        <span
          className={`map-point ${point.x > 0.6 ? "map-point-right" : ""}`}
          style={{ left: percent(point.x), bottom: percent(point.y) }}
        >
          <b>{here}</b>
        </span>
      </div>
      <ul className="map-ticks map-ticks-right" aria-hidden="true">
        {ticks.map((ratio) => (
          <li key={ratio} style={{ bottom: percent(logPlace(ratio, ratioEnds)) }}>
            {formatAmount(ratio * map.againstPricePerGpuHour, unit)}
          </li>
        ))}
      </ul>
      <ul className="map-ticks map-ticks-below">
        {loadTicks.map((tick) => (
          <li key={tick} style={{ left: percent(logPlace(tick, loadEnds)) }}>
            {tick >= 10_000 ? formatAxisCount(tick) : formatCount(tick)}
          </li>
        ))}
      </ul>
      <p className="map-title map-title-below">{props.loadTitle}</p>
    </div>
  );
}

interface MapRegionsProps {
  readonly map: PriceLoad;
  readonly title: string;
  /** About where the user's point is, which no name may hide. */
  readonly nearX: number;
  readonly nearY: number;
}

/** Drawn anew only when the map is, or the point has come near another name: a dragged slider leaves no time for it. */
const MapRegions = memo(function MapRegions({ map, title, nearX, nearY }: MapRegionsProps) {
  const { loads, priceRatios, verdicts } = map;
  const [xEdges, yEdges] = [cellEdges(loads), cellEdges(priceRatios)];
  const areas = mapAreas(verdicts, xEdges, yEdges);
  const verdictAt = (x: number, y: number): Verdict => verdicts[cellAt(xEdges, x)]![cellAt(yEdges, y)]!;
  return (
    <>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={title}>
        {areas.map(({ verdict, left, right, bottom, top }) => (
          <rect
            key={`${left} ${bottom}`}
            className={`${platformClass(verdict.winner)} ${regionClass(verdict)}`}
            x={left}
            width={right - left}
            y={1 - top}
            height={top - bottom}
          />
        ))}
      </svg>
      {mapLabels(areas, verdictAt, { x: nearX, y: nearY }).map(({ verdict, x, y }) => (
        <span
          key={verdictName(verdict)}
          className="map-name"
          style={{ left: percent(x), bottom: percent(y) }}
          aria-hidden="true"
        >
          {verdictName(verdict)}
        </span>
      ))}
    </>
  );
});

function regionClass({ winner, tie }: Verdict): string {
  if (winner === null) return "nobody";
  return tie ? "tied" : "won";
}

function tenth(place: number): number {
  return Math.round(place * 10) / 10;
}

function cellAt(edges: readonly number[], place: number): number {
  return Math.min(
    edges.length - 2,
    Math.max(
      0,
      edges.findLastIndex((edge) => edge <= place),
    ),
  );
}

/** A load beyond the map is marked at its edge. */
function within(place: number): number {
  return Math.min(1, Math.max(0, place));
}

function percent(share: number): string {
  return `${share * 100}%`;
}

function verdictName({ winner, tie }: Verdict): string {
  if (winner === null) return "none";
  const name = servingModel.gpus.get(winner)?.shortName ?? winner;
  return tie ? `tie, ${name}` : name;
}
