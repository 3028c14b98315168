import { memo } from "react";
import type { LoadAxis } from "../../core/verdict/load-axis.ts";
import { type RegionStanding, winnerIn } from "../../core/verdict/region-standing.ts";
import type { PriceLoadMap } from "../../questions/serving/serving-regions.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { formatAmount, formatAxisCount, formatCount } from "../format/format.ts";
import { usePlatformClass } from "../use-platform-class.ts";

interface PriceLoadDrawingProps {
  readonly map: PriceLoadMap;
  /** Of this moment, and what the answer is there. */
  readonly load: number;
  readonly here: string;
  readonly unit: PriceUnit;
  readonly priceTitle: string;
  readonly loadTitle: string;
  readonly nameOf: (standing: RegionStanding) => string;
  /** Where somebody clicked. */
  readonly onChoose: (load: number, pricePerGpuHour: number) => void;
}

const PRICE_TICKS = 5;
const DECADES = [1, 10, 100, 1000, 10_000];
const OCTAVES = [1, 8, 64, 512, 4096];

/** Regions coloured by winner, named where they lie, with the user's own place; both axes logarithmic. */
export function PriceLoadDrawing(props: PriceLoadDrawingProps) {
  const { map, load, here, unit, nameOf, onChoose } = props;
  const { axis, pricesPerGpuHour: prices } = map;
  const ends = [prices[0] ?? 1, prices.at(-1) ?? 1] as const;
  const point = { x: placeOnAxis(load, axis), y: logPlace(map.currentPricePerGpuHour, ends) };
  const ticks = prices.filter((_, i) => i % ((prices.length - 1) / (PRICE_TICKS - 1)) === 0);
  return (
    <div className="map">
      <p className="map-title map-title-left">{props.priceTitle}</p>
      <ul className="map-ticks map-ticks-left">
        {ticks.map((price) => (
          <li key={price} style={{ bottom: percent(logPlace(price, ends)) }}>
            {formatAmount(price, unit)}
          </li>
        ))}
      </ul>
      <div
        className="map-field"
        onClick={(event) => {
          const field = event.currentTarget.getBoundingClientRect();
          const x = (event.clientX - field.left) / field.width;
          const y = 1 - (event.clientY - field.top) / field.height;
          const chosen = axis.least * (axis.most / axis.least) ** x;
          onChoose(axis.whole ? Math.max(1, Math.round(chosen)) : chosen, ends[0] * (ends[1] / ends[0]) ** y);
        }}
        role="presentation"
      >
        <MapRegions map={map} title={`${props.priceTitle}, over ${props.loadTitle}; now: ${here}`} nameOf={nameOf} />
        <span className="map-guide map-guide-across" style={{ bottom: percent(point.y) }} aria-hidden="true" />
        <span className="map-guide map-guide-up" style={{ left: percent(point.x) }} aria-hidden="true" />
        <span
          className={`map-point ${point.x > 0.6 ? "map-point-right" : ""}`}
          style={{ left: percent(point.x), bottom: percent(point.y) }}
        >
          <b>now: {here}</b>
        </span>
      </div>
      <ul className="map-ticks map-ticks-below">
        {(axis.whole ? OCTAVES : DECADES).map((tick) => (
          <li key={tick} style={{ left: percent(placeOnAxis(tick, axis)) }}>
            {tick >= 10_000 ? formatAxisCount(tick) : formatCount(tick)}
          </li>
        ))}
      </ul>
      <p className="map-title map-title-below">{props.loadTitle}</p>
    </div>
  );
}

type MapRegionsProps = Pick<PriceLoadDrawingProps, "map" | "nameOf"> & { readonly title: string };

interface Area {
  readonly standing: RegionStanding;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Drawn anew only when the map is: a dragged slider leaves no time for it. */
const MapRegions = memo(function MapRegions({ map, title, nameOf }: MapRegionsProps) {
  const classOf = usePlatformClass();
  const areas = areasOf(map);
  return (
    <>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={title}>
        {areas.map(({ standing, left, right, bottom, top }) => (
          <rect
            key={`${left} ${bottom}`}
            className={`${classOf(winnerIn(standing))} ${regionClass(standing)}`}
            x={left}
            width={right - left}
            y={1 - top}
            height={top - bottom}
          />
        ))}
      </svg>
      {namesIn(areas, nameOf).map(({ name, x, y }) => (
        <span key={name} className="map-name" style={{ left: percent(x), bottom: percent(y) }} aria-hidden="true">
          {name}
        </span>
      ))}
    </>
  );
});

/** Every price's regions as a row of rectangles. */
function areasOf({ axis, regions }: PriceLoadMap): readonly Area[] {
  const rows = regions.length;
  return regions.flatMap((row, j) =>
    row.map((region, i) => ({
      standing: region,
      left: placeOnAxis(region.from, axis),
      right: placeOnAxis(row[i + 1]?.from ?? axis.most, axis),
      bottom: j / rows,
      top: (j + 1) / rows,
    })),
  );
}

/** A name needs this much of the map; smaller regions go without. */
const LEAST_WIDTH = 0.12;
const LEAST_ROWS = 0.06;

/** Each standing's name once, in the middle of the widest rectangle that has its like above and below. */
function namesIn(areas: readonly Area[], nameOf: (standing: RegionStanding) => string) {
  const byName = new Map<string, Area[]>();
  for (const area of areas) {
    const name = nameOf(area.standing);
    byName.set(name, [...(byName.get(name) ?? []), area]);
  }
  return [...byName].flatMap(([name, own]) => {
    const height = own.reduce((sum, { bottom, top }) => sum + top - bottom, 0);
    const wide = own.filter(({ left, right }) => right - left >= LEAST_WIDTH);
    const middle = wide[Math.floor(wide.length / 2)];
    if (middle === undefined || height < LEAST_ROWS) return [];
    return [{ name, x: (middle.left + middle.right) / 2, y: (middle.bottom + middle.top) / 2 }];
  });
}

function regionClass({ kind }: RegionStanding): string {
  return kind === "none" ? "nobody" : kind === "wins" ? "won" : "tied";
}

/** Place of a positive value on a logarithmic axis; beyond it at its edge. */
function logPlace(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, Math.log(value / from) / Math.log(to / from)));
}

function placeOnAxis(load: number, { least, most }: LoadAxis): number {
  return logPlace(load, [least, most]);
}

function percent(share: number): string {
  return `${share * 100}%`;
}
