import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { anyFineTuningChoice, articleRows, A100, H200 } from "./fine-tuning-asked-fixture.ts";
import { askedSteps, fineTuningQuestion, runLengthNote } from "./fine-tuning-question.ts";
import { fineTuningPolicyIn } from "./fine-tuning-settings.ts";

const { choiceSchema, settingsSchema, defaultChoice, settingsFor } = fineTuningQuestion;

describe("fineTuningQuestion", () => {
  it("begins with the article's run", () => {
    expect(defaultChoice).toEqual({
      method: "lora",
      tokens: 7_208_960,
      sequenceLength: 2048,
      globalBatchSequences: 16,
      loraRank: 16,
      loraTargets: "all",
      microBatch: 1,
      objective: "cheapest",
    });
    expect(askedSteps(defaultChoice)).toBe(220);
  });

  it("takes every choice within its ranges", () => {
    fc.assert(
      fc.property(anyFineTuningChoice, (choice) => {
        expect(z.parse(choiceSchema, choice)).toEqual(choice);
      }),
    );
  });

  it("starts a platform from its GPU's best measured run, and any other GPU from what needs the least memory", () => {
    expect(settingsFor(A100, 8)).toEqual({
      strategy: "fsdp",
      checkpointing: false,
      precision: "bf16",
      compile: false,
      microBatch: 1,
      tuned: false,
      locked: [],
    });
    for (const gpu of [A100, H200, "rtx-4090", "constructor"]) {
      expect(z.safeParse(settingsSchema, settingsFor(gpu, 1)).success).toBe(true);
    }
    expect(settingsFor("rtx-4090", 1)).toMatchObject({ strategy: "fsdp", checkpointing: true, microBatch: null });
  });
});

describe(runLengthNote, () => {
  it("says what a step holds where the run is smaller", () => {
    expect(runLengthNote({ ...defaultChoice, tokens: 1 })).toBe(
      "A step holds 32,768 tokens: a run of 1 is counted as one step",
    );
    expect(runLengthNote({ ...defaultChoice, tokens: 32_768 })).toBeNull();
    expect(askedSteps({ ...defaultChoice, tokens: 1 })).toBe(1);
  });
});

describe(fineTuningPolicyIn, () => {
  it("is told from the settings themselves", () => {
    const tuned = articleRows.map((row) => ({ ...row, settings: { ...row.settings, tuned: true } }));
    expect(fineTuningPolicyIn("cheapest", articleRows)).toBe("best-measured");
    expect(fineTuningPolicyIn("cheapest", tuned)).toBe("tuned-cheapest");
    expect(fineTuningPolicyIn("fastest", tuned)).toBe("tuned-fastest");
    const byHand = articleRows.map((row) => ({ ...row, settings: { ...row.settings, microBatch: 5 } }));
    expect(fineTuningPolicyIn("cheapest", byHand)).toBe("custom");
    expect(fineTuningPolicyIn("cheapest", [...articleRows.slice(1), ...tuned.slice(0, 1)])).toBe("custom");
  });
});
