import { describe, expect, it } from "vitest";
import presetFile from "../../data/presets.json" with { type: "json" };
import { benchmarkConditions } from "./assumptions.ts";
import { lengthsPresets, limitsPresets } from "./presets.ts";

describe("presets", () => {
  it("are all read, and say why they have their values", () => {
    expect(limitsPresets.length + lengthsPresets.length).toBe(presetFile.length);
    for (const { why, mark, source } of [...limitsPresets, ...lengthsPresets]) {
      expect(why.length).toBeGreaterThan(20);
      if (mark === "stated") expect(source).not.toBeNull();
    }
  });

  it("have the benchmark's own lengths as chat, so that it is measured", () => {
    const chat = lengthsPresets.find(({ id }) => id === "lengths-chat")!;
    expect(chat).toMatchObject({
      inputTokens: benchmarkConditions.promptTokens,
      outputTokens: benchmarkConditions.outputTokens,
      inputRatio: benchmarkConditions.promptTokensVariation,
      outputRatio: benchmarkConditions.outputTokensVariation,
    });
  });

  it("are stricter for chat and agents than for batches, which have no limits", () => {
    const [batch, chat, agent] = limitsPresets;
    expect([batch!.tpotSeconds, batch!.ttftSeconds, batch!.requestSeconds]).toEqual([null, null, null]);
    expect(chat!.tpotSeconds).toBeGreaterThan(agent!.tpotSeconds!);
  });
});
