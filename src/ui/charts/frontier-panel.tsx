import { lazy, Suspense, useDeferredValue, useState } from "react";
import { hasLimits } from "../../core/serving/answer/limits.ts";
import type { Deployment } from "../../core/serving/physics/deployment.ts";
import { servingAnswerOf } from "../../questions/serving/serving-answer.ts";
import type { ServingAsked } from "../../questions/serving/serving-platforms.ts";
import { type PlatformFrontier, presentYields, servingFrontiers } from "../../questions/serving/serving-frontier.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { formatCount, formatOr } from "../format/format.ts";
import { OrElse } from "../or-else.tsx";
import { useInSlices } from "../use-in-slices.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useServingButLoad } from "../use-serving-but-load.ts";
import { useServingAnswer, useServingStudy, useWorkspace } from "../use-workspace.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { frontierMetrics, settingsLabel } from "./frontier-metrics.ts";
import { logAxis } from "./log-ticks.ts";

const FrontierChart = lazy(() => import("./frontier-chart.tsx").then((module) => ({ default: module.FrontierChart })));

function frontiersOf(asked: ServingAsked, study: ServingStudy): Generator<null, readonly PlatformFrontier[]> {
  return servingFrontiers(servingAnswerOf(study, asked));
}

/** What each platform can be set to between speed for each user and throughput, and where the scenario is. */
export function Frontier() {
  // A dragged slider does not wait for what lies below the first view.
  const current = useDeferredValue(useServingAnswer((answer) => answer));
  const asked = useDeferredValue(useServingButLoad());
  const { value: frontiers, isCurrent } = useInSlices(frontiersOf, asked, useServingStudy());
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const labelOf = useLabels();
  const [per, setPer] = useState<"gpu" | "price">("gpu");
  const metrics = frontierMetrics(unit);
  const metric = metrics[per];
  const { limits } = asked.choice;
  const leastSpeed = limits.tpotSeconds !== null && limits.tpotBasis === "token" ? 1 / limits.tpotSeconds : null;
  const points = (frontiers ?? []).flatMap(({ id, points: own }) => own.map((point) => ({ id, point })));
  const all = [...points.map(({ point }) => point), ...presentYields(current)];
  const speed = logAxis([
    ...all.map((delivery) => delivery.tokensPerSecondPerUser),
    ...(leastSpeed ? [leastSpeed] : []),
  ]);
  const throughput = logAxis(all.flatMap((own) => metric.value(own) ?? []));
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
      rows={points.map(({ id, point }) => [
        labelOf(id),
        formatCount(point.tokensPerSecondPerUser),
        formatOr(metrics.gpu.value(point), metrics.gpu.format),
        formatOr(metrics.price.value(point), metrics.price.format),
        formatCount(point.requestsPerReplica),
        fullSettings(point.deployment),
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
                unit={unit}
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

function fullSettings(deployment: Deployment): string {
  return `${settingsLabel(deployment, null)}, ${formatCount(deployment.maxNumSeqs)} seqs`;
}
