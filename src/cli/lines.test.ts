import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, linesOf } from "./lines.ts";

async function allLines(pieces: readonly string[], longest = 1000): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const some of linesOf(pieces, longest)) lines.push(...some);
  return lines;
}

describe(linesOf, () => {
  it("gives back the lines that were joined, however the text is cut", async () => {
    const line = fc.stringMatching(/^[a-c]{0,4}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        const text = lines.map((each) => `${each}\n`).join("");
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        expect(await allLines(pieces)).toEqual(lines);
      }),
    );
  });

  it("takes a last line without its end", async () => {
    expect(await allLines(["a\nb"])).toEqual(["a", "b"]);
  });

  it("hands out lines as soon as they are complete", async () => {
    const seen: string[] = [];
    function* pieces() {
      yield "first\nsec";
      expect(seen).toEqual(["first"]);
      yield "ond\n";
    }
    for await (const lines of linesOf(pieces(), 1000)) seen.push(...lines.map(String));
    expect(seen).toEqual(["first", "second"]);
  });

  it.each([[["aaaa\nb\n"]], [["aa", "aa", "\nb\n"]], [["aa", "aa", "aa\nb", "\n"]]])(
    "drops a line that is too long to keep, and no other: %j",
    async (pieces) => {
      expect(await allLines(pieces, 3)).toEqual([null, "b"]);
    },
  );
});
