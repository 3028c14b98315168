/** The rows of one LLM: nothing is fitted to those of another. */
export function rowsOfLlm<Row extends { readonly llmId: string }>(
  rows: readonly Row[],
  { id }: { readonly id: string },
): readonly Row[] {
  return rows.filter(({ llmId }) => llmId === id);
}
