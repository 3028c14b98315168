import { memo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  useXAxisScale,
  useYAxisScale,
  type TooltipContentProps,
} from "recharts";
import { servingModel } from "../../catalog/serving-model.ts";
import type { PlatformCurve } from "../../scenario/curves.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { formatCount } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";
import type { CurveMetric } from "./curve-metrics.ts";
import { logAxis, type LogAxis } from "./log-ticks.ts";

const { gpus } = servingModel;
const LOAD_TICKS = [1, 8, 64, 512, 4096];
const { min, max } = SCENARIO_RANGES.concurrency;

interface CurveChartProps {
  readonly curves: readonly PlatformCurve[];
  readonly metric: CurveMetric;
  readonly limit: number | null;
}

/**
 * Modelled lines with measured dots over load; both axes logarithmic. Gets ready series and draws: only anew when they
 * change, since a redraw takes longer than a dragged slider leaves time for.
 */
export const CurveChart = memo(function CurveChart({ curves, metric, limit }: CurveChartProps) {
  const data = (curves[0]?.points ?? []).map(({ concurrency }, i) => ({
    concurrency,
    ...Object.fromEntries(curves.map(({ gpu, points }) => [gpu, metric.value(points[i]!)])),
  }));
  const values = curves.flatMap(({ points, dots }) => [
    ...points.flatMap((point) => metric.value(point) ?? []),
    ...dots.flatMap((dot) => metric.measured(dot) ?? []),
  ]);
  const axis = logAxis(limit === null ? values : [...values, limit]);
  return (
    <ResponsiveContainer width="100%" height={250}>
      <LineChart
        data={data}
        margin={{ top: 8, right: 44, bottom: 4, left: 0 }}
        title={`${metric.title}: ${metric.subtitle}`}
      >
        <CartesianGrid vertical={false} />
        <XAxis
          dataKey="concurrency"
          type="number"
          scale="log"
          domain={[min, max]}
          ticks={LOAD_TICKS}
          tickFormatter={formatCount}
          interval={0}
        />
        <YAxis
          type="number"
          scale="log"
          domain={[...axis.domain]}
          ticks={[...axis.ticks]}
          tickFormatter={metric.formatTick}
          width={54}
          interval={0}
        />
        <Tooltip
          isAnimationActive={false}
          content={<CurveTooltip metric={metric} />}
          cursor={{ strokeDasharray: "2 2" }}
        />
        {limit !== null && (
          <ReferenceLine y={limit} className="limit-line" label={{ value: "limit", position: "insideTopLeft" }} />
        )}
        {curves.map(({ gpu }) => (
          <Line
            key={gpu}
            dataKey={gpu}
            name={gpus.get(gpu)!.shortName}
            className={platformClass(gpu)}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            stroke="currentColor"
            strokeWidth={2}
          />
        ))}
        <BandLayer curves={curves} metric={metric} />
        <DotLayer curves={curves} metric={metric} />
        <EndLabels curves={curves} metric={metric} />
        <LoadMarker axis={axis} />
      </LineChart>
    </ResponsiveContainer>
  );
});

/** 90 % band of each line, as far as the step's time is uncertain. */
function BandLayer({ curves, metric }: Omit<CurveChartProps, "limit">) {
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
function DotLayer({ curves, metric }: Omit<CurveChartProps, "limit">) {
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
function EndLabels({ curves, metric }: Omit<CurveChartProps, "limit">) {
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

/** The load chosen, following the slider without redrawing the chart. */
function LoadMarker({ axis }: { readonly axis: LogAxis }) {
  const concurrency = useScenario((scenario) => scenario.workload.concurrency);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const place = x(concurrency);
  return (
    <line
      className="load-marker"
      x1={place}
      x2={place}
      y1={y(axis.domain[0])}
      y2={y(axis.domain[1])}
      aria-hidden="true"
    />
  );
}

/** Recharts fills in everything but the metric. */
function CurveTooltip({ metric, ...tooltip }: { readonly metric: CurveMetric } & Partial<TooltipContentProps>) {
  if (!tooltip.active || !tooltip.payload?.length) return null;
  return (
    <div className="tooltip">
      <p>{formatCount(Number(tooltip.label))} in flight</p>
      <ul>
        {tooltip.payload.map((entry) => (
          <li key={String(entry.dataKey)} className={platformClass(String(entry.dataKey))}>
            <span className="platform-name">{entry.name}</span> {metric.format(Number(entry.value))}
          </li>
        ))}
      </ul>
    </div>
  );
}
