import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySketches, anyThreshold, predictionOf, type Sketch } from "./prediction-fixture.ts";
import { logGrid, priceLoadMap } from "./price-load-map.ts";
import { recommend } from "./recommend.ts";
import { switchPricePerGpuHour } from "./switch-price.ts";

const SHARES = logGrid(1 / 4, 4, 40);

/** Throughput that grows with load, at first alike and at last by each platform's own factor. */
function atLoad(sketches: readonly Sketch[], load: number) {
  return sketches.map((sketch, i) =>
    predictionOf({ ...sketch, outputTokensPerSecond: sketch.outputTokensPerSecond * load ** (1 + i / 10) }),
  );
}

describe(priceLoadMap, () => {
  it("is the recommendation itself at the present prices", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const map = [...priceLoadMap((load) => atLoad(sketches, load), [1, 2, 4], "h100-sxm", [1], threshold)];
        const recommended = [1, 2, 4].map((load) => recommend(atLoad(sketches, load), threshold));
        expect(map).toEqual(recommended.map(({ winner, tie }) => [{ winner, tie }]));
      }),
    );
  });

  it("never has a platform win by raising its own price", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        for (const { gpu } of sketches) {
          const [column] = priceLoadMap(() => atLoad(sketches, 1), [1], gpu, SHARES, threshold);
          const wins = column!.map(({ winner }) => winner === gpu);
          expect(wins.lastIndexOf(true)).toBe(wins.filter(Boolean).length - 1);
        }
      }),
    );
  });

  it("turns where the switch price says, to a step of its grid", () => {
    fc.assert(
      fc.property(anySketches, anyThreshold, (sketches, threshold) => {
        const platforms = atLoad(sketches, 1);
        for (const { gpu, pricePerGpuHour } of sketches) {
          const [column] = priceLoadMap(() => platforms, [1], gpu, SHARES, threshold);
          const turnsAt = switchPricePerGpuHour(platforms, gpu, threshold);
          if (turnsAt === null) continue;
          const share = turnsAt / pricePerGpuHour;
          column!.forEach(({ winner }, i) => expect(winner === gpu).toBe(SHARES[i]! <= share));
        }
      }),
    );
  });
});
