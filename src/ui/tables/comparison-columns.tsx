import {
  createColumnHelper,
  rowSortingFeature,
  createSortedRowModel,
  sortFns,
  tableFeatures,
} from "@tanstack/react-table";
import { exclusionOf } from "../../core/calibration/steady.ts";
import type { Explained } from "../../core/explanation/explanation.ts";
import type { PlatformEvaluation } from "../../core/recommendation/platform-evaluation.ts";
import type { Evaluation } from "../../scenario/evaluation.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { MISSING, formatAmount, formatCount, formatGigabytes, formatRatio, formatTime } from "../format/format.ts";
import { settingsText } from "../panels/settings-line.tsx";

/** One row of the comparison: a platform as numbers, with what was published of it. */
export interface ComparisonRow {
  readonly evaluation: PlatformEvaluation;
  readonly name: string;
  readonly relativeCost: number | null;
  readonly settings: string;
  readonly price: string;
  readonly unit: PriceUnit;
  readonly isWinner: boolean;
}

export function comparisonRows({
  platforms,
  relativeCost,
  scenario,
  recommendation,
}: Evaluation): readonly ComparisonRow[] {
  return platforms.map((evaluation) => ({
    evaluation,
    name: `${evaluation.offer.gpuCount}x ${evaluation.gpu.shortName}`,
    relativeCost: relativeCost.get(evaluation.gpu.id) ?? null,
    settings: settingsText(evaluation.offer),
    price: `${formatAmount(evaluation.offer.pricePerGpuHour, scenario.priceUnit)} per GPU-hour`,
    unit: scenario.priceUnit,
    isWinner: evaluation.gpu.id === recommendation.winner,
  }));
}

export const comparisonFeatures = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});

const helper = createColumnHelper<typeof comparisonFeatures, ComparisonRow>();

interface NumberColumn {
  readonly id: string;
  readonly header: string;
  /** With its unit, as `evaluate` names it. */
  readonly csvName: string;
  /** Spelled out, for the heading's tooltip. */
  readonly meaning: string;
  readonly value: (row: ComparisonRow) => number | null;
  readonly format: (value: number, row: ComparisonRow) => string;
  /** The published figure beside it, where a row ran this. */
  readonly measured?: (row: ComparisonRow) => number | null;
  /** The formula that the number opens to. */
  readonly opensTo?: Explained;
}

const performanceOf = ({ evaluation }: ComparisonRow) => evaluation.performance;
const measuredOf = ({ evaluation }: ComparisonRow) => evaluation.measuredRow;

export const NUMBER_COLUMNS: readonly NumberColumn[] = [
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

/** Columns for TanStack Table; a missing number sorts last and shows as a dash. */
export const comparisonColumns = helper.columns([
  helper.accessor("name", { header: "Platform" }),
  ...NUMBER_COLUMNS.map((column) =>
    helper.accessor((row) => column.value(row) ?? undefined, {
      id: column.id,
      header: column.header,
      sortUndefined: "last",
      sortDescFirst: false,
      cell: ({ row }) => <NumberCell column={column} row={row.original} />,
    }),
  ),
]);

function NumberCell({ column, row }: { readonly column: NumberColumn; readonly row: ComparisonRow }) {
  const value = column.value(row);
  const measured = column.measured?.(row) ?? null;
  return (
    <>
      {value === null ? MISSING : <Figure column={column} row={row} text={column.format(value, row)} />}
      {measured !== null && (
        <small className="measured" title={measuredTitle(row)}>
          {column.format(measured, row)}
        </small>
      )}
    </>
  );
}

interface FigureProps {
  readonly column: NumberColumn;
  readonly row: ComparisonRow;
  readonly text: string;
}

function Figure({ column, row, text }: FigureProps) {
  return column.opensTo === undefined ? (
    text
  ) : (
    <ExplainedNumber gpu={row.evaluation.gpu.id} which={column.opensTo}>
      {text}
    </ExplainedNumber>
  );
}

/** Which published row a measured figure is, and how sure its settings are. */
function measuredTitle({ evaluation: { measuredRow } }: ComparisonRow): string {
  if (measuredRow === null) return "";
  const steady = exclusionOf(measuredRow) === null ? "" : ", not in a steady state";
  return `Published row ${measuredRow.id} (${measuredRow.cell}, ${measuredRow.variant}); settings ${measuredRow.settingsConfidence}${steady}`;
}
