/** A line of a stream; null stands for one that is too long to keep. */
export type Line = string | null;

/**
 * The lines of a text that comes in pieces, as many at a time as are complete. An unfinished line is kept up to
 * `longest` characters, so that no input can fill the memory. An empty line is a line; the end of the text is not.
 */
export async function* linesOf(
  pieces: AsyncIterable<string> | Iterable<string>,
  longest: number,
): AsyncGenerator<readonly Line[]> {
  let unfinished: Line = "";
  for await (const piece of pieces) {
    const [first, ...others] = piece.split("\n");
    unfinished = joined(unfinished, first!, longest);
    if (others.length === 0) continue;
    const last = others.pop()!;
    yield [unfinished, ...others.map((line) => joined("", line, longest))];
    unfinished = joined("", last, longest);
  }
  if (unfinished !== "") yield [unfinished];
}

function joined(line: Line, more: string, longest: number): Line {
  return line === null || line.length + more.length > longest ? null : line + more;
}
