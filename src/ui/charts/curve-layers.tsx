import { useXAxisScale, useYAxisScale } from "recharts";
import { servingModel } from "../../catalog/serving-model.ts";
import type { CurvePoint, PlatformCurve } from "../../scenario/curves.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import type { CurveMetric } from "./curve-metrics.ts";
import type { LogAxis } from "./log-ticks.ts";

const { gpus } = servingModel;
const { min, max } = SCENARIO_RANGES.concurrency;

interface LayerProps {
  readonly curves: readonly PlatformCurve[];
  readonly metric: CurveMetric;
}

/** 90 % band of each line, as far as the step's time is uncertain. */
export function BandLayer({ curves, metric }: LayerProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ gpu, points }) => {
        const bands = points.flatMap((point) => {
          const band = metric.band(point);
          return band === null ? [] : [{ place: x(point.concurrency), low: y(band[0]), high: y(band[1]) }];
        });
        const highs = bands.map(({ place, high }) => `${place},${high}`);
        const lows = bands.toReversed().map(({ place, low }) => `${place},${low}`);
        return <polygon key={gpu} className={`band ${platformClass(gpu)}`} points={[...highs, ...lows].join(" ")} />;
      })}
    </g>
  );
}

/** Published rows: filled where steady, hollow where the row says little about steady state. */
export function DotLayer({ curves, metric }: LayerProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ gpu, dots }) => (
        <g key={gpu} className={platformClass(gpu)}>
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

/** Each line's name at its end, pushed apart where lines meet. */
export function EndLabels({ curves, metric }: LayerProps) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const ends = curves
    .flatMap(({ gpu, points }) => {
      const last = points.at(-1);
      const value = last ? metric.value(last) : null;
      return value === null ? [] : [{ gpu, place: y(value) ?? 0 }];
    })
    .toSorted((a, b) => a.place - b.place);
  const placed = ends.reduce<readonly { readonly gpu: string; readonly place: number }[]>((above, { gpu, place }) => {
    const least = (above.at(-1)?.place ?? Number.NEGATIVE_INFINITY) + LABEL_HEIGHT;
    return [...above, { gpu, place: Math.max(place, least) }];
  }, []);
  return (
    <g aria-hidden="true">
      {placed.map(({ gpu, place }) => (
        <text
          key={gpu}
          className={`end-label ${platformClass(gpu)}`}
          x={(x(max) ?? 0) + 6}
          y={place}
          dominantBaseline="middle"
        >
          {gpus.get(gpu)!.shortName}
        </text>
      ))}
    </g>
  );
}

/** The load chosen, following the slider without redrawing the chart; of a demand each platform's own, on one unit. */
export function LoadMarkers({ axis }: { readonly axis: LogAxis }) {
  const { scenario, platforms } = useEvaluation((evaluation) => evaluation);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const markers =
    scenario.demand === null
      ? [{ key: "load", concurrency: scenario.workload.concurrency, className: "" }]
      : platforms.flatMap(({ gpu, fleet, performance }) => {
          if (fleet === null || performance === null) return [];
          const concurrency = (performance.runningRequests + performance.waitingRequests) / fleet.units;
          return [{ key: gpu.id, concurrency: Math.max(min, concurrency), className: platformClass(gpu.id) }];
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
  const runs = curves.map(({ points }) => points.filter((point) => point.extrapolated && metric.value(point) !== null));
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
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  return (
    <g aria-hidden="true">
      {curves.map(({ gpu, points }) => {
        const first = points.find((point) => metric.floor(point) !== null);
        if (!first) return null;
        const place = y(metric.floor(first)!) ?? 0;
        const hasRoom = place + LABEL_HEIGHT < (y(axis.domain[0]) ?? 0);
        return (
          <text
            key={gpu}
            className={`floor-label ${platformClass(gpu)}`}
            x={(x(min) ?? 0) + 4}
            y={hasRoom ? place + LABEL_HEIGHT : place - 4}
          >
            {gpus.get(gpu)!.shortName} floor
          </text>
        );
      })}
    </g>
  );
}
