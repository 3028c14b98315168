import { describe, expect, it } from "vitest";
import { DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, asked, row } from "./asked-fixture.ts";
import { curvesOf } from "./curves.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { servingQuestion } from "./serving-question.ts";

const { workload } = servingQuestion.defaultChoice;

describe(curvesOf, () => {
  it("has at each load what the answer there has", () => {
    const curves = curvesOf(study, asked());
    const point = curves[2]?.points.find(({ concurrency }) => concurrency === 2048);
    const { platforms } = servingAnswerOf(study, asked(allRows, { workload: { ...workload, concurrency: 2048 } }));
    const delivery = platforms[2]?.delivery;
    if (delivery?.kind !== "delivers") throw new Error("does not deliver");
    expect(point).toMatchObject({
      kind: "serves",
      performance: delivery.performance,
      relativeCost: 1,
      extrapolated: false,
    });
  });

  it("rests on the published rows between its dots, and says so beyond them", () => {
    const [, h100] = curvesOf(study, asked());
    const dots = h100?.dots.map(({ concurrency }) => concurrency) ?? [];
    const [first, last] = [Math.min(...dots), Math.max(...dots)];
    for (const point of h100?.points ?? []) {
      if (point.kind === "cannot" || !point.extrapolated) continue;
      expect(point.concurrency < first || point.concurrency > last).toBe(true);
    }
    expect(h100?.points.at(-1)).toMatchObject({ extrapolated: true });
  });

  it("is of one rental unit where a demand is asked about", () => {
    const rows = [row("h100-sxm", { gpuCount: 16, offer: { rentalUnitGpus: 8 } })];
    const [curve] = curvesOf(study, asked(rows, { demand: DEFAULT_DEMAND }));
    const [whole] = curvesOf(study, asked([row("h100-sxm")]));
    expect(curve?.points).toEqual(whole?.points);
  });
});
