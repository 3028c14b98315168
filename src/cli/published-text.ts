import {
  inPercents,
  inPoints,
  inSignedPercents,
  SUMMARY_HEADER,
  summaryCells,
  type GpuName,
} from "../core/validation/error-text.ts";
import {
  relativeError,
  type Prediction,
  type PublishedErrors,
  type PublishedQuantity,
  type PublishedVerdict,
  type Queueing,
} from "../core/validation/published-comparison.ts";
import { indented, textTable } from "./text-table.ts";
import type { Validation } from "../core/validation/validation.ts";

type Published = Validation["published"];

/** The parts of the report on published throughput and TTFT. */
export function publishedTexts(published: Published, nameOf: GpuName): readonly string[] {
  const table = (prediction: Prediction, quantity: PublishedQuantity, queueing: Queueing | null): string =>
    publishedTable(
      published.errors.filter(
        (errors) => errors.prediction === prediction && errors.quantity === quantity && errors.queueing === queueing,
      ),
      nameOf,
    );
  const verdict = (quantity: PublishedQuantity, queueing: Queueing | null): string => {
    const own = published.verdicts.find((some) => some.quantity === quantity && some.queueing === queueing);
    return own === undefined ? "" : `\n${indented(verdictLine(own))}`;
  };
  const scored = (quantity: PublishedQuantity, queueing: Queueing | null): string =>
    `${table("client", quantity, queueing)}${verdict(quantity, queueing)}`;
  return [
    `Published figures through the benchmark's client, same folds, steady rows
Its warm-up drains inside the measured window and it divides by the planned one: a simulation of it turns each fold's
prediction into what it would have reported.
(a) Output tokens/s\n${scored("outputTokensPerSecond", null)}
(b) Completed requests\n${scored("completedRequests", null)}
(c) Median TTFT, none waits for a slot\n${scored("ttftMedianSeconds", "none-waits")}
(d) Median TTFT, some wait\n${scored("ttftMedianSeconds", "some-wait")}`,
    `Rows of one wave, through the client; not counted above\n${indented(oneWaveText(published.oneWaveRows))}`,
    emptyText(published.emptyRows),
    `Published figures against the predicted steady state itself: not errors of the model alone, and held to no target
(a) Output tokens/s\n${table("steady-state", "outputTokensPerSecond", null)}
(b) Median TTFT, none waits for a slot\n${table("steady-state", "ttftMedianSeconds", "none-waits")}
(c) Median TTFT, some wait\n${table("steady-state", "ttftMedianSeconds", "some-wait")}`,
    ...(published.infeasibleRows.length === 0
      ? []
      : [`Rows that the held-out fit finds infeasible: ${published.infeasibleRows.join(", ")}`]),
  ];
}

function publishedTable(errors: readonly PublishedErrors[], nameOf: GpuName): string {
  return indented(
    textTable(
      ["", "rows", ...SUMMARY_HEADER],
      errors.map((own) => [own.gpu === null ? "all" : nameOf(own.gpu), String(own.rows), ...summaryCells(own)]),
    ),
  );
}

function verdictLine({ target, meanAbsoluteError, reached }: PublishedVerdict): string {
  const verdict = reached ? "reached" : `missed by ${inPoints(meanAbsoluteError - target)}`;
  return `Target: mean over all at most ${inPercents(target)}: ${verdict}`;
}

function oneWaveText(rows: Published["oneWaveRows"]): string {
  return textTable(
    ["row", "completed", "predicted", "error", "TTFT", "predicted ", "error "],
    rows.map((row) => {
      const { published, predicted } = row;
      const error = (quantity: PublishedQuantity): string => {
        const value = relativeError(row, "client", quantity);
        return value === null ? "" : inSignedPercents(value);
      };
      return [
        row.row,
        String(published.completedRequests),
        String(predicted.client.completedRequests),
        error("completedRequests"),
        inSeconds(published.ttftMedianSeconds),
        inSeconds(predicted.client.ttftMedianSeconds),
        error("ttftMedianSeconds"),
      ];
    }),
  );
}

function inSeconds(seconds: number | null): string {
  return seconds === null ? "" : `${seconds.toFixed(2)} s`;
}

function emptyText(rows: Published["emptyRows"]): string {
  const line = (settingsKnown: boolean, what: string): string => {
    const own = rows.filter((row) => row.settingsKnown === settingsKnown);
    const others = own.filter(({ completedRequests }) => completedRequests > 0);
    const named = others.map(({ row, completedRequests }) => `${row} completes ${completedRequests}`).join(", ");
    return `${what}: ${own.length - others.length} of ${own.length}${named === "" ? "" : ` (${named})`}`;
  };
  return `Rows published with no completion that come out of the client with none
${indented(`${line(true, "settings known")}\n${line(false, "max_num_seqs unknown, taken as 64")}`)}`;
}
