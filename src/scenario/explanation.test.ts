import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLAINED, type Explained } from "../core/serving/explanation/explanation.ts";
import { faultsIn, quantitiesIn } from "../core/serving/explanation/formula-fixture.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { explanationIn } from "./explanation.ts";
import { originFacts } from "./origin.ts";
import { anyScenario } from "./permalink-fixture.ts";
import { resultOf, type PlatformOutcome } from "./result.ts";

/** Any scenario, as often with settings that can be served as not. */
const anyServed = fc.tuple(anyScenario, fc.boolean()).map(([scenario, typed]) => ({
  ...scenario,
  llm: defaultScenario.llm,
  workload: { ...scenario.workload, inputTokens: 225, outputTokens: 274 },
  platforms: scenario.platforms.map((platform, i) => ({
    ...(i === 0 ? platform : defaultScenario.platforms.find(({ gpu }) => gpu === platform.gpu)!),
    kvCacheBytesPerGpu: typed ? 9e9 : null,
  })),
}));

/** The same numbers as the terminal prints them. */
const IN_RESULT: Readonly<Record<Explained, (outcome: PlatformOutcome, tensorParallel: number) => number | null>> = {
  relativeCost: ({ relativeCost }) => relativeCost,
  cost: ({ costPerMillionOutputTokens }) => costPerMillionOutputTokens,
  throughput: ({ outputTokensPerSecond }) => outputTokensPerSecond,
  tpot: ({ tpotSeconds }) => tpotSeconds,
  step: ({ stepSeconds }) => stepSeconds,
  ttft: ({ ttftSeconds }) => ttftSeconds,
  ttftMedian: ({ ttftMedianSeconds }) => ttftMedianSeconds,
  request: ({ requestSeconds }) => requestSeconds,
  running: ({ runningRequests }) => runningRequests,
  waiting: ({ waitingRequests }) => waitingRequests,
  kv: ({ memory }, tensorParallel) => memory && Math.max(0, memory.kvCacheBytes) / tensorParallel,
  fit: ({ memory, feasible }) => (feasible ? memory!.maxRunningRequests : null),
  headroom: ({ headroom }) => headroom,
};

describe(explanationIn, () => {
  it.each(EXPLAINED)("explains the very %s that the evaluation has, and nothing where it has none", (which) => {
    let explained = 0;
    fc.assert(
      fc.property(anyServed, (scenario) => {
        const evaluation = evaluationOf(scenario);
        for (const [i, outcome] of resultOf(evaluation).platforms.entries()) {
          const { offer } = evaluation.platforms[i]!;
          const expected = IN_RESULT[which](outcome, offer.tensorParallel);
          const shown = explanationIn(evaluation, outcome.gpu, which)!.formula;
          if (expected === null) {
            expect(shown).toBeNull();
            continue;
          }
          explained += 1;
          expect(faultsIn(shown!)).toEqual([]);
          expect(Math.abs(shown!.value - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
        }
      }),
      { numRuns: 40 },
    );
    expect(explained).toBeGreaterThan(10);
  });

  it("knows where every input is from", () => {
    fc.assert(
      fc.property(anyServed, (scenario) => {
        const evaluation = evaluationOf(scenario);
        const untold: string[] = [];
        for (const { gpu } of evaluation.platforms) {
          for (const which of EXPLAINED) {
            const { formula } = explanationIn(evaluation, gpu.id, which)!;
            for (const quantity of formula === null ? [] : quantitiesIn(formula)) {
              if (quantity.kind !== "input") continue;
              const { why, source, mark } = originFacts(quantity.origin, quantity.value, scenario);
              const isTold = mark === "chosen" || why !== null || source !== null;
              if (!isTold) untold.push(quantity.name);
            }
          }
        }
        expect(untold, "neither a reason nor a source").toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("explains nothing of a platform that is not compared", () => {
    expect(explanationIn(evaluationOf(defaultScenario), "no-such-gpu", "tpot")).toBeNull();
  });
});

describe(originFacts, () => {
  it("tells a length that is the benchmark's from one that is the user's own", () => {
    const origin = { kind: "length", assumption: "prompt-length" } as const;
    expect(originFacts(origin, 225, defaultScenario).mark).toBe("assumed");
    expect(originFacts(origin, 226, defaultScenario)).toEqual({ mark: "chosen", why: null, source: null });
  });

  it("tells a listed price from a typed one, and an assumed fact from a published one", () => {
    const price = { kind: "price", gpu: "h100-sxm" } as const;
    expect(originFacts(price, 2.1, defaultScenario).source?.id).toBe("vessl-scripts");
    const typed = { ...defaultScenario, priceUnit: "USD" } as const;
    expect(originFacts(price, 2.1, typed).source).toBeNull();
    const memoryOf = (gpu: string) =>
      originFacts({ kind: "gpu", gpu, group: "memory", field: "driverMemoryMebibytes" }, 0, defaultScenario).mark;
    expect(memoryOf("a100-sxm-80gb")).toBe("assumed");
    expect(memoryOf("h100-sxm")).toBe("datasheet");
  });
});
