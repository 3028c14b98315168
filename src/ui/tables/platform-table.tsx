import { useTable } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { download } from "../download.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import {
  type NumberColumn,
  type PlatformRow,
  platformTableFeatures,
  type TabledPlatform,
  type tableColumnsOf,
} from "./platform-columns.tsx";
import { platformCsv } from "./platform-csv.ts";

interface PlatformTableProps<Platform extends TabledPlatform> {
  readonly rows: readonly PlatformRow<Platform>[];
  readonly numbers: readonly NumberColumn<PlatformRow<Platform>>[];
  /** `tableColumnsOf` the numbers. */
  readonly columns: ReturnType<typeof tableColumnsOf<Platform>>;
  /** What the numbers are, under the title. */
  readonly note: ReactNode;
  readonly fileName: string;
  /** Why a platform has no numbers, or how far they are from what was measured. */
  readonly statusOf: (platform: Platform) => string | null;
  /** What opens below the table. */
  readonly children?: ReactNode;
}

/** Everything as numbers: one row a platform, sortable by every column, with the same as CSV. */
export function PlatformTable<Platform extends TabledPlatform>(props: PlatformTableProps<Platform>) {
  const { rows, numbers, columns, note, fileName, statusOf, children } = props;
  const table = useTable({ features: platformTableFeatures, columns, data: rows });
  const classOf = usePlatformClass();
  const meanings = new Map(numbers.map(({ id, meaning }) => [id, meaning]));
  return (
    <section className="comparison" aria-labelledby="comparison-title">
      <header>
        <h2 id="comparison-title">Side by side</h2>
        <p>{note}</p>
        <button type="button" onClick={() => download(fileName, "text/csv", platformCsv(rows, numbers))}>
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
              const { answer, settings, price, isWinner } = row.original;
              return (
                <tr key={row.id} className={`${classOf(answer.platform.id)} ${isWinner ? "winner" : ""}`}>
                  {row.getAllCells().map((cell) =>
                    cell.column.id === "name" ? (
                      <th key={cell.id} scope="row">
                        <span className="platform-name">{answer.label}</span>
                        <small>{settings}</small>
                        <small>{price}</small>
                        <small>{statusOf(answer)}</small>
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
      {children}
    </section>
  );
}
