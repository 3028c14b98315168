import { memo } from "react";
import {
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
  useXAxisScale,
  useYAxisScale,
  type TooltipContentProps,
} from "recharts";
import { type PlatformFrontier, presentYields } from "../../questions/serving/serving-frontier.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { formatCount, formatOr } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingAnswer } from "../use-workspace.ts";
import { frontierMetrics, type FrontierMetric, settingsLabel } from "./frontier-metrics.ts";
import { logAxis } from "./log-ticks.ts";

interface FrontierChartProps {
  readonly frontiers: readonly PlatformFrontier[];
  readonly per: "gpu" | "price";
  readonly unit: PriceUnit;
  /** Least tokens per second for a user that the limits allow; null without such a limit. */
  readonly leastSpeed: number | null;
  /** What the axes have to hold. */
  readonly slowest: number;
  readonly fastest: number;
  readonly least: number;
  readonly most: number;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly id: string;
  readonly point: PlatformFrontier["points"][number];
}

/** Frontiers with their settings where those change; drawn anew only when they do, since the user's own rings move with the load. */
export const FrontierChart = memo(function FrontierChart(props: FrontierChartProps) {
  const { frontiers, leastSpeed } = props;
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const metric = frontierMetrics(props.unit)[props.per];
  const [x, y] = [logAxis([props.slowest, props.fastest]), logAxis([props.least, props.most])] as const;
  const series = frontiers.map(({ id, points }) => ({
    id,
    placed: points.flatMap((point): readonly Placed[] => {
      const height = metric.value(point);
      return height === null ? [] : [{ x: point.tokensPerSecondPerUser, y: height, id, point }];
    }),
  }));
  return (
    <ResponsiveContainer width="100%" height={320}>
      <ScatterChart margin={{ top: 12, right: 12, bottom: 4, left: 0 }} title={`Speed against ${metric.subtitle}`}>
        <CartesianGrid />
        <XAxis
          dataKey="x"
          type="number"
          scale="log"
          domain={[...x.domain]}
          ticks={[...x.ticks]}
          tickFormatter={formatCount}
          interval={0}
        />
        <YAxis
          dataKey="y"
          type="number"
          scale="log"
          domain={[...y.domain]}
          ticks={[...y.ticks]}
          tickFormatter={metric.formatTick}
          width={46}
          interval={0}
        />
        <Tooltip isAnimationActive={false} content={<FrontierTooltip metric={metric} />} />
        {leastSpeed !== null && leastSpeed > x.domain[0] && (
          <ReferenceArea
            x1={x.domain[0]}
            x2={Math.min(leastSpeed, x.domain[1])}
            className="excluded"
            label={{ value: "over the TPOT limit", position: "insideBottomLeft" }}
          />
        )}
        {series.map(({ id, placed }) => (
          <Scatter
            key={id}
            name={labelOf(id)}
            data={placed}
            className={classOf(id)}
            line={{ strokeWidth: 1.5 }}
            stroke="currentColor"
            fill="currentColor"
            shape={<FrontierDot />}
            isAnimationActive={false}
          />
        ))}
        <SettingLabels series={series} />
        <OwnRings metric={metric} />
      </ScatterChart>
    </ResponsiveContainer>
  );
});

/** Recharts fills in the place. */
function FrontierDot({ cx, cy, payload }: { readonly cx?: number; readonly cy?: number; readonly payload?: Placed }) {
  if (cx === undefined || cy === undefined || !payload) return null;
  return <circle className={payload.point.withinLimits ? "dot" : "dot dot-unsteady"} cx={cx} cy={cy} r={2.6} />;
}

interface Label {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const LABEL_HEIGHT = 12;
const LABEL_WIDTH_PER_CHARACTER = 5.6;

/** The platform's name at its slow end with the settings there, and each further setting where it comes in. */
function SettingLabels({
  series,
}: {
  readonly series: readonly { readonly id: string; readonly placed: readonly Placed[] }[];
}) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const wanted = series.flatMap(({ id, placed }) =>
    settingRuns(placed).map(({ first, label }, i): Label => {
      const name = i === 0 ? `${labelOf(id)}: ` : "";
      return { id, text: `${name}${label}`, x: (x(first.x) ?? 0) + 4, y: (y(first.y) ?? 0) - 6 };
    }),
  );
  // A label that would lie over one before it goes without: the table has every setting.
  const placed = wanted.reduce<readonly Label[]>(
    (known, label) => (known.some((other) => overlap(other, label)) ? known : [...known, label]),
    [],
  );
  return (
    <g aria-hidden="true">
      {placed.map(({ id, text, x: left, y: base }) => (
        <text key={`${id} ${text} ${left}`} className={`setting-label ${classOf(id)}`} x={left} y={base}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** Stretches of one line with the same settings; single points between others are left out. */
function settingRuns(placed: readonly Placed[]): readonly { readonly first: Placed; readonly label: string }[] {
  const runs: { readonly first: Placed; readonly length: number }[] = [];
  for (const place of placed) {
    const last = runs.at(-1);
    if (last && settingsLabel(place.point.deployment, last.first.point.deployment) === "") {
      runs[runs.length - 1] = { ...last, length: last.length + 1 };
    } else runs.push({ first: place, length: 1 });
  }
  const shown = runs.filter(({ length }, i) => i === 0 || length > 1);
  return shown.flatMap(({ first }, i) => {
    const before = shown[i - 1]?.first.point.deployment ?? null;
    const label = settingsLabel(first.point.deployment, before);
    return label === "" ? [] : [{ first, label }];
  });
}

function overlap(a: Label, b: Label): boolean {
  const width = (label: Label): number => label.text.length * LABEL_WIDTH_PER_CHARACTER;
  return Math.abs(a.y - b.y) < LABEL_HEIGHT && a.x < b.x + width(b) && b.x < a.x + width(a);
}

/** Where the platforms are at the load of this moment, following the slider without redrawing the chart. */
function OwnRings({ metric }: { readonly metric: FrontierMetric }) {
  const answer = useServingAnswer((current) => current);
  const classOf = usePlatformClass();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const winner = answer.ranking.kind === "none" ? null : answer.ranking.winner.id;
  return (
    <g aria-hidden="true">
      {presentYields(answer).map(({ id, ...own }) => {
        const height = metric.value(own);
        if (height === null) return null;
        const [left, top] = [x(own.tokensPerSecondPerUser), y(height)];
        if (left === undefined || top === undefined) return null;
        return (
          <g key={id} className={classOf(id)}>
            <circle className="own-ring" cx={left} cy={top} r={7} />
            {id === winner && (
              <text className="own-label" x={left - 6} y={top + 18} textAnchor="end">
                now
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Recharts fills in everything but the metric. */
function FrontierTooltip({ metric, ...tooltip }: { readonly metric: FrontierMetric } & Partial<TooltipContentProps>) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const placed = tooltip.payload?.[0]?.payload as Placed | undefined;
  if (!tooltip.active || !placed) return null;
  const { id, point } = placed;
  return (
    <div className="tooltip">
      <p className={classOf(id)}>
        <span className="platform-name">{labelOf(id)}</span> {settingsLabel(point.deployment, null)},{" "}
        {formatCount(point.deployment.maxNumSeqs)} seqs
      </p>
      <p>{formatCount(point.requestsPerReplica)} running on each replica</p>
      <p>{formatCount(point.tokensPerSecondPerUser)} tokens/s for each user</p>
      <p>
        {formatOr(metric.value(point), metric.format)} {metric.subtitle}
      </p>
    </div>
  );
}
