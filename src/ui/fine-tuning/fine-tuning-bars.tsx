import { gpus } from "../../study/known-gpus.ts";
import { fineTuningRemedyWords, whyItCannotClause } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import {
  FINE_TUNING_MEMORY_PARTS,
  type FineTuningMemoryPart,
} from "../../core/fine-tuning/physics/fine-tuning-memory.ts";
import { inDuration } from "../../core/units/wording.ts";
import type { FineTuningAnswer } from "../../questions/fine-tuning/fine-tuning-answer.ts";
import type { FineTuningPlatformAnswer } from "../../questions/fine-tuning/fine-tuning-platforms.ts";
import { BarKey, Bars } from "../charts/bars.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { costUnitName, formatAmount, formatGigabytes, formatOr, formatRatio, MISSING } from "../format/format.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { useWorkspace } from "../use-workspace.ts";
import { useFineTuningAnswer } from "./use-fine-tuning-answer.ts";

function reasonOf({ delivery, quote }: FineTuningPlatformAnswer): string | null {
  if (delivery.kind === "cannot") return whyItCannotClause(delivery.why, gpus);
  return quote?.kind === "unpriced" ? "price unknown" : null;
}

const winnerOf = ({ ranking }: FineTuningAnswer): string | null => (ranking.kind === "none" ? null : ranking.winner.id);

/** Relative cost per trained token: one bar a platform. */
export function FineTuningCostBars() {
  const answer = useFineTuningAnswer();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const { platforms } = answer;
  const winner = winnerOf(answer);
  const costOf = ({ quote }: FineTuningPlatformAnswer): string =>
    quote?.kind === "priced" ? formatAmount(quote.cost, unit) : MISSING;
  return (
    <ChartFrame
      title="Relative cost per trained token"
      subtitle={`${referenceText(answer)} = 1.00, while it trains, with 90 % bands`}
      columns={[
        { header: "Platform" },
        { header: "Relative cost", numeric: true },
        { header: "90 % band", numeric: true },
        { header: `Cost per million tokens (${unit})`, numeric: true },
      ]}
      rows={platforms.map((platform) => [
        platform.label,
        formatOr(platform.relativeCost, formatRatio),
        formatOr(platform.relativeCostBand, ([low, high]) => `${formatRatio(low)}–${formatRatio(high)}`),
        costOf(platform),
      ])}
      className="cost-bars"
    >
      <Bars
        most={Math.max(1, ...platforms.map(({ relativeCostBand }) => relativeCostBand?.[1] ?? 0))}
        bars={platforms.map((own) => ({
          id: own.platform.id,
          label: own.label,
          isWinner: own.platform.id === winner,
          parts: own.relativeCost === null ? [] : [{ kind: "cost", name: "cost", value: own.relativeCost }],
          reason: reasonOf(own),
          band: own.relativeCostBand,
          figure: (
            <>
              <b>{formatOr(own.relativeCost, formatRatio)}</b> <span className="hint">{costOf(own)}</span>
            </>
          ),
        }))}
      />
      <p className="axis-note">Right: {costUnitName(unit)} per million tokens, start-up apart</p>
    </ChartFrame>
  );
}

function referenceText({ reference, platforms }: FineTuningAnswer): string {
  const label = platforms.find(({ platform }) => platform.id === reference?.id)?.label;
  if (reference === null || label === undefined) return "cheapest";
  return reference.settings === "best-measured" ? `${label} at its best measured settings` : label;
}

const PARTS: readonly { readonly part: FineTuningMemoryPart; readonly kind: string; readonly name: string }[] = [
  { part: "weightBytes", kind: "weights", name: "weights" },
  { part: "gatherBytes", kind: "gathers", name: "gathers" },
  { part: "optimizerBytes", kind: "optimizer", name: "adapter and optimizer" },
  { part: "workspaceBytes", kind: "workspace", name: "workspace" },
  { part: "activationBytes", kind: "activations", name: "activations" },
  { part: "logitBytes", kind: "logits", name: "logits" },
];

/** What holds memory at the peak of a step, against the card. */
export function FineTuningMemoryBars() {
  const { platforms } = useFineTuningAnswer();
  const most = Math.max(
    ...platforms.flatMap(({ gpu, delivery }) => [gpu.deviceMemoryBytes, delivery.memory?.peakBytes ?? 0]),
  );
  return (
    <ChartFrame
      title="Memory per GPU"
      subtitle="GB at the peak of a step, counted; the line is the card"
      columns={[
        { header: "Platform" },
        ...PARTS.map(({ name }) => ({ header: `${name}, GB`, numeric: true })),
        { header: "Peak, GB", numeric: true },
        { header: "Card, GB", numeric: true },
        { header: "Fits" },
      ]}
      rows={platforms.map((platform) => [
        platform.label,
        ...FINE_TUNING_MEMORY_PARTS.map((part) =>
          platform.delivery.memory ? formatGigabytes(platform.delivery.memory[part]) : MISSING,
        ),
        platform.delivery.memory ? formatGigabytes(platform.delivery.memory.peakBytes) : MISSING,
        formatGigabytes(platform.gpu.deviceMemoryBytes),
        verdictOf(platform),
      ])}
      className="memory-bars"
    >
      <Bars
        most={most}
        bars={platforms.map((own) => {
          const { memory } = own.delivery;
          return {
            id: own.platform.id,
            label: own.label,
            isWinner: false,
            parts:
              memory === null
                ? []
                : PARTS.map(({ part, kind, name }) => ({
                    kind,
                    name,
                    value: memory[part],
                    label: formatGigabytes(memory[part]),
                  })),
            reason: reasonOf(own),
            edge: own.gpu.deviceMemoryBytes,
            figure: memory && (
              <>
                <b>{formatGigabytes(memory.peakBytes)}</b>{" "}
                <span className="hint">of {formatGigabytes(memory.deviceBytes)}</span>
              </>
            ),
            note: memory === null ? null : verdictOf(own),
            isDoubtful: own.delivery.kind === "cannot" || own.delivery.memoryFit.kind !== "fits",
          };
        })}
      />
      <BarKey parts={PARTS} />
    </ChartFrame>
  );
}

/** Whether it fits, and what would make it fit. */
function verdictOf({ delivery }: FineTuningPlatformAnswer): string {
  if (delivery.kind === "delivers") {
    switch (delivery.memoryFit.kind) {
      case "fits":
        return `fits, ${formatGigabytes(delivery.memory.headroomBytes)} GB left`;
      case "measured-to-run":
        return "measured to run; the model counts too much memory here";
    }
  }
  const { why } = delivery;
  if (why.kind !== "out-of-memory") return whyItCannotClause(why, gpus);
  const helps = why.remedies.map(fineTuningRemedyWords);
  return `does not fit; ${helps.length === 0 ? "no single change makes it fit" : `fits with ${helps.join(" or ")}`}`;
}

const RUN_PARTS = [
  { key: "startUpSeconds", kind: "start-up", name: "start-up" },
  { key: "compileSeconds", kind: "compilation", name: "compilation" },
  { key: "allStepsSeconds", kind: "steps", name: "steps" },
] as const;

/** How long the run takes on each platform, and what it costs. */
export function RunBars() {
  const answer = useFineTuningAnswer();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const { platforms } = answer;
  const winner = winnerOf(answer);
  return (
    <ChartFrame
      title="Time and cost of the run"
      subtitle={`start-up and compilation apart; cost in ${costUnitName(unit)}, of all GPUs from start to end`}
      columns={[
        { header: "Platform" },
        ...RUN_PARTS.map(({ name }) => ({ header: name, numeric: true })),
        { header: "Run", numeric: true },
        { header: `Cost of the run (${unit})`, numeric: true },
      ]}
      rows={platforms.map((own) => [
        own.label,
        ...RUN_PARTS.map(({ key }) =>
          own.delivery.kind === "delivers" ? inDuration(own.delivery.performance[key]) : MISSING,
        ),
        own.delivery.kind === "delivers" ? inDuration(own.delivery.performance.wallSeconds) : MISSING,
        runCost(own, unit),
      ])}
      className="run-bars"
    >
      <Bars
        most={Math.max(0, ...platforms.map(({ seconds }) => seconds ?? 0))}
        bars={platforms.map((own) => ({
          id: own.platform.id,
          label: own.label,
          isWinner: own.platform.id === winner,
          parts:
            own.delivery.kind === "cannot"
              ? []
              : RUN_PARTS.map(({ key, kind, name }) => ({
                  kind,
                  name,
                  value: own.delivery.kind === "delivers" ? own.delivery.performance[key] : 0,
                })),
          reason: "does not run as set up",
          figure: (
            <>
              <b>{formatOr(own.seconds, inDuration)}</b> <span className="hint">{runCost(own, unit)}</span>
            </>
          ),
        }))}
      />
      <BarKey parts={RUN_PARTS} />
      <p className="axis-note">Loading the weights is in no figure: no source measures it</p>
    </ChartFrame>
  );
}

function runCost({ runQuote }: FineTuningPlatformAnswer, unit: PriceUnit): string {
  return runQuote?.kind === "priced" ? formatAmount(runQuote.cost, unit) : MISSING;
}
