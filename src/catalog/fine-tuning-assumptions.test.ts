import { describe, expect, it } from "vitest";
import { MEMORY_PARAMETERS } from "../core/fine-tuning/fit/fit-fine-tuning-memory.ts";
import { TRAINING_STEP_PARAMETERS } from "../core/fine-tuning/fit/fit-training-step.ts";
import { memoryPriors, fineTuningAssumptionRecords, fineTuningStepPriors } from "./fine-tuning-assumptions.ts";

describe("fineTuningAssumptionRecords", () => {
  it("says of each why it has its value, and where that was read unless it is assumed", () => {
    for (const { id, mark, why, source } of fineTuningAssumptionRecords.values()) {
      expect(why.length, id).toBeGreaterThan(10);
      if (mark !== "assumed") expect(source, id).not.toBeNull();
    }
  });

  it("are all used: four constants, priors of memory (one for both activations) and of each step parameter", () => {
    expect(fineTuningAssumptionRecords.size).toBe(4 + (MEMORY_PARAMETERS.length - 1) + TRAINING_STEP_PARAMETERS.length);
  });

  it("gives every prior a center above 0 and a spread", () => {
    for (const { center, logSpread } of [...Object.values(memoryPriors), ...Object.values(fineTuningStepPriors)]) {
      expect(center).toBeGreaterThan(0);
      expect(logSpread).toBeGreaterThan(0);
    }
  });
});
