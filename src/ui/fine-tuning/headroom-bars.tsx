import { shippedTrainingFacts } from "../../catalog/shipped-training-facts.ts";
import { trainingModel } from "../../catalog/training-model.ts";
import type { TunedStack } from "../../core/fine-tuning/physics/tuned-stack.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { formatCount, formatPercent, MISSING } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

/** What vendor-tuned stacks reach on the same GPU, beside what is modelled: how much is left in software. */
export function TrainingHeadroom() {
  const { platforms } = useFineTuningEvaluation();
  const rows = platforms.flatMap(({ gpu, performance }) => {
    const stack = trainingModel.tunedStacks.get(gpu.id) ?? null;
    if (performance === null) return [];
    return [
      { gpu, stack, own: performance.tokensPerSecond, reachable: performance.tunedStackTokensPerSecond, performance },
    ];
  });
  const most = Math.max(0, ...rows.map(({ own, reachable }) => Math.max(own, reachable ?? 0)));
  return (
    <ChartFrame
      title="Headroom in software"
      subtitle="tokens/s of the platform: modelled, within what a cited vendor-tuned stack’s share of the peak would train"
      columns={[
        { header: "Platform" },
        { header: "Modelled tokens/s", numeric: true },
        { header: "At a tuned stack’s share", numeric: true },
        { header: "Of the bf16 peak", numeric: true },
        { header: "Cited" },
      ]}
      rows={rows.map(({ gpu, stack, own, reachable, performance }) => [
        gpu.shortName,
        formatCount(own),
        reachable === null ? MISSING : formatCount(reachable),
        wholePercent(performance.modelFlopsUtilization),
        stack === null ? "none" : citation(stack),
      ])}
      note={shippedTrainingFacts.tunedStackNote}
      className="training-headroom"
    >
      <ul className="bars">
        {rows.map(({ gpu, stack, own, reachable }) => (
          <li key={gpu.id} className={platformClass(gpu.id)}>
            <span className="platform-name">{gpu.shortName}</span>
            <span className="bar-track">
              <svg className="reach-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                {reachable !== null && <rect className="reachable" width={(reachable / most) * 100} height={10} />}
                <rect className="reached" width={(own / most) * 100} height={10} />
              </svg>
            </span>
            <span className="bar-value">
              <b>{formatCount(own)}</b>{" "}
              {reachable !== null && <span className="hint">{(reachable / own).toFixed(1)}x left</span>}
            </span>
            <p className="memory-verdict">{stack === null ? "No tuned stack is cited" : citation(stack)}</p>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function wholePercent(fraction: number): string {
  return formatPercent(Math.round(fraction * 100) / 100);
}

function citation(stack: TunedStack): string {
  const { round, submitter, gpuCount, tokensPerSecondPerGpu, modelFlopsUtilization, peakFormat } = stack;
  const peak = `${wholePercent(modelFlopsUtilization)} of the ${peakFormat === "fp8" ? "FP8" : "bf16"} peak`;
  return `MLPerf Training ${round}, ${submitter}, ${gpuCount} GPUs: ${formatCount(tokensPerSecondPerGpu)} tokens/s per GPU, ${peak}`;
}
