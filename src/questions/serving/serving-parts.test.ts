import { describe, expect, it } from "vitest";
import { winnerIn } from "../../core/verdict/region-standing.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, asked } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { defaultRepriced, SERVING_PARTS, servingParts } from "./serving-parts.ts";

const answer = servingAnswerOf(study, asked());

describe(servingParts, () => {
  it("has just the parts that were asked for, as plain JSON", () => {
    expect(servingParts(answer, [])).toEqual({});
    for (const part of SERVING_PARTS) expect(Object.keys(servingParts(answer, [part]))).toEqual([part]);
    const all = servingParts(answer, SERVING_PARTS);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  it("agrees with itself: the map at the present price is the segments, which hold the winner at the load", () => {
    const { map, segments, sensitivity } = servingParts(answer, SERVING_PARTS);
    const present = map?.pricesPerGpuHour.indexOf(map.currentPricePerGpuHour) ?? -1;
    expect(map?.regions[present]).toEqual(segments);
    const holding = segments?.find(({ to }) => to >= 2048);
    expect(holding && winnerIn(holding)).toBe(sensitivity?.winner);
  });
});

describe(defaultRepriced, () => {
  it("is the runner-up, whose price could turn the answer; none of a single platform", () => {
    expect(answer.ranking).toMatchObject({ runnerUp: { id: defaultRepriced(answer) } });
    expect(defaultRepriced(servingAnswerOf(study, asked(allRows.slice(0, 1))))).toBeNull();
  });
});
