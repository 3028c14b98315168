import { describe, expect, it } from "vitest";
import { MEMORY_PARAMETERS } from "../core/fine-tuning/fit/fit-training-memory.ts";
import { TRAINING_STEP_PARAMETERS } from "../core/fine-tuning/fit/fit-training-step.ts";
import { priceIndex } from "./prices.ts";
import {
  assumedH200Index,
  memoryPriors,
  trainingAssumptionRecords,
  trainingStepPriors,
} from "./training-assumptions.ts";

describe("trainingAssumptionRecords", () => {
  it("says of each why it has its value, and where that was read unless it is assumed", () => {
    for (const { id, mark, why, source } of trainingAssumptionRecords.values()) {
      expect(why.length, id).toBeGreaterThan(10);
      if (mark !== "assumed") expect(source, id).not.toBeNull();
    }
  });

  it("are all used: four constants, a price, priors of memory (one for both activations) and of each step parameter", () => {
    expect(trainingAssumptionRecords.size).toBe(
      4 + 1 + (MEMORY_PARAMETERS.length - 1) + TRAINING_STEP_PARAMETERS.length,
    );
  });

  it("gives every prior a center above 0 and a spread", () => {
    for (const { center, logSpread } of [...Object.values(memoryPriors), ...Object.values(trainingStepPriors)]) {
      expect(center).toBeGreaterThan(0);
      expect(logSpread).toBeGreaterThan(0);
    }
  });
});

describe("assumedH200Index", () => {
  it("is the index of H100 by the ratio of two list prices", () => {
    expect(assumedH200Index).toBeCloseTo((priceIndex.indexPerGpuHour["h100-sxm"]! * 5.75) / 4.5, 2);
  });
});
