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
  type TooltipContentProps,
} from "recharts";
import type { PlatformCurve } from "../../questions/serving/curves.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { formatCount } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { BandLayer, DotLayer, EndLabels, ExtrapolatedLabel, FloorLabels, LoadMarkers } from "./curve-layers.tsx";
import { type CurveMetric, isBeyond } from "./curve-metrics.ts";
import { logAxis } from "./log-ticks.ts";

const LOAD_TICKS = [1, 8, 64, 512, 4096];
const { min, max } = SERVING_RANGES.concurrency;

interface CurveChartProps {
  readonly curves: readonly PlatformCurve[];
  readonly metric: CurveMetric;
  readonly limit: number | null;
  readonly showsFloor: boolean;
}

/** What a line is drawn from: as far as measurements carry, beyond them, and the hardware's floor under it. */
type Part = "modelled" | "extrapolated" | "floor";

const keyOf = (id: string, part: Part): string => `${id} ${part}`;

/**
 * Modelled lines with measured dots over load; both axes logarithmic. Gets ready series and draws: only anew when they
 * change, since a redraw takes longer than a dragged slider leaves time for.
 */
export const CurveChart = memo(function CurveChart({ curves, metric, limit, showsFloor }: CurveChartProps) {
  const classOf = usePlatformClass();
  const data = (curves[0]?.points ?? []).map(({ concurrency }, i) => ({
    concurrency,
    ...Object.fromEntries(
      curves.flatMap(({ id, points }) => {
        const point = points[i];
        const value = point ? metric.value(point) : null;
        // The two parts meet in the last point that is not extrapolated.
        const meets = [points[i - 1], point, points[i + 1]].some(isBeyond);
        return [
          [keyOf(id, "modelled"), isBeyond(point) ? null : value],
          [keyOf(id, "extrapolated"), meets ? value : null],
          [keyOf(id, "floor"), showsFloor && point ? metric.floor(point) : null],
        ];
      }),
    ),
  }));
  const values = curves.flatMap(({ points, dots }) => [
    ...points.flatMap((point) => [metric.value(point) ?? [], showsFloor ? (metric.floor(point) ?? []) : []].flat()),
    ...dots.flatMap((dot) => metric.measured(dot) ?? []),
  ]);
  const axis = logAxis(limit === null ? values : [...values, limit]);
  const parts: readonly Part[] = showsFloor ? ["modelled", "extrapolated", "floor"] : ["modelled", "extrapolated"];
  return (
    <ResponsiveContainer width="100%" height={250}>
      <LineChart
        data={data}
        margin={{ top: 8, right: 78, bottom: 4, left: 0 }}
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
          content={<CurveTooltip curves={curves} metric={metric} showsFloor={showsFloor} />}
          cursor={{ strokeDasharray: "2 2" }}
        />
        {limit !== null && (
          <ReferenceLine y={limit} className="limit-line" label={{ value: "limit", position: "insideTopLeft" }} />
        )}
        {curves.flatMap(({ id }) =>
          parts.map((part) => (
            <Line
              key={keyOf(id, part)}
              dataKey={keyOf(id, part)}
              className={`${classOf(id)} line-${part}`}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              stroke="currentColor"
              strokeWidth={part === "floor" ? 1.25 : 2}
            />
          )),
        )}
        <BandLayer curves={curves} metric={metric} />
        <DotLayer curves={curves} metric={metric} />
        <EndLabels curves={curves} metric={metric} />
        <ExtrapolatedLabel curves={curves} metric={metric} />
        {showsFloor && <FloorLabels curves={curves} metric={metric} axis={axis} />}
        <LoadMarkers axis={axis} />
      </LineChart>
    </ResponsiveContainer>
  );
});

type CurveTooltipProps = Pick<CurveChartProps, "curves" | "metric" | "showsFloor"> & Partial<TooltipContentProps>;

/** Recharts says where the pointer is. */
function CurveTooltip({ curves, metric, showsFloor, active, label }: CurveTooltipProps) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  if (!active) return null;
  const concurrency = Number(label);
  return (
    <div className="tooltip">
      <p>{formatCount(concurrency)} in flight</p>
      <ul>
        {curves.map(({ id, points }) => {
          const point = points.find((candidate) => candidate.concurrency === concurrency);
          const value = point ? metric.value(point) : null;
          if (!point || value === null) return null;
          const floor = showsFloor ? metric.floor(point) : null;
          return (
            <li key={id} className={classOf(id)}>
              <span className="platform-name">{labelOf(id)}</span>
              <span>
                {metric.format(value)}
                {floor !== null && `, floor ${metric.format(floor)}`}
                {isBeyond(point) && ", extrapolated"}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
