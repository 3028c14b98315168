import { servingModel } from "../../catalog/serving-model.ts";
import { kvCapacityRequests, type MemoryBudget } from "../../core/serving/physics/memory-budget.ts";
import type { PlatformEvaluation } from "../../core/serving/answer/platform-evaluation.ts";
import { infeasibilityClause } from "../../core/serving/answer/sentence.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { MISSING, formatCount, formatGigabytes } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import { ChartFrame } from "./chart-frame.tsx";

interface MemoryPart {
  readonly kind: "weights" | "drafter" | "overhead" | "kv" | "kept-back";
  readonly name: string;
  readonly bytes: number;
}

/** One GPU's memory, from the bottom up. */
function partsOf(budget: MemoryBudget, gpusPerReplica: number): readonly MemoryPart[] {
  const parts: readonly MemoryPart[] = [
    { kind: "weights", name: "Weights", bytes: budget.weightBytes },
    { kind: "drafter", name: "Drafter", bytes: budget.drafterBytes },
    { kind: "overhead", name: "Overhead", bytes: budget.overheadBytes },
    { kind: "kv", name: "KV cache", bytes: Math.max(0, budget.kvCacheBytes) },
    { kind: "kept-back", name: "Kept back", bytes: budget.deviceBytes - budget.usableBytes },
  ];
  return parts.map((part) => ({ ...part, bytes: part.bytes / gpusPerReplica }));
}

const KEY: readonly Pick<MemoryPart, "kind" | "name">[] = [
  { kind: "weights", name: "weights" },
  { kind: "drafter", name: "drafter" },
  { kind: "overhead", name: "overhead" },
  { kind: "kv", name: "KV cache" },
  { kind: "kept-back", name: "kept back" },
];

/** Null where nothing is budgeted, or where a log's KV cache leaves no room for the rest. */
function drawnParts({ budget, offer }: PlatformEvaluation): readonly MemoryPart[] | null {
  return budget === null || budget.overheadBytes < 0 ? null : partsOf(budget, offer.tensorParallel);
}

/** Where each GPU's memory goes, and how many requests fit in what the weights leave. */
export function MemoryBars() {
  const platforms = useEvaluation((evaluation) => evaluation.platforms);
  const most = Math.max(...platforms.map(({ gpu }) => gpu.deviceMemoryBytes));
  return (
    <ChartFrame
      title="Memory per GPU"
      subtitle="GB, as the driver reports it; what the weights leave is KV cache"
      columns={[
        { header: "Platform" },
        ...KEY.map(({ name }) => ({ header: `${name}, GB`, numeric: true })),
        { header: "of the overhead fitted, GB", numeric: true },
        { header: "KV cache is" },
        { header: "Requests that fit, per replica", numeric: true },
      ]}
      rows={platforms.map((platform) => [
        platform.gpu.shortName,
        ...(drawnParts(platform)?.map(({ bytes }) => formatGigabytes(bytes)) ?? KEY.map(() => MISSING)),
        fittedText(platform),
        basisText(platform),
        fitText(platform),
      ])}
      className="memory-bars"
    >
      <ul className="bars">
        {platforms.map((platform) => (
          <PlatformMemory key={platform.gpu.id} platform={platform} mostBytes={most} />
        ))}
      </ul>
      <ul className="key" aria-hidden="true">
        {KEY.map(({ kind, name }) => (
          <li key={kind} className={`memory-${kind}`}>
            {name}
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

interface PlatformMemoryProps {
  readonly platform: PlatformEvaluation;
  readonly mostBytes: number;
}

function PlatformMemory({ platform, mostBytes }: PlatformMemoryProps) {
  const { gpu, offer, infeasible, performance } = platform;
  const parts = drawnParts(platform);
  const reason = infeasible && infeasibilityClause(infeasible);
  return (
    <li className={platformClass(gpu.id)}>
      <span className="platform-name">{gpu.shortName}</span>
      <span className="bar-track">
        {parts ? <MemoryBar parts={parts} mostBytes={mostBytes} /> : <span className="bar-reason">{reason}</span>}
      </span>
      <span className="bar-value">
        {performance ? (
          <>
            <b>
              <ExplainedNumber gpu={gpu.id} which="fit">
                {fitText(platform)}
              </ExplainedNumber>
            </b>{" "}
            <span className="hint">requests fit{offer.kvCacheBytesPerGpu === null ? "" : ", KV from log"}</span>
          </>
        ) : (
          parts && <span className="hint">{reason}</span>
        )}
      </span>
    </li>
  );
}

/** Of one GPU, as the other columns. */
function fittedText({ budget }: PlatformEvaluation): string {
  return budget?.overheadPerGpu ? formatGigabytes(budget.overheadPerGpu.fittedBytes) : MISSING;
}

/** What the KV cache's size rests on. */
function basisText({ gpu, offer, budget }: PlatformEvaluation): string {
  if (budget === null) return MISSING;
  if (offer.kvCacheBytesPerGpu !== null) return "typed from the engine's log";
  const { fittedRows } = servingModel.fitted[gpu.id]!.kvHolding;
  if (fittedRows === 0) return "worked out, not fitted on this GPU: other GPUs' rows";
  return `worked out, fitted to ${fittedRows} ${fittedRows === 1 ? "row" : "rows"}`;
}

function fitText({ performance, budget }: PlatformEvaluation): string {
  if (!performance || !budget) return MISSING;
  return formatCount(Math.floor(kvCapacityRequests(budget)));
}

const WIDTH = 1000;
/** Parts narrower than this share of the chart carry no label; the table has them. */
const LABELLED_SHARE = 0.09;

function MemoryBar({ parts, mostBytes }: { readonly parts: readonly MemoryPart[]; readonly mostBytes: number }) {
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, { bytes }) => sum + bytes, 0));
  return (
    <span className="memory-bar">
      <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ kind, bytes }, i) => (
          <rect
            key={kind}
            className={`memory-${kind}`}
            x={(starts[i]! / mostBytes) * WIDTH}
            width={(bytes / mostBytes) * WIDTH}
            height={10}
          />
        ))}
      </svg>
      {parts.map(({ kind, name, bytes }, i) => (
        <span
          key={kind}
          className={`memory-label memory-label-${kind}`}
          hidden={bytes / mostBytes < LABELLED_SHARE || kind === "kept-back"}
          style={{ left: `${(starts[i]! / mostBytes) * 100}%`, width: `${(bytes / mostBytes) * 100}%` }}
        >
          <span className="visually-hidden">{name} </span>
          {formatGigabytes(bytes)}
        </span>
      ))}
    </span>
  );
}
