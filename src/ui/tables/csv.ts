/** Records as CSV (RFC 4180), the heading first. */
export function csvText(records: readonly (readonly string[])[]): string {
  return `${records.map((fields) => fields.map(quoted).join(",")).join("\r\n")}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
