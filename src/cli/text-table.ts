/** Columns aligned for reading in a terminal: on their right edge, but those of words on their left. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  wordColumns: readonly string[] = [header[0]!],
): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          wordColumns.includes(header[column]!) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function inPercents(fraction: number): string {
  // Adding 0 makes the 0 that a small negative share is rounded to a plain one.
  return `${(Math.round(fraction * 1e4) / 100 + 0).toFixed(2)} %`;
}

export function inSignedPercents(fraction: number): string {
  return `${fraction >= 5e-5 ? "+" : ""}${inPercents(fraction)}`;
}

export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
