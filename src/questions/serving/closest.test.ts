import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LimitBreach } from "../../core/serving/answer/limits.ts";
import { inTime } from "../../core/units/wording.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, anyAsked, asked } from "./asked-fixture.ts";
import { type Closest, closestOf, roundedUp } from "./closest.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import type { ServingAsked } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";

type Limits = Closest["limits"];

const FIELD: Readonly<Record<LimitBreach["kind"], "tpotSeconds" | "ttftSeconds" | "requestSeconds">> = {
  "tpot-per-token": "tpotSeconds",
  "tpot-per-chunk": "tpotSeconds",
  ttft: "ttftSeconds",
  request: "requestSeconds",
};

function winnerWithin(question: ServingAsked, limits: Limits): string | null {
  const { ranking } = servingAnswerOf(study, { ...question, choice: { ...question.choice, limits } });
  return ranking.kind === "none" ? null : ranking.winner.id;
}

/** Limits that hardly anything keeps. */
const anyStrict = fc
  .record({
    tpotSeconds: fc.double({ min: 0.0001, max: 0.02, noNaN: true }),
    ttftSeconds: fc.option(fc.double({ min: 0.0001, max: 1, noNaN: true })),
    requestSeconds: fc.option(fc.double({ min: 0.1, max: 10, noNaN: true })),
  })
  .map((limits): Limits => ({ ...limits, tpotBasis: "token" }));

const anyUnkept = fc
  .tuple(anyAsked, anyStrict)
  .map(([question, limits]): ServingAsked => ({ ...question, choice: { ...question.choice, limits, tuned: false } }));

describe(closestOf, () => {
  it("names every limit to relax: with them the platform is chosen, and with one of them left as it is, it is not", () => {
    let found = 0;
    fc.assert(
      fc.property(anyUnkept, (question) => {
        const { closest, ranking } = servingAnswerOf(study, question);
        if (closest === null) return;
        expect(ranking.kind).toBe("none");
        found += 1;
        const { limits } = question.choice;
        expect(winnerWithin(question, closest.limits)).toBe(closest.id);
        for (const { kind } of closest.breaches) {
          const field = FIELD[kind];
          expect(winnerWithin(question, { ...closest.limits, [field]: limits[field] })).not.toBe(closest.id);
        }
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it("names both limits that the field case breaks: the whole request as well as TPOT", () => {
    const { workload } = servingQuestion.defaultChoice;
    const limits = { tpotSeconds: 0.03, tpotBasis: "token", ttftSeconds: 2, requestSeconds: 9 } as const;
    const { closest } = servingAnswerOf(
      study,
      asked(allRows, { workload: { ...workload, concurrency: 2000, inputTokens: 2000, outputTokens: 500 }, limits }),
    );
    expect(closest?.breaches.length).toBeGreaterThan(1);
  });

  it("is nothing where a platform is chosen", () => {
    expect(servingAnswerOf(study, asked()).closest).toBeNull();
  });
});

describe(roundedUp, () => {
  it("is what a sentence writes, and never less than the value", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), (seconds) => {
        const up = roundedUp(seconds);
        expect(up).toBeGreaterThanOrEqual(seconds);
        expect(up - seconds).toBeLessThanOrEqual(Math.max(1e-4, seconds * 0.0105) * (1 + 1e-9));
        const [text = "", unit] = inTime(up).split(" ");
        const written = Number(text.replaceAll(",", "")) * (unit === "ms" ? 0.001 : 1);
        expect(written).toBeCloseTo(up, 9);
      }),
    );
  });
});
