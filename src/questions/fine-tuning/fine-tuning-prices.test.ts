import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gemmaFineTuningStudy as study } from "../../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerOf } from "./fine-tuning-answer.ts";
import { anyFineTuningAsked, B200, fineTuningAsked } from "./fine-tuning-asked-fixture.ts";
import { fineTuningPriceRegions, repriceableFineTuning } from "./fine-tuning-prices.ts";

describe(fineTuningPriceRegions, () => {
  it("covers the strip without gaps, and says of the present price what the answer says", () => {
    fc.assert(
      fc.property(anyFineTuningAsked, (asked) => {
        const answer = fineTuningAnswerOf(study, asked);
        for (const id of repriceableFineTuning(answer)) {
          const { axis, regions, currentPricePerGpuHour } = fineTuningPriceRegions(answer, id);
          expect(regions[0]?.from).toBe(axis.least);
          expect(regions.at(-1)?.to).toBe(axis.most);
          for (const [i, { from }] of regions.entries()) if (i > 0) expect(from).toBe(regions[i - 1]?.to);
          const present = regions.findLast(({ from }) => from <= currentPricePerGpuHour);
          if (answer.ranking.kind === "none" || present?.kind === "none" || present?.kind === "alternates") continue;
          // A region is at least a step wide, so that an end may lie up to two steps from where the choice alone turns.
          const twoSteps = (2 / axis.steps) * Math.log(axis.most / axis.least);
          const isAtEnd = regions.some(({ from }) => Math.abs(Math.log(from / currentPricePerGpuHour)) < twoSteps);
          if (!isAtEnd) expect(present?.winner).toBe(answer.ranking.winner.id);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("turns where the turning price is", () => {
    const answer = fineTuningAnswerOf(study, fineTuningAsked());
    const { regions } = fineTuningPriceRegions(answer, B200);
    const [flip] = answer.flips;
    const lost = regions.find(
      (region) => region.kind !== "none" && region.kind !== "alternates" && region.winner !== B200,
    );
    if (flip?.turning.kind !== "at" || lost === undefined) throw new Error("B200's price turns the answer");
    expect(lost.from / flip.turning.price).toBeCloseTo(1, 3);
  });
});
