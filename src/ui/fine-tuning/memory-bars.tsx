import { trainingRemedyClause } from "../../core/fine-tuning/answer/training-sentence.ts";
import {
  TRAINING_MEMORY_PARTS,
  type TrainingMemory,
  type TrainingMemoryPart,
} from "../../core/fine-tuning/physics/training-memory.ts";
import type { TrainingEvaluation } from "../../core/fine-tuning/answer/training-evaluation.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { formatGigabytes, MISSING } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { memoryText } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

const PART_NAMES: Readonly<Record<TrainingMemoryPart, string>> = {
  weightBytes: "weights",
  gatherBytes: "gathers",
  optimizerBytes: "adapter and optimizer",
  workspaceBytes: "workspace",
  activationBytes: "activations",
  logitBytes: "logits",
};

/** What holds memory at the peak of a training step, against the card. */
export function TrainingMemoryBars() {
  const { platforms } = useFineTuningEvaluation();
  const most = Math.max(...platforms.flatMap(({ gpu, memory }) => [gpu.deviceMemoryBytes, memory?.peakBytes ?? 0]));
  return (
    <ChartFrame
      title="Memory per GPU"
      subtitle="GB at the peak of a step, counted; the line is the card"
      columns={[
        { header: "Platform" },
        ...TRAINING_MEMORY_PARTS.map((part) => ({ header: `${PART_NAMES[part]}, GB`, numeric: true })),
        { header: "Peak, GB", numeric: true },
        { header: "Card, GB", numeric: true },
        { header: "Fits" },
      ]}
      rows={platforms.map((platform) => [
        platform.gpu.shortName,
        ...TRAINING_MEMORY_PARTS.map((part) => (platform.memory ? formatGigabytes(platform.memory[part]) : MISSING)),
        platform.memory ? formatGigabytes(platform.memory.peakBytes) : MISSING,
        formatGigabytes(platform.gpu.deviceMemoryBytes),
        verdictOf(platform),
      ])}
      className="memory-bars training-memory"
    >
      <ul className="bars">
        {platforms.map((platform) => (
          <li key={platform.gpu.id} className={platformClass(platform.gpu.id)}>
            <span className="platform-name">{platform.gpu.shortName}</span>
            <span className="bar-track">
              {platform.memory && <MemoryBar memory={platform.memory} mostBytes={most} />}
            </span>
            <span className="bar-value">
              {platform.memory && (
                <>
                  <b>{formatGigabytes(platform.memory.peakBytes)}</b>{" "}
                  <span className="hint">of {formatGigabytes(platform.memory.deviceBytes)}</span>
                </>
              )}
            </span>
            <p className={isDoubtful(platform) ? "memory-verdict doubtful" : "memory-verdict"}>{verdictOf(platform)}</p>
          </li>
        ))}
      </ul>
      <ul className="key" aria-hidden="true">
        {TRAINING_MEMORY_PARTS.map((part) => (
          <li key={part} className={`training-${part}`}>
            {PART_NAMES[part]}
          </li>
        ))}
        <li className="training-headroom-left">headroom</li>
      </ul>
    </ChartFrame>
  );
}

function isDoubtful({ infeasible, memoryFit }: TrainingEvaluation): boolean {
  return infeasible !== null || memoryFit?.kind === "uncertain";
}

/** Whether it fits, and what would make it fit. */
function verdictOf(platform: TrainingEvaluation): string {
  const { infeasible } = platform;
  if (infeasible?.kind === "precision-unsupported") return "No FP8 tensor cores: choose bf16";
  const text = memoryText(platform);
  if (infeasible === null) return text;
  const helps = infeasible.remedies.map(trainingRemedyClause);
  return `${text}; ${helps.length === 0 ? "no single change makes it fit" : `fits with ${helps.join(" or ")}`}`;
}

const WIDTH = 1000;
/** Parts narrower than this share of the chart carry no label; the table has them. */
const LABELLED_SHARE = 0.1;

function MemoryBar({ memory, mostBytes }: { readonly memory: TrainingMemory; readonly mostBytes: number }) {
  const share = (bytes: number): number => bytes / mostBytes;
  const parts = TRAINING_MEMORY_PARTS.map((part, i) => ({
    part,
    bytes: memory[part],
    start: TRAINING_MEMORY_PARTS.slice(0, i).reduce((sum, before) => sum + memory[before], 0),
  }));
  const { deviceBytes, peakBytes } = memory;
  return (
    <span className="memory-bar">
      <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
        <rect className="card" width={share(deviceBytes) * WIDTH} height={10} />
        {parts.map(({ part, bytes, start }) => (
          <rect
            key={part}
            className={`training-${part}`}
            x={share(start) * WIDTH}
            width={share(bytes) * WIDTH}
            height={10}
          />
        ))}
        {peakBytes > deviceBytes && (
          <rect
            className="over-card"
            x={share(deviceBytes) * WIDTH}
            width={share(peakBytes - deviceBytes) * WIDTH}
            y={8.6}
            height={1.4}
          />
        )}
      </svg>
      <span className="card-edge" style={{ left: `${share(deviceBytes) * 100}%` }} />
      {parts.map(({ part, bytes, start }) => (
        <span
          key={part}
          className={`memory-label training-label-${part}`}
          hidden={share(bytes) < LABELLED_SHARE}
          style={{ left: `${share(start) * 100}%`, width: `${share(bytes) * 100}%` }}
        >
          <span className="visually-hidden">{PART_NAMES[part]} </span>
          {formatGigabytes(bytes)}
        </span>
      ))}
    </span>
  );
}
