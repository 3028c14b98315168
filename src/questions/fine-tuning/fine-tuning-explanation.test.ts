import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLAINED_FINE_TUNING } from "../../core/fine-tuning/answer/explained-fine-tuning.ts";
import { faultsIn } from "../../core/serving/explanation/formula-fixture.ts";
import { gemmaFineTuningStudy as study } from "../../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerOf } from "./fine-tuning-answer.ts";
import { anyFineTuningAsked, fineTuningAsked } from "./fine-tuning-asked-fixture.ts";
import { fineTuningExplanation } from "./fine-tuning-explanation.ts";

const EXPLAINED = [...EXPLAINED_FINE_TUNING, "cost", "costPerMillionTokens", "relativeCost"] as const;

describe(fineTuningExplanation, () => {
  it.each(EXPLAINED)("gives %s, and every value inside it, from what it is made of", (which) => {
    let explained = 0;
    fc.assert(
      fc.property(anyFineTuningAsked, (asked) => {
        const answer = fineTuningAnswerOf(study, asked);
        for (const platform of answer.platforms) {
          const root = fineTuningExplanation(which, answer, platform);
          if (root === null) continue;
          explained += 1;
          expect(faultsIn(root)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
    expect(explained).toBeGreaterThan(10);
  });

  it("opens the very numbers that are shown", () => {
    const answer = fineTuningAnswerOf(study, fineTuningAsked());
    for (const platform of answer.platforms) {
      const { delivery, quote, runQuote, relativeCost } = platform;
      if (delivery.kind === "cannot" || quote?.kind !== "priced" || runQuote?.kind !== "priced") {
        throw new Error("the article's platforms deliver, at a price");
      }
      const { performance, memory } = delivery;
      const shown = {
        step: performance.stepSeconds,
        stepLow: performance.stepSecondsBand[0],
        stepHigh: performance.stepSecondsBand[1],
        floor: performance.floorStepSeconds,
        tokensPerSecond: performance.tokensPerSecond,
        optimizerSteps: performance.optimizerSteps,
        wall: performance.wallSeconds,
        gpuHours: performance.gpuHours,
        gpuHoursPerMillionTokens: delivery.billPerMillionTokens.gpuHours.onDemand,
        utilization: performance.modelFlopsUtilization,
        peak: memory.peakBytes,
        left: memory.headroomBytes,
        cost: runQuote.cost,
        costPerMillionTokens: quote.cost,
        relativeCost,
      };
      for (const which of EXPLAINED) {
        expect(fineTuningExplanation(which, answer, platform)?.value, which).toBeCloseTo(shown[which] ?? 0, 9);
      }
    }
  });
});
