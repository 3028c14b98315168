import { infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import { kvCapacityRequests, type MemoryBudget } from "../../core/serving/physics/memory-budget.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { formatCount, formatGigabytes, formatOr, MISSING } from "../format/format.ts";
import { useServingAnswer } from "../use-workspace.ts";
import { type Bar, BarKey, type BarPart, Bars } from "./bars.tsx";
import { ChartFrame } from "./chart-frame.tsx";

const KEY = [
  { kind: "weights", name: "weights" },
  { kind: "drafter", name: "drafter" },
  { kind: "overhead", name: "overhead" },
  { kind: "kv", name: "KV cache" },
  { kind: "kept-back", name: "kept back" },
] as const;

/** Where each GPU's memory goes, and how many requests fit in what the weights leave. */
export function MemoryBars() {
  const { platforms, study } = useServingAnswer((answer) => answer);
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
      rows={platforms.map((platform) => {
        const parts = partsOf(platform);
        return [
          platform.label,
          ...KEY.map((_, i) => formatOr(parts[i]?.value ?? null, formatGigabytes)),
          formatOr(budgetOf(platform)?.overheadPerGpu?.fittedBytes ?? null, formatGigabytes),
          basisText(platform, study),
          formatOr(requestsThatFit(platform), formatCount),
        ];
      })}
      className="memory-bars"
    >
      <Bars bars={platforms.map(barOf)} most={most} />
      <BarKey parts={KEY} />
    </ChartFrame>
  );
}

function barOf(own: ServingPlatformAnswer): Bar {
  const { platform, label, delivery } = own;
  const parts = partsOf(own);
  const why = delivery.kind === "cannot" ? infeasibilityClause(delivery.why) : null;
  const fitting = requestsThatFit(own);
  return {
    id: platform.id,
    label,
    parts,
    reason: why,
    isWinner: false,
    figure: fitting !== null && (
      <span>
        <b>
          <ExplainedNumber id={platform.id} which="fit">
            {formatCount(fitting)}
          </ExplainedNumber>
        </b>{" "}
        <span className="hint">fit{delivery.deployment.tensorParallel > 1 ? " a replica" : ""}</span>
      </span>
    ),
    note: parts.length === 0 ? null : why,
    isDoubtful: why !== null,
  };
}

function budgetOf({ delivery }: ServingPlatformAnswer): MemoryBudget | null {
  return delivery.kind === "cannot" ? delivery.budget : delivery.performance.budget;
}

/** One GPU's memory; none where nothing is budgeted, or where a log's KV cache leaves no room for the rest. */
function partsOf(own: ServingPlatformAnswer): readonly BarPart[] {
  const budget = budgetOf(own);
  if (budget === null || budget.overheadBytes < 0) return [];
  const { weightBytes, drafterBytes, overheadBytes, kvCacheBytes, deviceBytes, usableBytes } = budget;
  const bytes = [weightBytes, drafterBytes, overheadBytes, Math.max(0, kvCacheBytes), deviceBytes - usableBytes];
  return KEY.map(({ kind, name }, i): BarPart => {
    const value = (bytes[i] ?? 0) / own.delivery.deployment.tensorParallel;
    return { kind, name, value, ...(kind === "kept-back" ? {} : { label: formatGigabytes(value) }) };
  });
}

/** In one replica. */
function requestsThatFit(own: ServingPlatformAnswer): number | null {
  const { delivery } = own;
  return delivery.kind === "cannot" ? null : Math.floor(kvCapacityRequests(delivery.performance.budget));
}

/** What the KV cache's size rests on. */
function basisText(own: ServingPlatformAnswer, { model }: ServingStudy): string {
  if (budgetOf(own) === null) return MISSING;
  if (own.delivery.deployment.kvCacheBytesPerGpu !== null) return "typed from the engine's log";
  const fittedRows = model.fitted[own.gpu.id]?.kvHolding.fittedRows ?? 0;
  if (fittedRows === 0) return "worked out, not fitted on this GPU: other GPUs' rows";
  return `worked out, fitted to ${fittedRows} ${fittedRows === 1 ? "row" : "rows"}`;
}
