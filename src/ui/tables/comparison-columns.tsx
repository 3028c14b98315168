import { exclusionOf } from "../../core/serving/fit/steady.ts";
import { hasLimits } from "../../core/serving/answer/limits.ts";
import type { ServingChoice } from "../../questions/serving/serving-choice.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import { formatAmount, formatCount, formatGigabytes, formatRatio, formatTime } from "../format/format.ts";
import { costIn, type NumberColumn, type PlatformRow, tableColumnsOf } from "./platform-columns.tsx";

type ComparisonRow = PlatformRow<ServingPlatformAnswer>;

const performanceOf = ({ answer: { delivery } }: ComparisonRow) =>
  delivery.kind === "delivers" ? delivery.performance : null;
const measuredOf = ({ answer: { delivery } }: ComparisonRow) =>
  delivery.kind === "delivers" ? delivery.measuredRow : null;

const NUMBER_COLUMNS: readonly NumberColumn<ComparisonRow>[] = [
  {
    id: "relativeCost",
    opensTo: "relativeCost",
    csvName: "relativeCost",
    header: "Rel. cost",
    meaning: "Cost per output token over the cheapest's",
    value: ({ answer }) => answer.relativeCost,
    format: formatRatio,
  },
  {
    id: "cost",
    opensTo: "cost",
    csvName: "costPerMillionOutputTokens",
    header: "Per M tokens",
    meaning: "Price per million output tokens, in the unit of the prices",
    value: ({ answer }) => costIn(answer.quote),
    format: (value, { unit }) => formatAmount(value, unit),
  },
  {
    id: "throughput",
    opensTo: "throughput",
    csvName: "outputTokensPerSecond",
    header: "Platform tok/s",
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
    header: "Running / replica",
    meaning: "Requests that run at once in the fullest replica",
    value: (row) => performanceOf(row)?.busiest.runningRequests ?? null,
    format: formatCount,
  },
  {
    id: "waiting",
    opensTo: "waiting",
    csvName: "waitingRequestsPerReplica",
    header: "Waiting / replica",
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
    value: ({ answer: { delivery } }) => {
      const budget = delivery.kind === "delivers" ? delivery.performance.budget : delivery.budget;
      return budget === null ? null : Math.max(0, budget.kvCacheBytes) / delivery.deployment.tensorParallel;
    },
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
  value: ({ answer }) => answer.highestLoad?.concurrency ?? null,
  format: (value, { answer }) =>
    answer.highestLoad?.nextBreach === null ? `${formatCount(value)}+` : formatCount(value),
};

const PLAIN = { numbers: NUMBER_COLUMNS, columns: tableColumnsOf(NUMBER_COLUMNS, measuredTitle) };
const WITH_LIMITS = {
  numbers: [...NUMBER_COLUMNS, HIGHEST_LOAD],
  columns: tableColumnsOf([...NUMBER_COLUMNS, HIGHEST_LOAD], measuredTitle),
};

/** The columns that what is asked has something to say in. */
export function comparisonColumns({ limits, demand }: ServingChoice): typeof PLAIN {
  return demand === null && hasLimits(limits) ? WITH_LIMITS : PLAIN;
}

/** Which published row a measured figure is, and how sure its settings are. */
function measuredTitle(row: ComparisonRow): string {
  const measuredRow = measuredOf(row);
  if (measuredRow === null) return "";
  const steady = exclusionOf(measuredRow) === null ? "" : ", not in a steady state";
  return `Published row ${measuredRow.id} (${measuredRow.cell}, ${measuredRow.variant}); settings ${measuredRow.settingsConfidence}${steady}`;
}
