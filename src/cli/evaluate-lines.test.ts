import { describe, expect, it } from "vitest";
import { evaluatedLine, evaluatedLines } from "./evaluate-lines.ts";

const atLoad = (concurrency: number): string => JSON.stringify({ serve: { workload: { concurrency } } });

describe(evaluatedLines, () => {
  it("answers every line on its own line, in order, good or bad", async () => {
    const input = [
      atLoad(16),
      "",
      "{",
      "?v=2&conc=32&x=1",
      `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      atLoad(64),
    ].join("\r\n");
    let output = "";
    for await (const piece of evaluatedLines([input.slice(0, 20), input.slice(20)])) output += piece;
    const results = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(results).toEqual([
      expect.objectContaining({ platforms: expect.anything(), recommendation: expect.anything() }),
      { error: "is empty" },
      { error: expect.stringContaining("JSON") },
      expect.objectContaining({ ignored: expect.arrayContaining([expect.objectContaining({ where: "x" })]) }),
      { error: expect.stringContaining("nested") },
      expect.objectContaining({ platforms: expect.anything() }),
    ]);
    expect(results[0].recommendation.sentence).toContain("16 requests in flight");
    expect(results[3].recommendation.sentence).toContain("32 requests in flight");
    expect(results[5].recommendation.sentence).toContain("64 requests in flight");
    expect(results[0]).not.toHaveProperty("ignored");
  });
});

describe(evaluatedLine, () => {
  it("answers the question of each line", async () => {
    const fineTuning = JSON.parse(
      await evaluatedLine('{"question": "fine-tune", "platforms": [{"gpu": "h200-sxm", "gpuCount": 1}]}'),
    );
    expect(fineTuning.platforms).toEqual([
      expect.objectContaining({ id: "h200-sxm", gpu: "h200-sxm", feasible: true }),
    ]);
    expect(fineTuning.platforms[0]).toMatchObject({ gpuHours: expect.any(Number), cost: null });
    const serving = JSON.parse(await evaluatedLine('{"platforms": [{"gpu": "b200-sxm"}]}'));
    expect(serving.platforms[0]).toMatchObject({ outputTokensPerSecond: expect.any(Number) });
    expect(JSON.parse(await evaluatedLine('{"question": "fine-tune", "llm": "gpt-2"}'))).toEqual({
      error: expect.stringContaining('llm "gpt-2" is not a known LLM'),
    });
  });

  it("adds what is asked for", async () => {
    const result = JSON.parse(await evaluatedLine("{}", ["segments", "map", "frontier", "sensitivity"]));
    expect(result.segments[0]).toMatchObject({ from: 1 });
    expect(result.map.map(({ id }: { id: string }) => id)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
    expect(result.frontier).toHaveLength(3);
    expect(result.sensitivity.inputs.length).toBeGreaterThan(5);
  });

  it("gives an error for a line that was too long to keep", async () => {
    expect(JSON.parse(await evaluatedLine(null))).toEqual({ error: expect.stringContaining("is longer than") });
  });
});
