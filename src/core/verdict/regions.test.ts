import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyStandingAt, realAxis, wholeAxis } from "./contender-fixture.ts";
import { checkedAxis, loadOfNode, type LoadAxis, NARROWEST_REGION_FRACTION, nodeBelow } from "./load-axis.ts";
import { type Region, regionAt, regionsOf } from "./regions.ts";
import { accepts, type Standing } from "./standing.ts";

const axes = [
  ["whole", checkedAxis(wholeAxis)],
  ["real", checkedAxis(realAxis)],
  ["short whole", checkedAxis({ ...wholeAxis, most: 20, steps: 40, regionSteps: 2 })],
  ["coarse", checkedAxis({ ...wholeAxis, endRatio: 1.02 })],
] as const;

/** On a logarithmic axis; a whole load reaches half way to its neighbours. */
function widthOf({ from, to }: Region, { least, most, whole }: LoadAxis): number {
  const low = whole && from > least ? from - 0.5 : from;
  const high = whole && to < most ? to + 0.5 : to;
  return Math.log(high / low) / Math.log(most / least);
}

function standingOfRegion({ from: _from, to: _to, ...standing }: Region): object {
  return standing;
}

const wins = (winner: string): Standing => ({ kind: "wins", winner });

describe.each(axes)("regions of a %s axis", (_name, axis) => {
  const { least, most, whole } = axis;
  const anyCase = anyStandingAt(axis);

  it("cover it without gap or overlap, and neighbours differ", () => {
    fc.assert(
      fc.property(anyCase, (standingAt) => {
        const regions = regionsOf(standingAt, axis);
        expect(regions[0]?.from).toBe(least);
        expect(regions.at(-1)?.to).toBe(most);
        regions.slice(1).forEach((region, i) => {
          const before = regions[i];
          expect(region.from).toBe(whole ? (before?.to ?? 0) + 1 : before?.to);
          expect(standingOfRegion(region)).not.toEqual(before && standingOfRegion(before));
        });
        for (const { from, to } of regions) expect(to - from).toBeGreaterThanOrEqual(whole ? 0 : Number.MIN_VALUE);
      }),
      { numRuns: 500 },
    );
  });

  it("are as wide as a region must be, but where winners alternate", () => {
    fc.assert(
      fc.property(anyCase, (standingAt) => {
        for (const region of regionsOf(standingAt, axis)) {
          if (region.kind === "alternates") continue;
          expect(widthOf(region, axis)).toBeGreaterThanOrEqual(NARROWEST_REGION_FRACTION);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are the same asked for at one load", () => {
    const anyShare = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyCase, anyShare, (standingAt, share) => {
        const regions = regionsOf(standingAt, axis);
        const anywhere = least * (most / least) ** share;
        const ends = regions.flatMap(({ from, to }) => [
          from,
          to,
          from + 1,
          to - 1,
          from * (1 - 1e-12),
          to * (1 + 1e-12),
        ]);
        const nodes = [0, 1, 2, 7, axis.steps].map((node) => loadOfNode(axis, node));
        const loads = [anywhere, ...ends, ...nodes].map((load) => Math.min(most, Math.max(least, load)));
        for (const load of whole ? loads.map(Math.round) : loads) {
          const holding = regions.findLast(({ from }) => from <= load);
          expect(regionAt(standingAt, axis, load)).toEqual(holding && standingOfRegion(holding));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("take at every node somebody who costs no more than a close call allows", () => {
    fc.assert(
      fc.property(anyCase, (standingAt) => {
        const regions = regionsOf(standingAt, axis);
        for (let node = 0; node <= axis.steps; node += 1) {
          const load = loadOfNode(axis, node);
          const region = regions.findLast(({ from }) => from <= load);
          if (region === undefined || region.kind === "alternates") continue;
          expect(accepts(standingAt(load), region.kind === "none" ? null : region.winner)).toBe(true);
        }
      }),
    );
  });
});

describe(regionsOf, () => {
  it("finds where the winner changes, to one request", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 13_000 }), (flip) => {
        const regions = regionsOf((load) => wins(load < flip ? "small" : "large"), wholeAxis);
        expect(regions).toEqual([
          { from: 1, to: flip - 1, ...wins("small") },
          { from: flip, to: 16_384, ...wins("large") },
        ]);
      }),
    );
  });

  it("ends a region where another is taken, though the first would still do", () => {
    const both: Standing = { kind: "close", winner: "fast", among: ["cheap", "fast"] };
    const regions = regionsOf((load) => (load < 510 ? wins("cheap") : both), wholeAxis);
    expect(regions.map(({ from }) => from)).toEqual([1, 510]);
  });

  it("divides the region of one winner where a close call becomes a clear win, and joins what is too short", () => {
    const close: Standing = { kind: "close", winner: "a", among: ["a", "b"] };
    // Nodes lie at 512, 645, 813 and 1,024: one close call, then clear wins, then close calls.
    const standingAt = (load: number) => (load < 513 ? wins("b") : load < 700 || load >= 3000 ? close : wins("a"));
    expect(regionsOf(standingAt, wholeAxis)).toEqual([
      { from: 1, to: 512, ...wins("b") },
      { from: 513, to: 2999, ...wins("a") },
      { from: 3000, to: 16_384, kind: "close", winner: "a" },
    ]);
  });

  it("passes over a sliver where the neighbour costs about the same", () => {
    const sliver: Standing = { kind: "close", winner: "b", among: ["a", "b"] };
    expect(regionsOf((load) => (load > 500 && load < 530 ? sliver : wins("a")), wholeAxis)).toEqual([
      { from: 1, to: 16_384, ...wins("a") },
    ]);
  });

  it("lets winners alternate where whole units fill, instead of a sliver each", () => {
    // Units for a load of 10 at 1.04 each against units for 20 at 2: up to 250 an odd number of the small is cheaper.
    const cost = {
      small: (load: number) => 1.04 * Math.ceil(load / 10),
      large: (load: number) => 2 * Math.ceil(load / 20),
    };
    const regions = regionsOf((load) => wins(cost.small(load) < cost.large(load) ? "small" : "large"), realAxis);
    expect(regions.map(({ kind }) => kind)).toEqual(["wins", "wins", "alternates", "wins"]);
    expect(regions[2]).toMatchObject({ between: ["large", "small"] });
    expect(regions[2]?.from).toBeCloseTo(20, 0);
  });

  it("asks for a few loads only where nothing changes", () => {
    for (const load of [2048, 2049, 16_384, 1]) {
      const asked = new Set<number>();
      regionAt((at) => wins(String(asked.add(at) && "a")), wholeAxis, load);
      expect(asked.size).toBe(2);
    }
  });
});

describe(checkedAxis, () => {
  it("refuses regions narrower than they may be", () => {
    expect(() => checkedAxis({ ...wholeAxis, steps: 51 })).toThrow(RangeError);
  });
});

describe(nodeBelow, () => {
  it.each(axes)("is the last node at or below a load of a %s axis", (_name, axis) => {
    for (let node = 0; node < axis.steps; node += 1) {
      const load = loadOfNode(axis, node);
      expect(loadOfNode(axis, nodeBelow(axis, load))).toBe(load);
      expect(loadOfNode(axis, nodeBelow(axis, load) + 1)).toBeGreaterThan(load);
    }
  });
});
