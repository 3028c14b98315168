import { type ClientConditions, clientReportOfRow } from "../serving/client/client-prediction.ts";
import type { RowPrediction } from "../serving/fit/cross-validation.ts";
import { deploymentOfRow, workloadOfRow } from "../serving/fit/row-conditions.ts";
import { gpuOf, type CalibrationContext } from "../serving/fit/row-prediction.ts";
import { platformPerformance } from "../serving/physics/platform-performance.ts";
import { errorSummary, type ErrorSummary } from "./error-summary.ts";

export type PublishedQuantity = "outputTokensPerSecond" | "completedRequests" | "ttftMedianSeconds";
type PublishedFigures = Readonly<Record<PublishedQuantity, number | null>>;
export type Queueing = "none-waits" | "some-wait";
/** What predicts the published figure: the steady state itself, or what the benchmark's client would report of it. */
export type Prediction = "steady-state" | "client";

/** Predictions against the published figures of one GPU, or of all where `gpu` is null. */
export interface PublishedErrors extends ErrorSummary {
  readonly prediction: Prediction;
  readonly quantity: PublishedQuantity;
  /** Null for both together. */
  readonly queueing: Queueing | null;
  readonly gpu: string | null;
}

/** What predictions through the client are held to: mean absolute errors over all GPUs. */
const PUBLISHED_TARGETS = { outputTokensPerSecond: 0.04, ttftMedianSeconds: 0.15 } as const;

export interface PublishedVerdict {
  readonly quantity: keyof typeof PUBLISHED_TARGETS;
  readonly queueing: Queueing | null;
  readonly target: number;
  readonly meanAbsoluteError: number;
  readonly reached: boolean;
}

/** One row that a fold did not see, predicted both ways. */
export interface ComparedRow {
  readonly row: string;
  readonly gpu: string;
  readonly queueing: Queueing;
  readonly published: PublishedFigures;
  readonly predicted: Readonly<Record<Prediction, PublishedFigures>>;
}

/** Errors by prediction, quantity, queueing and GPU, in the order in which they are to be read. */
export function publishedErrors(
  compared: readonly ComparedRow[],
  gpuIds: Iterable<string>,
): readonly PublishedErrors[] {
  const groups = (["client", "steady-state"] as const).flatMap((prediction) => [
    { prediction, quantity: "outputTokensPerSecond" as const, queueing: null },
    { prediction, quantity: "completedRequests" as const, queueing: null },
    { prediction, quantity: "ttftMedianSeconds" as const, queueing: "none-waits" as const },
    { prediction, quantity: "ttftMedianSeconds" as const, queueing: "some-wait" as const },
  ]);
  return groups.flatMap((group) =>
    [...gpuIds, null].flatMap((gpu) => {
      const own = compared.filter(
        (row) => (gpu === null || row.gpu === gpu) && (group.queueing === null || row.queueing === group.queueing),
      );
      const errors = own.flatMap((row) => relativeError(row, group.prediction, group.quantity) ?? []);
      const summary = errorSummary(errors);
      return summary === null ? [] : [{ ...group, gpu, ...summary }];
    }),
  );
}

/** predicted / published - 1; null where nothing was published, or predicted to be completed. */
export function relativeError(row: ComparedRow, prediction: Prediction, quantity: PublishedQuantity): number | null {
  const published = row.published[quantity];
  const predicted = row.predicted[prediction][quantity];
  return published === null || predicted === null ? null : predicted / published - 1;
}

export function publishedVerdicts(errors: readonly PublishedErrors[]): readonly PublishedVerdict[] {
  return errors.flatMap(({ prediction, quantity, queueing, gpu, meanAbsoluteError }) => {
    if (prediction !== "client" || gpu !== null || quantity === "completedRequests") return [];
    const target = PUBLISHED_TARGETS[quantity];
    return [{ quantity, queueing, target, meanAbsoluteError, reached: meanAbsoluteError <= target }];
  });
}

/** One row by both predictions; null where the fold finds it infeasible. */
export function comparedRow(
  { row, parameters, residuals }: RowPrediction,
  context: CalibrationContext,
  client: ClientConditions,
): ComparedRow | null {
  const { llm, engine } = context;
  const result = platformPerformance(
    { gpu: gpuOf(row, context), llm, parameters, engine, residuals },
    workloadOfRow(row),
    deploymentOfRow(row),
    row.acceptanceRate ?? 0,
  );
  if (!result.feasible) return null;
  const { outputTokensPerSecond, requestsPerSecond, ttftMedianSeconds, waitingRequests } = result.performance;
  const completedRequests = requestsPerSecond * client.measuredSeconds;
  return {
    row: row.id,
    gpu: row.gpuId,
    queueing: waitingRequests > 0 ? "some-wait" : "none-waits",
    published: figuresOf(row),
    predicted: {
      "steady-state": { outputTokensPerSecond, completedRequests, ttftMedianSeconds },
      client: figuresOf(clientReportOfRow(row, parameters, residuals, context, client)),
    },
  };
}

/** Only what is compared, of what holds more. */
function figuresOf({
  outputTokensPerSecond,
  completedRequests,
  ttftMedianSeconds,
}: PublishedFigures): PublishedFigures {
  return { outputTokensPerSecond, completedRequests, ttftMedianSeconds };
}
