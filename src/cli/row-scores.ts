import { MODEL_VERSION, servingModel } from "../catalog/serving-model.ts";
import { predictPlatform } from "../core/serving/answer/platform-evaluation.ts";
import { infeasibilityClause } from "../core/serving/answer/sentence.ts";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { parseScenarioFile } from "../scenario/scenario-file.ts";
import { errorSummary, type ErrorSummary } from "../core/validation/error-summary.ts";
import { MEASURED_COLUMNS, type MeasuredColumn, type RefusedLine, type RowTable, type TableRow } from "./row-table.ts";
import { LLM_IDS } from "./scenario-text.ts";

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
    modelVersion: MODEL_VERSION,
    scoredRows: scored.length,
    errors: MEASURED_COLUMNS.flatMap((column) => columnErrors(column, scored)),
    refused: refused.toSorted((a, b) => a.line - b.line),
    unusedColumns: table.unusedColumns,
  };
}

function scoredRow({ line, scenario: unchecked, measured }: TableRow): ScoredRow | RefusedLine {
  const parsed = parseScenarioFile(unchecked, defaultScenario, LLM_IDS);
  if (!parsed.ok) {
    // A table knows columns, not where a scenario keeps them.
    const problems = parsed.problems.map(({ path, problem }) => `${path.split(".").at(-1)} ${problem}`);
    return { line, problem: problems.join("; ") };
  }
  const { scenario } = parsed;
  const offer = scenario.platforms.find(({ compared }) => compared)!;
  const { performance, infeasible, gpu } = predictPlatform(servingModel, scenario.workload, scenario.limits, offer);
  if (performance === null) {
    return { line, problem: infeasible ? `${gpu.shortName} ${infeasibilityClause(infeasible)}` : "is not predicted" };
  }
  const relativeError = (column: MeasuredColumn): number | null => {
    const value = measured[column];
    return value === null ? null : performance[column] / value - 1;
  };
  return {
    llm: scenario.llm,
    gpu: offer.gpu,
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
