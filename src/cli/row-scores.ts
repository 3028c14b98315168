import { infeasibilityClause } from "../core/serving/answer/delivery-wording.ts";
import { gemmaServingStudy } from "../study/shipped-studies.ts";
import { servingAnswerIn } from "../workspace/answers.ts";
import { readWorkspaceFile } from "../workspace/workspace-file.ts";
import { errorSummary, type ErrorSummary } from "../core/validation/error-summary.ts";
import { MEASURED_COLUMNS, type MeasuredColumn, type RefusedLine, type RowTable, type TableRow } from "./row-table.ts";

/** Errors of one measured column over the rows of one LLM on one GPU, or over all where both are null. */
export interface ColumnErrors extends ErrorSummary {
  readonly column: MeasuredColumn;
  readonly llm: string | null;
  readonly gpu: string | null;
}

/** How far predictions are from a table of measured rows. Errors are fractions of the measured value. */
export interface RowScores {
  readonly modelVersion: string;
  readonly scoredRows: number;
  readonly errors: readonly ColumnErrors[];
  readonly refused: readonly RefusedLine[];
  readonly unusedColumns: readonly string[];
}

interface ScoredRow {
  readonly llm: string;
  readonly gpu: string;
  /** predicted / measured - 1; null where not measured. */
  readonly relativeErrors: Readonly<Record<MeasuredColumn, number | null>>;
}

export function rowScores(table: Extract<RowTable, { ok: true }>): RowScores {
  const scored: ScoredRow[] = [];
  const refused = [...table.refused];
  for (const row of table.rows) {
    const score = scoredRow(row);
    if ("problem" in score) refused.push(score);
    else scored.push(score);
  }
  return {
    modelVersion: gemmaServingStudy.modelVersion,
    scoredRows: scored.length,
    errors: MEASURED_COLUMNS.flatMap((column) => columnErrors(column, scored)),
    refused: refused.toSorted((a, b) => a.line - b.line),
    unusedColumns: table.unusedColumns,
  };
}

function scoredRow({ line, workspace: unchecked, measured }: TableRow): ScoredRow | RefusedLine {
  const read = readWorkspaceFile(unchecked);
  if (read.kind === "refused") {
    // A table knows columns, not where a workspace keeps them.
    const problems = read.problems.map(({ path, problem }) => `${path.split(".").at(-1)} ${problem}`);
    return { line, problem: problems.join("; ") };
  }
  const { platforms } = servingAnswerIn(gemmaServingStudy, read.workspace);
  const [answer] = platforms;
  if (answer === undefined) return { line, problem: "names no platform" };
  const { delivery, gpu } = answer;
  if (delivery.kind === "cannot") {
    return { line, problem: `${gpu.shortName} ${infeasibilityClause(delivery.why)}` };
  }
  const { performance } = delivery;
  const relativeError = (column: MeasuredColumn): number | null => {
    const value = measured[column];
    return value === null ? null : performance[column] / value - 1;
  };
  return {
    llm: read.workspace.llm,
    gpu: gpu.id,
    relativeErrors: {
      ttftSeconds: relativeError("ttftSeconds"),
      tpotSeconds: relativeError("tpotSeconds"),
      outputTokensPerSecond: relativeError("outputTokensPerSecond"),
    },
  };
}

function columnErrors(column: MeasuredColumn, scored: readonly ScoredRow[]): readonly ColumnErrors[] {
  const pairs = new Map(scored.map(({ llm, gpu }) => [`${llm} ${gpu}`, { llm, gpu }]));
  const groups = [
    ...[...pairs.values()].map(({ llm, gpu }) => {
      return { llm, gpu, own: scored.filter((row) => row.llm === llm && row.gpu === gpu) };
    }),
    { llm: null, gpu: null, own: scored },
  ];
  return groups.flatMap(({ llm, gpu, own }) => {
    const summary = errorSummary(own.flatMap(({ relativeErrors }) => relativeErrors[column] ?? []));
    return summary === null ? [] : [{ column, llm, gpu, ...summary }];
  });
}
