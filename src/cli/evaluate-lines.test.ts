import { describe, expect, it } from "vitest";
import { evaluatedLine, evaluatedLines } from "./evaluate-lines.ts";

describe(evaluatedLines, () => {
  it("answers every line on its own line, in order, good or bad", async () => {
    const input = [
      '{"workload": {"concurrency": 16}}',
      "",
      "{",
      "?v=1&conc=32&x=1",
      '{"workload": {"concurrency": 64}}',
    ];
    let output = "";
    for await (const piece of evaluatedLines([input.join("\r\n").slice(0, 20), input.join("\r\n").slice(20)])) {
      output += piece;
    }
    const results = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(results).toEqual([
      expect.objectContaining({ platforms: expect.anything(), recommendation: expect.anything() }),
      { error: "is empty" },
      { error: expect.stringContaining("is neither JSON nor a permalink") },
      expect.objectContaining({ ignored: [expect.objectContaining({ where: "x" })] }),
      expect.objectContaining({ platforms: expect.anything() }),
    ]);
    expect(results[0].recommendation.sentence).toContain("16 requests in flight");
    expect(results[3].recommendation.sentence).toContain("32 requests in flight");
    expect(results[4].recommendation.sentence).toContain("64 requests in flight");
    expect(results[0]).not.toHaveProperty("ignored");
  });
});

describe(evaluatedLine, () => {
  it("answers by the mode of each line", async () => {
    const fineTuning = JSON.parse(await evaluatedLine('{"mode": "fine-tune", "platforms": [{"gpu": "h200-sxm"}]}'));
    expect(fineTuning.platforms).toEqual([expect.objectContaining({ gpu: "h200-sxm", feasible: true })]);
    expect(fineTuning.platforms[0]).toMatchObject({ gpuHours: expect.any(Number), evidence: "extrapolated" });
    const serving = JSON.parse(await evaluatedLine('{"platforms": [{"gpu": "b200-sxm"}]}'));
    expect(serving.platforms[0]).toMatchObject({ outputTokensPerSecond: expect.any(Number) });
    expect(JSON.parse(await evaluatedLine('{"mode": "fine-tune", "llm": "gpt-2"}'))).toEqual({
      error: 'llm "gpt-2" is not a known LLM',
    });
  });

  it("gives an error for a line that was too long to keep", async () => {
    expect(JSON.parse(await evaluatedLine(null))).toEqual({ error: expect.stringContaining("is longer than") });
  });
});
