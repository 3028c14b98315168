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

export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
