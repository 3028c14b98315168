import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLAINED_COST, EXPLAINED_DELIVERY } from "../core/serving/explanation/explanation.ts";
import { quantitiesIn } from "../core/serving/explanation/formula-fixture.ts";
import { gemmaServingStudy as study } from "../study/shipped-studies.ts";
import { originFacts } from "./origin-facts.ts";
import { anyAsked } from "./serving/asked-fixture.ts";
import { servingAnswerOf } from "./serving/serving-answer.ts";
import { explanationIn } from "./serving/serving-explanation.ts";

describe(originFacts, () => {
  it("knows where every input of every serving formula is from", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const answer = servingAnswerOf(study, question);
        const untold = new Set<string>();
        for (const { platform } of answer.platforms) {
          for (const which of [...EXPLAINED_DELIVERY, ...EXPLAINED_COST]) {
            const formula = explanationIn(answer, platform.id, which)?.formula ?? null;
            for (const quantity of formula === null ? [] : quantitiesIn(formula)) {
              if (quantity.kind !== "input") continue;
              const { why, source, mark } = originFacts(quantity.origin, quantity.value, null);
              if (mark !== "chosen" && why === null && source === null) untold.add(quantity.name);
            }
          }
        }
        expect([...untold], "neither a reason nor a source").toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("tells a length that is the benchmark's from one that is the user's own", () => {
    const origin = { kind: "length", assumption: "prompt-length" } as const;
    expect(originFacts(origin, 225, "index").mark).toBe("assumed");
    expect(originFacts(origin, 226, "index")).toEqual({ mark: "chosen", why: null, source: null });
  });

  it("tells a listed price from a typed one, and an assumed fact from a published one", () => {
    const price = { kind: "price", gpu: "h100-sxm" } as const;
    expect(originFacts(price, 2.1, "index").source?.id).toBe("vessl-scripts");
    expect(originFacts(price, 2.1, null)).toEqual({ mark: "priced", why: "As typed.", source: null });
    const memoryOf = (gpu: string) =>
      originFacts({ kind: "gpu", gpu, group: "memory", field: "driverMemoryMebibytes" }, 0, null).mark;
    expect(memoryOf("a100-sxm-80gb")).toBe("assumed");
    expect(memoryOf("h100-sxm")).toBe("datasheet");
  });
});
