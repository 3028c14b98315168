import { useTable } from "@tanstack/react-table";
import { infeasibilityClause } from "../../core/recommendation/sentence.ts";
import { download } from "../download.ts";
import { Explanation } from "../explanation/explanation.tsx";
import { EVIDENCE_TEXT } from "../format/evidence-text.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import { comparisonCsv } from "./comparison-csv.ts";
import { NUMBER_COLUMNS, comparisonColumns, comparisonFeatures, comparisonRows } from "./comparison-columns.tsx";

/** Everything as numbers: one row a platform, sortable by every column. */
export function ComparisonTable() {
  const evaluation = useEvaluation((current) => current);
  const data = comparisonRows(evaluation);
  const table = useTable({ features: comparisonFeatures, columns: comparisonColumns, data });
  const meanings = new Map(NUMBER_COLUMNS.map(({ id, meaning }) => [id, meaning]));
  return (
    <section className="comparison" aria-labelledby="comparison-title">
      <header>
        <h2 id="comparison-title">Side by side</h2>
        <p>
          Modelled steady state; <small className="measured">small</small> figures are the published measurement of this
          very run; a number opens to its formula
        </p>
        <button type="button" onClick={() => download("headroom-comparison.csv", "text/csv", comparisonCsv(data))}>
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
              const { evaluation: platform, settings, price, isWinner } = row.original;
              return (
                <tr key={row.id} className={`${platformClass(platform.gpu.id)} ${isWinner ? "winner" : ""}`}>
                  {row.getAllCells().map((cell) =>
                    cell.column.id === "name" ? (
                      <th key={cell.id} scope="row">
                        <span className="platform-name">{row.original.name}</span>
                        <small>{settings}</small>
                        <small>{price}</small>
                        <small>
                          {platform.infeasible
                            ? infeasibilityClause(platform.infeasible)
                            : platform.evidence && EVIDENCE_TEXT[platform.evidence]}
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
      <Explanation />
    </section>
  );
}
