import { lazy, Suspense, useDeferredValue, useState } from "react";
import { servingModel } from "../../catalog/serving-model.ts";
import { hasLimits } from "../../core/serving/answer/limits.ts";
import type { PlatformOffer } from "../../core/serving/answer/platform-evaluation.ts";
import { evaluationOf } from "../../scenario/evaluation.ts";
import { deliveriesOf, frontiersOf } from "../../scenario/frontier.ts";
import { formatCount } from "../format/format.ts";
import { OrElse } from "../or-else.tsx";
import { useInSlices } from "../use-in-slices.ts";
import { useScenario, useScenarioButLoad } from "../use-scenario.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { frontierMetrics, settingsLabel } from "./frontier-metrics.ts";
import { logAxis } from "./log-ticks.ts";

const FrontierChart = lazy(() => import("./frontier-chart.tsx").then((module) => ({ default: module.FrontierChart })));

/** What each platform can be set to between speed for each user and throughput, and where the scenario is. */
export function Frontier() {
  // A dragged slider does not wait for what lies below the first view.
  const current = useDeferredValue(useScenario((scenario) => scenario));
  const scenario = useDeferredValue(useScenarioButLoad());
  const { value: frontiers, isCurrent } = useInSlices(frontiersOf, scenario, null);
  const [per, setPer] = useState<"gpu" | "price">("gpu");
  const metrics = frontierMetrics(scenario.priceUnit);
  const metric = metrics[per];
  const { limits } = scenario;
  const leastSpeed = limits.tpotSeconds !== null && limits.tpotBasis === "token" ? 1 / limits.tpotSeconds : null;
  const points = (frontiers ?? []).flatMap(({ gpu, points: own }) => own.map((point) => ({ gpu, point })));
  const all = [...points.map(({ point }) => point), ...deliveriesOf(evaluationOf(current))];
  const speed = logAxis([
    ...all.map((delivery) => delivery.tokensPerSecondPerUser),
    ...(leastSpeed ? [leastSpeed] : []),
  ]);
  const throughput = logAxis(all.map(metric.value));
  return (
    <ChartFrame
      title="Speed against throughput"
      subtitle={`${metric.subtitle}, against speed for each user`}
      columns={[
        { header: "Platform" },
        { header: "Tokens/s per user", numeric: true },
        { header: metrics.gpu.header, numeric: true },
        { header: metrics.price.header, numeric: true },
        { header: "Running per replica", numeric: true },
        { header: "Settings" },
        { header: "Within limits" },
      ]}
      rows={points.map(({ gpu, point }) => [
        servingModel.gpus.get(gpu)!.shortName,
        formatCount(point.tokensPerSecondPerUser),
        metrics.gpu.format(metrics.gpu.value(point)),
        metrics.price.format(metrics.price.value(point)),
        formatCount(point.requestsPerReplica),
        fullSettings(point.offer),
        point.withinLimits ? "yes" : "no",
      ])}
      className="frontier"
      note={
        <>
          <label className="inline">
            Show{" "}
            <select value={per} onChange={(event) => setPer(event.target.value as "gpu" | "price")}>
              <option value="gpu">per GPU</option>
              <option value="price">per price unit</option>
            </select>
          </label>{" "}
          Each line is the best of all settings that were run on that GPU, at any load, at full use; rings are where you
          are. {hasLimits(limits) && "Hollow points break a limit."}
        </>
      }
    >
      <div className="plot" aria-busy={!isCurrent}>
        {frontiers !== null && (
          <OrElse message="The chart could not be loaded. Its table holds the same numbers.">
            <Suspense fallback={null}>
              <FrontierChart
                frontiers={frontiers}
                per={per}
                unit={scenario.priceUnit}
                leastSpeed={leastSpeed}
                slowest={speed.domain[0]}
                fastest={speed.domain[1]}
                least={throughput.domain[0]}
                most={throughput.domain[1]}
              />
            </Suspense>
          </OrElse>
        )}
      </div>
      <p className="axis-note frontier-axis">Right: output tokens/s of one user; up: {metric.subtitle}</p>
    </ChartFrame>
  );
}

function fullSettings(offer: PlatformOffer): string {
  return `${settingsLabel(offer, null)}, ${formatCount(offer.maxNumSeqs)} seqs`;
}
