import type { HeldOutPrediction } from "../core/calibration/cross-validation.ts";
import { deploymentOfRow, workloadOfRow } from "../core/calibration/row-conditions.ts";
import { gpuOf, type CalibrationContext } from "../core/calibration/row-prediction.ts";
import { platformPerformance } from "../core/performance/platform-performance.ts";
import { errorSummary, type ErrorSummary } from "./error-summary.ts";

export type PublishedQuantity = "outputTokensPerSecond" | "ttftMedianSeconds";
export type Queueing = "none-waits" | "some-wait";

/** Steady-state predictions against the published figures of one GPU, or of all where `gpu` is null. */
export interface PublishedErrors extends ErrorSummary {
  readonly quantity: PublishedQuantity;
  /** Null for both together. */
  readonly queueing: Queueing | null;
  readonly gpu: string | null;
}

interface ComparedRow {
  readonly gpu: string;
  readonly queueing: Queueing;
  readonly relativeErrors: Readonly<Record<PublishedQuantity, number | null>>;
}

/** Throughput and TTFT that each fold's parameters give for the rows it did not see; rows it finds infeasible are listed. */
export function publishedComparison(
  predictions: readonly HeldOutPrediction[],
  context: CalibrationContext,
): { readonly errors: readonly PublishedErrors[]; readonly infeasibleRows: readonly string[] } {
  const compared: ComparedRow[] = [];
  const infeasibleRows: string[] = [];
  for (const prediction of predictions) {
    const row = comparedRow(prediction, context);
    if (row === null) infeasibleRows.push(prediction.row.id);
    else compared.push(row);
  }
  const gpus = [...[...context.gpus.keys()].filter((id) => compared.some(({ gpu }) => gpu === id)), null];
  const queueings: readonly Queueing[] = ["none-waits", "some-wait"];
  const kinds = [
    { quantity: "outputTokensPerSecond" as const, queueing: null },
    ...queueings.map((queueing) => ({ quantity: "ttftMedianSeconds" as const, queueing })),
  ];
  const errors = kinds.flatMap(({ quantity, queueing }) =>
    gpus.flatMap((gpu) => {
      const own = compared.filter(
        (row) => (gpu === null || row.gpu === gpu) && (queueing === null || row.queueing === queueing),
      );
      const summary = errorSummary(own.flatMap(({ relativeErrors }) => relativeErrors[quantity] ?? []));
      return summary === null ? [] : [{ quantity, queueing, gpu, ...summary }];
    }),
  );
  return { errors, infeasibleRows };
}

function comparedRow(
  { row, parameters, residualAt }: HeldOutPrediction,
  context: CalibrationContext,
): ComparedRow | null {
  const { llm, engine, conditions } = context;
  const result = platformPerformance(
    { gpu: gpuOf(row, context), llm, parameters, engine, residualAt },
    workloadOfRow(row, conditions),
    deploymentOfRow(row, conditions),
    row.acceptanceRate ?? 0,
  );
  if (!result.feasible) return null;
  const { outputTokensPerSecond, ttftMedianSeconds, waitingRequests } = result.performance;
  const relativeError = (predicted: number, published: number | null): number | null =>
    published === null ? null : predicted / published - 1;
  return {
    gpu: row.gpuId,
    queueing: waitingRequests > 0 ? "some-wait" : "none-waits",
    relativeErrors: {
      outputTokensPerSecond: relativeError(outputTokensPerSecond, row.outputTokensPerSecond),
      ttftMedianSeconds: relativeError(ttftMedianSeconds, row.ttftMedianSeconds),
    },
  };
}
