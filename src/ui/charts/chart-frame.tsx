import { useState, type ReactNode } from "react";

interface ChartColumn {
  readonly header: string;
  readonly numeric?: boolean;
}

interface ChartFrameProps {
  readonly title: string;
  /** What is drawn and in which unit, in words. */
  readonly subtitle: string;
  readonly columns: readonly ChartColumn[];
  /** The chart as numbers: its other view. */
  readonly rows: readonly (readonly string[])[];
  readonly children: ReactNode;
  readonly note?: ReactNode;
  /** What the table's marks mean. */
  readonly tableNote?: string | null;
  readonly className?: string;
}

/** A titled chart with its table one click away. */
export function ChartFrame({ title, subtitle, columns, rows, children, note, tableNote, className }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={`chart ${className ?? ""}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{subtitle}</p>
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
      </header>
      {asTable ? (
        <section className="scroll" tabIndex={0} aria-label={`${title}, table`}>
          <table>
            <thead>
              <tr>
                {columns.map(({ header, numeric }) => (
                  <th key={header} scope="col" className={numeric ? "number" : undefined}>
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.join(" ")}>
                  {row.map((cell, i) => (
                    <td key={columns[i]!.header} className={columns[i]!.numeric ? "number" : undefined}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        children
      )}
      {asTable && tableNote && <p className="note">{tableNote}</p>}
      {note !== undefined && <p className="note">{note}</p>}
    </section>
  );
}
