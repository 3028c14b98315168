import { lazy, Suspense, useDeferredValue, useState } from "react";
import { curvesOf, type CurvePoint, type PlatformCurve } from "../../questions/serving/curves.ts";
import type { ServingAsked } from "../../questions/serving/serving-platforms.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { formatCount, formatOr, MISSING } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useServingButLoad } from "../use-serving-but-load.ts";
import { useServingStudy, useWorkspace } from "../use-workspace.ts";
import { OrElse } from "../or-else.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { costMetrics, type CurveMetric, isBeyond, LATENCY_METRICS, THROUGHPUT_METRIC } from "./curve-metrics.ts";

const CurveChart = lazy(() => import("./curve-chart.tsx").then((module) => ({ default: module.CurveChart })));

const EXTRAPOLATED_MARK = "\u2009†";

const remembered = new WeakMap<ServingAsked, readonly PlatformCurve[]>();

/** Worked out once for what is asked. */
function rememberedCurves(study: ServingStudy, asked: ServingAsked): readonly PlatformCurve[] {
  let curves = remembered.get(asked);
  if (curves === undefined) remembered.set(asked, (curves = curvesOf(study, asked)));
  return curves;
}

/** Cost, throughput and latency against concurrency: measured dots on modelled lines. */
export function Curves() {
  const asked = useDeferredValue(useServingButLoad());
  const curves = rememberedCurves(useServingStudy(), asked);
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const [costId, setCostId] = useState<CurveMetric["id"]>("relative");
  const [relative, absolute] = costMetrics(unit);
  const cost = costId === "relative" ? relative : absolute;
  const [latencyId, setLatencyId] = useState<CurveMetric["id"]>("tpot");
  const latency = LATENCY_METRICS.find(({ id }) => id === latencyId) ?? LATENCY_METRICS[0];
  const [floorWanted, setFloorWanted] = useState(false);
  const hasFloor = latency.id === "chunk";
  return (
    <div className="curves">
      {asked.choice.demand !== null && (
        <p className="hint curves-note">Of one rental unit of each platform, over the requests in flight on it</p>
      )}
      <CurveFrame
        curves={curves}
        metric={cost}
        limit={null}
        note={
          <label className="inline">
            Show{" "}
            <select value={costId} onChange={(event) => setCostId(event.target.value as CurveMetric["id"])}>
              <option value="relative">relative cost</option>
              <option value="cost">cost per million tokens</option>
            </select>
          </label>
        }
      />
      <CurveFrame
        curves={curves}
        metric={THROUGHPUT_METRIC}
        limit={null}
        note="Dots are published rows; hollow ones are no steady state. The benchmark's client drains its warm-up inside the measured minute, so its figures lie below the steady state that the lines show. Bands are to hold 90 % of what is measured."
      />
      <CurveFrame
        curves={curves}
        metric={latency}
        limit={latency.limit(asked.choice.limits)}
        showsFloor={hasFloor && floorWanted}
        note={
          <span className="chart-options">
            <label className="inline">
              Show{" "}
              <select value={latencyId} onChange={(event) => setLatencyId(event.target.value as CurveMetric["id"])}>
                <option value="tpot">TPOT per token</option>
                <option value="chunk">TPOT per chunk</option>
                <option value="ttft">TTFT</option>
                <option value="request">whole request</option>
              </select>
            </label>
            {hasFloor && (
              <label className="check">
                <input
                  type="checkbox"
                  checked={floorWanted}
                  onChange={(event) => setFloorWanted(event.target.checked)}
                />
                Floor of the hardware
              </label>
            )}
          </span>
        }
      />
    </div>
  );
}

interface CurveFrameProps {
  readonly curves: readonly PlatformCurve[];
  readonly metric: CurveMetric;
  readonly limit: number | null;
  readonly showsFloor?: boolean;
  readonly note?: React.ReactNode;
}

function CurveFrame({ curves, metric, limit, showsFloor = false, note }: CurveFrameProps) {
  const labelOf = useLabels();
  const cellOf = (point: CurvePoint | undefined): string => {
    if (point === undefined) return MISSING;
    const text = formatOr(metric.value(point), metric.format);
    return isBeyond(point) ? `${text}${EXTRAPOLATED_MARK}` : text;
  };
  const floorOf = (point: CurvePoint | undefined): string =>
    point === undefined ? MISSING : formatOr(metric.floor(point), metric.format);
  const floored = showsFloor ? curves : [];
  return (
    <ChartFrame
      title={metric.title}
      subtitle={metric.subtitle}
      columns={[
        { header: "In flight", numeric: true },
        ...curves.map(({ id }) => ({ header: labelOf(id), numeric: true })),
        ...floored.map(({ id }) => ({ header: `${labelOf(id)} floor`, numeric: true })),
      ]}
      rows={(curves[0]?.points ?? [])
        .map(({ concurrency }, i) => [
          formatCount(concurrency),
          ...curves.map(({ points }) => cellOf(points[i])),
          ...floored.map(({ points }) => floorOf(points[i])),
        ])
        .filter((_, i) => i % 4 === 0)}
      note={note}
      tableNote={
        curves.some(({ points }) => points.some(isBeyond))
          ? `${EXTRAPOLATED_MARK} extrapolated beyond what was measured`
          : null
      }
    >
      <div className="plot">
        <OrElse message="The chart could not be loaded. Its table holds the same numbers.">
          <Suspense fallback={null}>
            <CurveChart curves={curves} metric={metric} limit={limit} showsFloor={showsFloor} />
          </Suspense>
        </OrElse>
      </div>
    </ChartFrame>
  );
}
