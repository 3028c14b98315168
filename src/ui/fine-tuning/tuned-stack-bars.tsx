import type { TunedStack } from "../../core/fine-tuning/physics/tuned-stack.ts";
import { Bars } from "../charts/bars.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { formatCount, formatOr, formatPercent } from "../format/format.ts";
import { useFineTuningAnswer } from "./use-fine-tuning-answer.ts";

/** What vendor-tuned stacks reach on the same GPU, beside what is modelled: how much is left in software. */
export function TunedStackBars() {
  const { platforms, study } = useFineTuningAnswer();
  const rows = platforms.flatMap(({ platform, label, gpu, delivery }) =>
    delivery.kind === "delivers"
      ? [
          {
            id: platform.id,
            label,
            stack: study.model.tunedStacks.get(gpu.id) ?? null,
            own: delivery.performance.tokensPerSecond,
            reachable: delivery.performance.tunedStackTokensPerSecond,
            utilization: delivery.performance.modelFlopsUtilization,
          },
        ]
      : [],
  );
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
      rows={rows.map(({ label, stack, own, reachable, utilization }) => [
        label,
        formatCount(own),
        formatOr(reachable, formatCount),
        wholePercent(utilization),
        stack === null ? "none" : citation(stack),
      ])}
      note={study.tunedStackNote}
      className="tuned-stacks"
    >
      <Bars
        most={Math.max(0, ...rows.map(({ own, reachable }) => Math.max(own, reachable ?? 0)))}
        bars={rows.map(({ id, label, stack, own, reachable }) => ({
          id,
          label,
          isWinner: false,
          parts: [
            { kind: "reached", name: "modelled", value: own },
            ...(reachable === null
              ? []
              : [{ kind: "reachable", name: "at a tuned stack’s share", value: Math.max(0, reachable - own) }]),
          ],
          reason: null,
          figure: (
            <>
              <b>{formatCount(own)}</b>{" "}
              {reachable !== null && <span className="hint">{(reachable / own).toFixed(1)}x left</span>}
            </>
          ),
          note: stack === null ? "No tuned stack is cited" : citation(stack),
        }))}
      />
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
