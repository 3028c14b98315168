import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FINE_TUNING_MEMORY_PARTS } from "../../core/fine-tuning/physics/fine-tuning-memory.ts";
import { gemmaFineTuningStudy as study } from "../../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerOf } from "./fine-tuning-answer.ts";
import { anyFineTuningAsked, fineTuningAsked } from "./fine-tuning-asked-fixture.ts";
import { fineTuningResultOf } from "./fine-tuning-result.ts";

describe(fineTuningResultOf, () => {
  it("has every field of the contract, finite where feasible and null where not, as JSON", () => {
    fc.assert(
      fc.property(anyFineTuningAsked, (asked) => {
        const result = fineTuningResultOf(fineTuningAnswerOf(study, asked));
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        expect(result.platforms.map(({ id }) => id)).toEqual(asked.platforms.map(({ id }) => id));
        for (const platform of result.platforms) {
          const { stepSeconds, tokensPerSecond, gpuHours, wallSeconds } = platform;
          const { cost, costPerMillionTokens, relativeCost, pricePerGpuHour } = platform;
          const numbers = [stepSeconds, tokensPerSecond, gpuHours, wallSeconds];
          const costs = [cost, costPerMillionTokens, relativeCost];
          const known = platform.feasible ? (pricePerGpuHour === null ? numbers : [...numbers, ...costs]) : [];
          for (const value of known) {
            expect(value).toBeGreaterThan(0);
            expect(Number.isFinite(value)).toBe(true);
          }
          if (!platform.feasible) expect([...numbers, ...costs].every((value) => value === null)).toBe(true);
          else if (pricePerGpuHour === null) expect(costs).toEqual([null, null, null]);
          expect(platform.reason === null).toBe(platform.feasible);
          if (platform.feasible) expect(platform.optimizerSteps).toBeGreaterThanOrEqual(1);
          const { memory } = platform;
          if (memory === null) continue;
          const { deviceBytes, peakBytes, headroomBytes } = memory;
          const sum = FINE_TUNING_MEMORY_PARTS.reduce((total, part) => total + memory[part], 0);
          expect(sum / peakBytes).toBeCloseTo(1, 9);
          expect(headroomBytes).toBe(deviceBytes - peakBytes);
          // More is counted than there is only where a run was measured to go through.
          if (platform.verdict === "fits") expect(headroomBytes).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("puts the measured run beside the prediction", () => {
    const { platforms, model } = fineTuningResultOf(fineTuningAnswerOf(study, fineTuningAsked()));
    expect(model).toBe(study.modelVersion);
    const b200 = platforms[2];
    expect(b200).toMatchObject({ evidence: "measured", measured: { row: "vessl-t-009", peakBytes: null } });
    expect(b200?.measured?.tokensPerSecond).toBeCloseTo(17_634, 0);
    expect(platforms.map(({ verdict }) => verdict)).toEqual(["tight", "fits", "fits"]);
  });
});
