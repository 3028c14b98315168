import { exclusionOf } from "../../core/serving/fit/steady.ts";
import { hasLimits } from "../../core/serving/answer/limits.ts";
import type { ScenarioPlatform } from "../../scenario/evaluation.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { formatAmount, formatCount, formatGigabytes, formatRatio, formatTime } from "../format/format.ts";
import { type NumberColumn, type PlatformRow, tableColumnsOf } from "./platform-columns.tsx";

type ComparisonRow = PlatformRow<ScenarioPlatform>;

const performanceOf = ({ evaluation }: ComparisonRow) => evaluation.performance;
const measuredOf = ({ evaluation }: ComparisonRow) => evaluation.measuredRow;

const NUMBER_COLUMNS: readonly NumberColumn<ComparisonRow>[] = [
  {
    id: "relativeCost",
    opensTo: "relativeCost",
    csvName: "relativeCost",
    header: "Rel. cost",
    meaning: "Cost per output token over the cheapest's",
    value: (row) => row.relativeCost,
    format: formatRatio,
  },
  {
    id: "cost",
    opensTo: "cost",
    csvName: "costPerMillionOutputTokens",
    header: "Per M tokens",
    meaning: "Price per million output tokens, in the unit of the prices",
    value: ({ evaluation }) => evaluation.costPerMillionOutputTokens,
    format: (value, { unit }) => formatAmount(value, unit),
  },
  {
    id: "throughput",
    opensTo: "throughput",
    csvName: "outputTokensPerSecond",
    header: "Output tok/s",
    meaning: "Output tokens per second of the whole platform, steady state",
    value: (row) => performanceOf(row)?.outputTokensPerSecond ?? null,
    measured: (row) => measuredOf(row)?.outputTokensPerSecond ?? null,
    format: formatCount,
  },
  {
    id: "tpot",
    opensTo: "tpot",
    csvName: "tpotSeconds",
    header: "TPOT / token",
    meaning: "Mean time per output token of one request",
    value: (row) => performanceOf(row)?.tpotSeconds ?? null,
    format: formatTime,
  },
  {
    id: "step",
    opensTo: "step",
    csvName: "stepSeconds",
    header: "TPOT / chunk",
    meaning: "Mean gap between streamed chunks: one engine step",
    value: (row) => performanceOf(row)?.stepSeconds ?? null,
    measured: (row) => measuredOf(row)?.chunkGapMedianSeconds ?? null,
    measuredP99: (row) => measuredOf(row)?.chunkGapP99Seconds ?? null,
    format: formatTime,
  },
  {
    id: "ttft",
    opensTo: "ttft",
    csvName: "ttftSeconds",
    header: "TTFT, mean",
    meaning: "Mean time to first token, queueing included",
    value: (row) => performanceOf(row)?.ttftSeconds ?? null,
    format: formatTime,
  },
  {
    id: "ttftMedian",
    opensTo: "ttftMedian",
    csvName: "ttftMedianSeconds",
    header: "TTFT, median",
    meaning: "Median time to first token, queueing included",
    value: (row) => performanceOf(row)?.ttftMedianSeconds ?? null,
    measured: (row) => measuredOf(row)?.ttftMedianSeconds ?? null,
    measuredP99: (row) => measuredOf(row)?.ttftP99Seconds ?? null,
    format: formatTime,
  },
  {
    id: "request",
    opensTo: "request",
    csvName: "requestSeconds",
    header: "Request",
    meaning: "Mean time of a whole request, waiting included",
    value: (row) => performanceOf(row)?.requestSeconds ?? null,
    format: formatTime,
  },
  {
    id: "running",
    opensTo: "running",
    csvName: "runningRequestsPerReplica",
    header: "Running",
    meaning: "Requests that run at once in the fullest replica",
    value: (row) => performanceOf(row)?.busiest.runningRequests ?? null,
    format: formatCount,
  },
  {
    id: "waiting",
    opensTo: "waiting",
    csvName: "waitingRequestsPerReplica",
    header: "Waiting",
    meaning: "Requests that wait in the fullest replica",
    value: (row) => performanceOf(row)?.busiest.waitingRequests ?? null,
    format: formatCount,
  },
  {
    id: "kv",
    opensTo: "kv",
    csvName: "kvCacheBytesPerGpu",
    // Blanks that do not break: a third line would make the heading taller than the place kept for it.
    header: "KV GB\u00a0/\u00a0GPU",
    meaning: "KV cache per GPU: what weights, drafter and overhead leave",
    value: ({ evaluation: { budget, offer } }) =>
      budget ? Math.max(0, budget.kvCacheBytes) / offer.tensorParallel : null,
    format: formatGigabytes,
  },
  {
    id: "headroom",
    opensTo: "headroom",
    csvName: "headroom",
    header: "Headroom",
    meaning:
      "Step time without other requests' prompts, over the least the hardware allows: what better software could win",
    value: (row) => performanceOf(row)?.busiest.headroom ?? null,
    format: (value) => `${value.toFixed(1)}x`,
  },
];

const HIGHEST_LOAD: NumberColumn<ComparisonRow> = {
  id: "highestLoad",
  csvName: "highestConcurrencyWithinLimits",
  header: "Within limits",
  meaning: "Most requests in flight, on the whole platform, that keep all limits",
  value: ({ evaluation }) => evaluation.highestLoad?.concurrency ?? null,
  format: (value, { evaluation }) =>
    evaluation.highestLoad?.nextBreach === null ? `${formatCount(value)}+` : formatCount(value),
};

const PLAIN = { numbers: NUMBER_COLUMNS, columns: tableColumnsOf(NUMBER_COLUMNS, measuredTitle) };
const WITH_LIMITS = {
  numbers: [...NUMBER_COLUMNS, HIGHEST_LOAD],
  columns: tableColumnsOf([...NUMBER_COLUMNS, HIGHEST_LOAD], measuredTitle),
};

/** The columns that a scenario has something to say in. */
export function comparisonColumns({ limits, demand }: Scenario): typeof PLAIN {
  return demand === null && hasLimits(limits) ? WITH_LIMITS : PLAIN;
}

/** Which published row a measured figure is, and how sure its settings are. */
function measuredTitle({ evaluation: { measuredRow } }: ComparisonRow): string {
  if (measuredRow === null) return "";
  const steady = exclusionOf(measuredRow) === null ? "" : ", not in a steady state";
  return `Published row ${measuredRow.id} (${measuredRow.cell}, ${measuredRow.variant}); settings ${measuredRow.settingsConfidence}${steady}`;
}
