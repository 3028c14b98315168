import { lazy, Suspense, useDeferredValue, useState } from "react";
import { curvesOf, type CurvePoint, type PlatformCurve } from "../../scenario/curves.ts";
import { servingModel } from "../../catalog/serving-model.ts";
import { formatCount, formatOr } from "../format/format.ts";
import { useScenarioButLoad } from "../use-scenario.ts";
import { OrElse } from "../or-else.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { costMetrics, LATENCY_METRICS, THROUGHPUT_METRIC, type CurveMetric } from "./curve-metrics.ts";

const CurveChart = lazy(() => import("./curve-chart.tsx").then((module) => ({ default: module.CurveChart })));

const EXTRAPOLATED_MARK = "\u2009†";

/** Cost, throughput and latency against concurrency: measured dots on modelled lines. */
export function Curves() {
  const scenario = useDeferredValue(useScenarioButLoad());
  const curves = curvesOf(scenario);
  const [costId, setCostId] = useState<CurveMetric["id"]>("relative");
  const cost = costMetrics(scenario.priceUnit).find(({ id }) => id === costId)!;
  const [latencyId, setLatencyId] = useState<CurveMetric["id"]>("tpot");
  const latency = LATENCY_METRICS.find(({ id }) => id === latencyId)!;
  const [floorWanted, setFloorWanted] = useState(false);
  const hasFloor = latency.id === "chunk";
  return (
    <div className="curves">
      {scenario.demand !== null && (
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
        limit={latency.limit(scenario.limits)}
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
  const shortName = (gpu: string): string => servingModel.gpus.get(gpu)!.shortName;
  const cellOf = (point: CurvePoint): string => {
    const text = formatOr(metric.value(point), metric.format);
    return point.extrapolated ? `${text}${EXTRAPOLATED_MARK}` : text;
  };
  const floored = showsFloor ? curves : [];
  return (
    <ChartFrame
      title={metric.title}
      subtitle={metric.subtitle}
      columns={[
        { header: "In flight", numeric: true },
        ...curves.map(({ gpu }) => ({ header: shortName(gpu), numeric: true })),
        ...floored.map(({ gpu }) => ({ header: `${shortName(gpu)} floor`, numeric: true })),
      ]}
      rows={(curves[0]?.points ?? [])
        .map(({ concurrency }, i) => [
          formatCount(concurrency),
          ...curves.map(({ points }) => cellOf(points[i]!)),
          ...floored.map(({ points }) => formatOr(metric.floor(points[i]!), metric.format)),
        ])
        .filter((_, i) => i % 4 === 0)}
      note={note}
      tableNote={
        curves.some(({ points }) => points.some(({ extrapolated }) => extrapolated))
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
