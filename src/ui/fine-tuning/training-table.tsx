import { useTable } from "@tanstack/react-table";
import { trainingInfeasibilityClause } from "../../core/training/training-sentence.ts";
import { download } from "../download.ts";
import { platformClass } from "../platform-class.ts";
import { csvText } from "../tables/csv.ts";
import {
  TRAINING_COLUMNS,
  trainingTableColumns,
  trainingTableFeatures,
  type TrainingTableRow,
  trainingTableRows,
} from "./training-columns.tsx";
import { TRAINING_EVIDENCE } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

const meanings = new Map(TRAINING_COLUMNS.map(({ id, meaning }) => [id, meaning]));

/** Everything as numbers: one row a platform, sortable by every column. */
export function TrainingTable() {
  const data = trainingTableRows(useFineTuningEvaluation());
  const table = useTable({ features: trainingTableFeatures, columns: trainingTableColumns, data });
  return (
    <section className="comparison" aria-labelledby="comparison-title">
      <header>
        <h2 id="comparison-title">Side by side</h2>
        <p>
          Modelled; <small className="measured">small</small> figures are measured, of a run with these settings.
          Resident GB is what was published as peak memory: it stays after the last step, and is not the peak
        </p>
        <button type="button" onClick={() => download("headroom-fine-tuning.csv", "text/csv", trainingCsv(data))}>
          CSV
        </button>
      </header>
      <section className="scroll" tabIndex={0} aria-label="Comparison table">
        <table>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
                      className={meanings.has(header.id) ? "number" : undefined}
                    >
                      <button
                        type="button"
                        title={meanings.get(header.id)}
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        <table.FlexRender header={header} />
                        <span className="sort-mark" aria-hidden="true">
                          {sorted === "asc" ? "↑" : sorted === "desc" ? "↓" : ""}
                        </span>
                      </button>
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => {
              const { evaluation, name, settings, price, isWinner } = row.original;
              return (
                <tr key={row.id} className={`${platformClass(evaluation.gpu.id)} ${isWinner ? "winner" : ""}`}>
                  {row.getAllCells().map((cell) =>
                    cell.column.id === "name" ? (
                      <th key={cell.id} scope="row">
                        <span className="platform-name">{name}</span>
                        <small>{settings}</small>
                        <small>{price}</small>
                        <small>
                          {evaluation.infeasible
                            ? trainingInfeasibilityClause(evaluation.infeasible)
                            : evaluation.evidence && TRAINING_EVIDENCE[evaluation.evidence]}
                        </small>
                      </th>
                    ) : (
                      <td key={cell.id} className="number">
                        <table.FlexRender cell={cell} />
                      </td>
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Full figures in the units their names say, the measured ones beside them, empty where missing. */
function trainingCsv(rows: readonly TrainingTableRow[]): string {
  const measured = TRAINING_COLUMNS.filter((column) => column.measured);
  const header = [
    "gpu",
    "settings",
    "pricePerGpuHour",
    "priceUnit",
    ...TRAINING_COLUMNS.map(({ csvName }) => csvName),
    ...measured.map(({ csvName }) => `measured ${csvName}`),
    "measuredRow",
  ];
  const figure = (value: number | null): string => (value === null ? "" : String(value));
  const body = rows.map((row) => [
    row.evaluation.gpu.id,
    row.settings,
    String(row.evaluation.offer.pricePerGpuHour),
    row.unit,
    ...TRAINING_COLUMNS.map(({ value }) => figure(value(row))),
    ...measured.map((column) => figure(column.measured!(row))),
    row.evaluation.measuredRow?.id ?? "",
  ]);
  return csvText([header, ...body]);
}
