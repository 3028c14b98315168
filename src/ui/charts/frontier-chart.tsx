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
import { servingModel } from "../../catalog/serving-model.ts";
import { type DeliveryPoint, deliveriesOf, type PlatformFrontier } from "../../scenario/frontier.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { formatCount } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
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
  readonly gpu: string;
  readonly point: DeliveryPoint;
}

/** Frontiers with their settings where those change; drawn anew only when they do, since the user's own rings move with the load. */
export const FrontierChart = memo(function FrontierChart(props: FrontierChartProps) {
  const { frontiers, leastSpeed } = props;
  const metric = frontierMetrics(props.unit)[props.per];
  const [x, y] = [logAxis([props.slowest, props.fastest]), logAxis([props.least, props.most])];
  const series = frontiers.map(({ gpu, points }) => ({
    gpu,
    placed: points.map((point): Placed => ({ x: point.tokensPerSecondPerUser, y: metric.value(point), gpu, point })),
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
        {series.map(({ gpu, placed }) => (
          <Scatter
            key={gpu}
            name={servingModel.gpus.get(gpu)!.shortName}
            data={placed}
            className={platformClass(gpu)}
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
  readonly gpu: string;
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
  readonly series: readonly { readonly gpu: string; readonly placed: readonly Placed[] }[];
}) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const wanted = series.flatMap(({ gpu, placed }) =>
    settingRuns(placed).map(({ first, label }, i): Label => {
      const name = i === 0 ? `${servingModel.gpus.get(gpu)!.shortName}: ` : "";
      return { gpu, text: `${name}${label}`, x: (x(first.x) ?? 0) + 4, y: (y(first.y) ?? 0) - 6 };
    }),
  );
  // A label that would lie over one before it goes without: the table has every setting.
  const placed = wanted.reduce<readonly Label[]>(
    (known, label) => (known.some((other) => overlap(other, label)) ? known : [...known, label]),
    [],
  );
  return (
    <g aria-hidden="true">
      {placed.map(({ gpu, text, x: left, y: base }) => (
        <text key={`${gpu} ${text} ${left}`} className={`setting-label ${platformClass(gpu)}`} x={left} y={base}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** Stretches of one line with the same settings; single points between others are left out. */
function settingRuns(placed: readonly Placed[]): readonly { readonly first: Placed; readonly label: string }[] {
  const runs: Placed[][] = [];
  for (const place of placed) {
    const last = runs.at(-1);
    if (last && settingsLabel(place.point.offer, last[0]!.point.offer) === "") last.push(place);
    else runs.push([place]);
  }
  const shown = runs.filter((run, i) => i === 0 || run.length > 1);
  return shown.flatMap((run, i) => {
    const before = shown[i - 1]?.[0]?.point.offer ?? null;
    const label = settingsLabel(run[0]!.point.offer, before);
    return label === "" ? [] : [{ first: run[0]!, label }];
  });
}

function overlap(a: Label, b: Label): boolean {
  const width = (label: Label): number => label.text.length * LABEL_WIDTH_PER_CHARACTER;
  return Math.abs(a.y - b.y) < LABEL_HEIGHT && a.x < b.x + width(b) && b.x < a.x + width(a);
}

/** Where the platforms are at the load of this moment, following the slider without redrawing the chart. */
function OwnRings({ metric }: { readonly metric: FrontierMetric }) {
  const evaluation = useEvaluation((current) => current);
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!x || !y) return null;
  const { winner } = evaluation.recommendation;
  return (
    <g aria-hidden="true">
      {deliveriesOf(evaluation).map(({ gpu, ...own }) => {
        const [left, top] = [x(own.tokensPerSecondPerUser), y(metric.value(own))];
        if (left === undefined || top === undefined) return null;
        return (
          <g key={gpu} className={platformClass(gpu)}>
            <circle className="own-ring" cx={left} cy={top} r={7} />
            {gpu === winner && (
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
  const placed = tooltip.payload?.[0]?.payload as Placed | undefined;
  if (!tooltip.active || !placed) return null;
  const { gpu, point } = placed;
  return (
    <div className="tooltip">
      <p className={platformClass(gpu)}>
        <span className="platform-name">{servingModel.gpus.get(gpu)!.shortName}</span>{" "}
        {settingsLabel(point.offer, null)}, {formatCount(point.offer.maxNumSeqs)} seqs
      </p>
      <p>{formatCount(point.requestsPerReplica)} running on each replica</p>
      <p>{formatCount(point.tokensPerSecondPerUser)} tokens/s for each user</p>
      <p>
        {metric.format(metric.value(point))} {metric.subtitle}
      </p>
    </div>
  );
}
