import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gpus } from "../catalog/gpus.ts";
import { candidate } from "./candidate-fixture.ts";
import { platformLabels } from "./platform-labels.ts";
import type { PlatformRow } from "./question.ts";

function row(id: string, own: Partial<PlatformRow> & { provider?: string } = {}): PlatformRow {
  const { provider = null, ...rest } = own;
  const { platform } = candidate(id, 1, 1);
  return { ...platform, gpu: "h100-sxm", ...rest, offer: { ...platform.offer, provider } };
}

function labels(rows: readonly PlatformRow[], differences?: (id: string) => readonly string[]): readonly string[] {
  return [...platformLabels(rows, gpus, differences).values()];
}

describe(platformLabels, () => {
  it("takes the user's name, else the GPUs", () => {
    expect(labels([row("a"), row("b", { gpu: "b200-sxm", gpuCount: 4 }), row("c", { name: "ours" })])).toEqual([
      "8x H100",
      "4x B200",
      "ours",
    ]);
  });

  it("tells rows of the same GPUs apart by provider, then by what differs, then by number", () => {
    expect(labels([row("a"), row("b", { provider: "Lambda" })])).toEqual(["8x H100", "8x H100 (Lambda)"]);
    const words: Readonly<Record<string, readonly string[]>> = { a: ["2 drafts"], b: ["2 drafts", "LoRA"] };
    expect(labels([row("a"), row("b")], (id) => words[id] ?? [])).toEqual(["8x H100", "8x H100 (LoRA)"]);
    expect(labels([row("a"), row("b"), row("c")])).toEqual(["8x H100", "8x H100 #2", "8x H100 #3"]);
  });

  it("keeps a name that the user gave where a made one would take it", () => {
    expect(labels([row("a"), row("b", { name: "8x H100" })])).toEqual(["8x H100 #2", "8x H100"]);
    const byId = platformLabels([row("a"), row("b", { name: "8x H100" })], gpus);
    expect(byId.get("b")).toBe("8x H100");
  });

  it("never calls two rows the same", () => {
    const anyRow = fc.record({
      name: fc.option(fc.constantFrom("8x H100", "8x H100 #2", "x")),
      gpu: fc.constantFrom("h100-sxm", "b200-sxm"),
      gpuCount: fc.constantFrom(4, 8),
      provider: fc.constantFrom("A", "B"),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), (all) => {
        const found = labels(all.map((own, i) => row(`p${i}`, own)));
        expect(new Set(found).size).toBe(all.length);
      }),
    );
  });
});
