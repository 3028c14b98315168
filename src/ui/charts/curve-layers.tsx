import { useXAxisScale, useYAxisScale } from "recharts";
import type { CurvePoint, PlatformCurve } from "../../questions/serving/curves.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingAnswer } from "../use-workspace.ts";
import { type CurveMetric, isBeyond } from "./curve-metrics.ts";
import type { LogAxis } from "./log-ticks.ts";

const { min, max } = SERVING_RANGES.concurrency;

interface LayerProps {
  readonly curves: readonly PlatformCurve[];
  readonly metric: CurveMetric;
}

/** 90 % band of each line, as far as the step's time is uncertain. */
export function BandLayer({ curves, metric }: LayerProps) {
  const classOf = usePlatformClass();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ id, points }) => {
        const bands = points.flatMap((point) => {
          const band = metric.band(point);
          return band === null ? [] : [{ place: x(point.concurrency), low: y(band[0]), high: y(band[1]) }];
        });
        const highs = bands.map(({ place, high }) => `${place},${high}`);
        const lows = bands.toReversed().map(({ place, low }) => `${place},${low}`);
        return <polygon key={id} className={`band ${classOf(id)}`} points={[...highs, ...lows].join(" ")} />;
      })}
    </g>
  );
}

/** Published rows: filled where steady, hollow where the row says little about steady state. */
export function DotLayer({ curves, metric }: LayerProps) {
  const classOf = usePlatformClass();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ id, dots }) => (
        <g key={id} className={classOf(id)}>
          {dots.map((dot) => {
            const value = metric.measured(dot);
            if (value === null) return null;
            return (
              <circle
                key={dot.rowId}
                className={dot.steady ? "dot" : "dot dot-unsteady"}
                cx={x(dot.concurrency)}
                cy={y(value)}
                r={3.2}
              />
            );
          })}
        </g>
      ))}
    </g>
  );
}

const LABEL_HEIGHT = 13;

/** Room at the right of a chart is small; the tooltip has the whole name. */
const MOST_CHARACTERS = 11;
const shortened = (label: string): string =>
  label.length > MOST_CHARACTERS ? `${label.slice(0, MOST_CHARACTERS - 1)}…` : label;

/** Each line's name at its end, pushed apart where lines meet. */
export function EndLabels({ curves, metric }: LayerProps) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const ends = curves
    .flatMap(({ id, points }) => {
      const last = points.at(-1);
      const value = last ? metric.value(last) : null;
      return value === null ? [] : [{ id, place: y(value) ?? 0 }];
    })
    .toSorted((a, b) => a.place - b.place);
  const placed = ends.reduce<readonly { readonly id: string; readonly place: number }[]>((above, { id, place }) => {
    const least = (above.at(-1)?.place ?? Number.NEGATIVE_INFINITY) + LABEL_HEIGHT;
    return [...above, { id, place: Math.max(place, least) }];
  }, []);
  return (
    <g aria-hidden="true">
      {placed.map(({ id, place }) => (
        <text key={id} className={`end-label ${classOf(id)}`} x={(x(max) ?? 0) + 6} y={place} dominantBaseline="middle">
          {shortened(labelOf(id))}
        </text>
      ))}
    </g>
  );
}

/** The load chosen, following the slider without redrawing the chart; of a demand each platform's own, on one unit. */
export function LoadMarkers({ axis }: { readonly axis: LogAxis }) {
  const { asked, platforms } = useServingAnswer((answer) => answer);
  const classOf = usePlatformClass();
  const { demand, workload } = asked.choice;
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const markers =
    demand === null
      ? [{ key: "load", concurrency: workload.concurrency, className: "" }]
      : platforms.flatMap(({ platform, delivery }) => {
          if (delivery.kind === "cannot" || delivery.size.kind !== "fleet") return [];
          const { runningRequests, waitingRequests } = delivery.performance;
          const concurrency = (runningRequests + waitingRequests) / delivery.size.plan.units;
          return [{ key: platform.id, concurrency: Math.max(min, concurrency), className: classOf(platform.id) }];
        });
  return markers.map(({ key, concurrency, className }) => (
    <line
      key={key}
      className={`load-marker ${className}`}
      x1={x(concurrency)}
      x2={x(concurrency)}
      y1={y(axis.domain[0])}
      y2={y(axis.domain[1])}
      aria-hidden="true"
    />
  ));
}

/** Says once what dashed lines are, along the longest of them. */
export function ExtrapolatedLabel({ curves, metric }: LayerProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const runs = curves.map(({ points }) => points.filter((point) => isBeyond(point) && metric.value(point) !== null));
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  const middle: CurvePoint | undefined = longest?.[Math.floor(longest.length / 2)];
  const value = middle ? metric.value(middle) : null;
  if (!middle || value === null) return null;
  return (
    <text
      className="chart-label"
      x={x(middle.concurrency)}
      y={(y(value) ?? 0) - 9}
      textAnchor="middle"
      aria-hidden="true"
    >
      extrapolated
    </text>
  );
}

/** Names each platform's floor at the end where lines lie apart: below it, where no other line comes, if there is room. */
export function FloorLabels({ curves, metric, axis }: LayerProps & { readonly axis: LogAxis }) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ id, points }) => {
        const first = points.map((point) => metric.floor(point)).find((floor) => floor !== null);
        if (first == null) return null;
        const place = y(first) ?? 0;
        const hasRoom = place + LABEL_HEIGHT < (y(axis.domain[0]) ?? 0);
        return (
          <text
            key={id}
            className={`floor-label ${classOf(id)}`}
            x={(x(min) ?? 0) + 4}
            y={hasRoom ? place + LABEL_HEIGHT : place - 4}
          >
            {labelOf(id)} floor
          </text>
        );
      })}
    </g>
  );
}
