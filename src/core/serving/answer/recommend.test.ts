import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPerMillionOutputTokens } from "../../economics/cost.ts";
import { anySketches, anyThreshold, predictionOf, type Sketch } from "./prediction-fixture.ts";
import { contendersIn, recommend } from "./recommend.ts";

function recommendOf(sketches: readonly Sketch[], threshold = 0.05) {
  return recommend(sketches.map(predictionOf), threshold);
}

/** H100 and B200 with the cost of an H100 token, and of a B200 token. */
function twoAt(h100Cost: number, b200Cost: number, b200: Partial<Sketch> = {}): readonly Sketch[] {
  return [
    { gpu: "h100-sxm", pricePerGpuHour: h100Cost, outputTokensPerSecond: 1000 },
    { gpu: "b200-sxm", pricePerGpuHour: b200Cost, outputTokensPerSecond: 1000, ...b200 },
  ];
}

describe(recommend, () => {
  it("takes the cheapest per token", () => {
    expect(recommendOf(twoAt(2, 4))).toMatchObject({ winner: "h100-sxm", runnerUp: "b200-sxm", tie: false });
    expect(recommendOf(twoAt(2, 4, { outputTokensPerSecond: 3000 }))).toMatchObject({ winner: "b200-sxm", tie: false });
  });

  it("calls it a tie below the threshold, and not at it", () => {
    const fast = { requestSeconds: 5 };
    expect(recommendOf(twoAt(75, 100, fast), 0.25)).toMatchObject({ winner: "h100-sxm", tie: false });
    expect(recommendOf(twoAt(75.001, 100, fast), 0.25)).toMatchObject({ winner: "b200-sxm", tie: true });
    expect(recommendOf(twoAt(100, 100, fast), 0.001)).toMatchObject({ winner: "b200-sxm", tie: true });
  });

  it("takes the cheapest when no difference is too small to matter", () => {
    expect(recommendOf(twoAt(2, 4), 0)).toMatchObject({ winner: "h100-sxm", tie: false });
    expect(recommendOf(twoAt(2, 2.001), 0)).toMatchObject({ winner: "h100-sxm", tie: false });
  });

  it("calls it a tie too where the bands leave either cheaper, and then takes the best estimate, however slow", () => {
    const apart = twoAt(3.6, 4, { requestSeconds: 1 });
    const sure = recommendOf(apart);
    expect(sure).toMatchObject({ winner: "h100-sxm", tie: false, costsApart: true });
    const unsure = recommendOf(apart.map((sketch) => ({ ...sketch, bandFraction: 0.15 })));
    expect(unsure).toMatchObject({ winner: "h100-sxm", tie: true, costsApart: false });
    expect(unsure.reasons[0]).toMatchObject({ kind: "tie-within-band", gpu: "h100-sxm", than: "b200-sxm" });
  });

  it("decides a tie on speed, then on capacity left, then on cost", () => {
    expect(recommendOf(twoAt(100, 101, { requestSeconds: 9.8 })).reasons[0]).toMatchObject({ decidedBy: "speed" });
    // Request times of one class (of 1 %) are equal
    const roomier = recommendOf(twoAt(100, 101, { requestSeconds: 10.001, limit: 65 }));
    expect(roomier).toMatchObject({ winner: "b200-sxm", reasons: [{ decidedBy: "capacity" }, {}] });
    const alike = recommendOf(twoAt(100, 101));
    expect(alike).toMatchObject({ winner: "h100-sxm", reasons: [{ decidedBy: "cost" }, {}] });
  });

  it("says by how much, and what binds", () => {
    expect(recommendOf(twoAt(2, 4)).reasons).toEqual([
      { kind: "cheaper", gpu: "h100-sxm", than: "b200-sxm", savingFraction: 0.5 },
      { kind: "price-and-throughput", gpu: "h100-sxm", than: "b200-sxm", priceRatio: 0.5, throughputRatio: 1 },
    ]);
    expect(recommendOf(twoAt(2, 4, { limit: 40, limitedBy: "kv-cache" })).reasons[1]).toEqual({
      kind: "batch-limit",
      gpu: "b200-sxm",
      by: "kv-cache",
      requestsPerReplica: 40,
      gpusPerReplica: 1,
    });
  });

  it("says so where only one can serve, and why the others cannot", () => {
    const infeasible = { kind: "dtype-unsupported", dtype: "fp8", gpu: "b200-sxm" } as const;
    const { winner, runnerUp, reasons, flipPrices } = recommendOf(twoAt(2, 1, { infeasible }));
    expect([winner, runnerUp, flipPrices]).toEqual(["h100-sxm", null, []]);
    expect(reasons).toEqual([
      { kind: "only-one", gpu: "h100-sxm" },
      { kind: "infeasible", gpu: "b200-sxm", reason: infeasible },
    ]);
  });

  it("has no winner among none", () => {
    const nobody = { winner: null, runnerUp: null, tie: false, costsApart: null, reasons: [], flipPrices: [] };
    expect(recommend([], 0.05)).toEqual(nobody);
  });

  it("never lets a platform win that breaks a limit or cannot serve", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const fit = sketches.filter(({ breaches, infeasible }) => breaches!.length === 0 && infeasible === null);
        const { winner, runnerUp, flipPrices } = recommendOf(sketches, threshold);
        const ids = fit.map(({ gpu }) => gpu);
        expect(winner === null).toBe(fit.length === 0);
        expect(runnerUp === null).toBe(fit.length < 2);
        for (const gpu of [winner, runnerUp]) if (gpu !== null) expect(ids).toContain(gpu);
        for (const { gpu, against } of flipPrices) expect(ids).toEqual(expect.arrayContaining([gpu, against]));
      }),
    );
  });

  it("takes no platform that costs more than the threshold allows, and the cheapest where there is no tie", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const { winner, tie } = recommendOf(sketches, threshold);
        fc.pre(winner !== null);
        const contenders = contendersIn(sketches.map(predictionOf));
        const cost = contenders.find(({ prediction }) => prediction.gpu.id === winner)!.cost;
        if (tie) expect(1 - contenders[0]!.cost / cost).toBeLessThan(threshold);
        else expect(cost).toBe(contenders[0]!.cost);
      }),
    );
  });

  it("does not depend on the order of the platforms", () => {
    const anyOrder = anySketches.chain((sketches) =>
      fc.tuple(fc.constant(sketches), fc.shuffledSubarray([...sketches], { minLength: sketches.length })),
    );
    fc.assert(
      fc.property(anyOrder, anyThreshold, ([sketches, shuffled], threshold) => {
        const costs = contendersIn(sketches.map(predictionOf)).map(({ cost }) => cost);
        fc.pre(new Set(costs).size === costs.length);
        const { reasons, ...verdict } = recommendOf(sketches, threshold);
        const { reasons: shuffledReasons, ...shuffledVerdict } = recommendOf(shuffled, threshold);
        expect(shuffledVerdict).toEqual(verdict);
        expect(shuffledReasons).toHaveLength(reasons.length);
        expect(shuffledReasons).toEqual(expect.arrayContaining([...reasons]));
      }),
    );
  });

  it("does not depend on the unit of all prices", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, fc.integer({ min: -10, max: 10 }), (sketches, threshold, power) => {
        // A power of two, so that no rounding moves a platform over the threshold.
        const factor = 2 ** power;
        const scaled = sketches.map((sketch) => ({ ...sketch, pricePerGpuHour: factor * sketch.pricePerGpuHour }));
        const { flipPrices, ...verdict } = recommendOf(sketches, threshold);
        const { flipPrices: scaledFlipPrices, ...scaledVerdict } = recommendOf(scaled, threshold);
        expect(scaledVerdict).toEqual(verdict);
        expect(scaledFlipPrices.map((flip) => flip.pricePerGpuHour)).toEqual(
          flipPrices.map((flip) => factor * flip.pricePerGpuHour),
        );
      }),
    );
  });

  it("depends only on those compared: one that cannot win may as well be absent", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const fit = sketches.filter(({ breaches, infeasible }) => breaches!.length === 0 && infeasible === null);
        const { winner, runnerUp, tie, flipPrices } = recommendOf(sketches, threshold);
        expect(recommendOf(fit, threshold)).toMatchObject({ winner, runnerUp, tie, flipPrices });
      }),
    );
  });

  it("never makes a platform win by raising its price", () => {
    const anyRise = fc.double({ min: 1, max: 1.3, noNaN: true });
    fc.assert(
      fc.property(anySketches, anyThreshold, anyRise, fc.nat(3), (sketches, threshold, rise, which) => {
        const loser = sketches[which]?.gpu;
        fc.pre(loser !== undefined && recommendOf(sketches, threshold).winner !== loser);
        const raised = sketches.map((sketch) =>
          sketch.gpu === loser ? { ...sketch, pricePerGpuHour: rise * sketch.pricePerGpuHour } : sketch,
        );
        expect(recommendOf(raised, threshold).winner).not.toBe(loser);
      }),
    );
  });

  it("keeps its verdict on two platforms when a third, faster and less roomy, joins their tie", () => {
    const winnerAt = (h100Cost: number) => {
      const a100 = { gpu: "a100-sxm-80gb", pricePerGpuHour: 103, requestSeconds: 10.05, limit: 100 };
      const b200 = { gpu: "b200-sxm", pricePerGpuHour: 105.5, requestSeconds: 9.94 };
      const h100 = { gpu: "h100-sxm", pricePerGpuHour: h100Cost, requestSeconds: 10, limit: 80 };
      return recommendOf([a100, b200, h100].map((sketch) => ({ ...sketch, outputTokensPerSecond: 1000 }))).winner;
    };
    expect(winnerAt(101)).toBe(winnerAt(100));
  });

  it("gives for every contender the price at which its tokens cost as much as the other's", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const predictions = sketches.map(predictionOf);
        const { flipPrices, winner } = recommendOf(sketches, threshold);
        const byId = new Map(predictions.map((prediction) => [prediction.gpu.id, prediction]));
        for (const { gpu, against, pricePerGpuHour, currentPricePerGpuHour } of flipPrices) {
          const { offer, performance } = byId.get(gpu)!;
          const flipped = costPerMillionOutputTokens(
            pricePerGpuHour,
            offer.gpuCount,
            performance!.outputTokensPerSecond,
          );
          expect(flipped / byId.get(against)!.costPerMillionOutputTokens!).toBeCloseTo(1, 12);
          expect(currentPricePerGpuHour).toBe(offer.pricePerGpuHour);
        }
        const contenders = contendersIn(predictions).map(({ prediction }) => prediction.gpu.id);
        const others = contenders.filter((gpu) => gpu !== winner);
        const expected = others.length === 0 ? [] : [[winner, others[0]], ...others.map((gpu) => [gpu, winner])];
        expect(flipPrices.map(({ gpu, against }) => [gpu, against])).toEqual(expected);
      }),
    );
  });

  it("turns a clear win into a tie at the flip price", () => {
    const [h100, b200] = twoAt(2, 4);
    const { flipPrices } = recommendOf([h100!, b200!]);
    expect(flipPrices).toEqual([
      { gpu: "h100-sxm", against: "b200-sxm", pricePerGpuHour: 4, currentPricePerGpuHour: 2 },
      { gpu: "b200-sxm", against: "h100-sxm", pricePerGpuHour: 2, currentPricePerGpuHour: 4 },
    ]);
    expect(recommendOf([h100!, { ...b200!, pricePerGpuHour: 2 }]).tie).toBe(true);
  });
});

describe(contendersIn, () => {
  it("puts the cheapest first", () => {
    fc.assert(
      fc.property(anySketches, (sketches) => {
        const costs = contendersIn(sketches.map(predictionOf)).map(({ cost }) => cost);
        expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      }),
    );
  });
});
