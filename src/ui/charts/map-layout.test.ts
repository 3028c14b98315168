import { describe, expect, it } from "vitest";
import { cellEdges, logPlace, mapAreas, mapLabels } from "./map-layout.ts";

const low = { winner: "one", tie: false };
const high = { winner: "two", tie: false };

describe(cellEdges, () => {
  it("covers the axis without a gap, each value within its own cell", () => {
    const values = [1, 2, 3, 10, 100];
    const edges = cellEdges(values);
    expect([edges[0], edges.at(-1)]).toEqual([0, 1]);
    values.forEach((value, i) => {
      const place = logPlace(value, [1, 100]);
      expect(edges[i]!).toBeLessThanOrEqual(place);
      expect(edges[i + 1]!).toBeGreaterThanOrEqual(place);
    });
  });
});

describe(mapAreas, () => {
  it("joins cells of one column that are alike, and only those", () => {
    const areas = mapAreas(
      [
        [low, low, high],
        [high, high, high],
      ],
      [0, 0.5, 1],
      [0, 0.3, 0.6, 1],
    );
    expect(areas).toEqual([
      { verdict: low, left: 0, right: 0.5, bottom: 0, top: 0.6 },
      { verdict: high, left: 0, right: 0.5, bottom: 0.6, top: 1 },
      { verdict: high, left: 0.5, right: 1, bottom: 0, top: 1 },
    ]);
  });
});

describe(mapLabels, () => {
  const columns = Array.from({ length: 20 }, () => [low, low, low, low, low, high, high, high, high, high]);
  const areas = mapAreas(
    columns,
    columns.map((_, i) => i / 20).concat(1),
    [...Array(10).keys(), 10].map((i) => i / 10),
  );
  const verdictAt = (_x: number, y: number) => (y < 0.5 ? low : high);

  it("names each region once, inside of it and away from the marked point", () => {
    const marked = { x: 0.5, y: 0.25 };
    const labels = mapLabels(areas, verdictAt, marked);
    expect(labels.map(({ verdict }) => verdict)).toEqual([low, high]);
    for (const { verdict, x, y } of labels) expect(verdictAt(x, y)).toEqual(verdict);
    expect(Math.abs(labels[0]!.x - marked.x)).toBeGreaterThan(0.2);
  });

  it("leaves out what is too small to be named", () => {
    const speck = { verdict: { winner: "three", tie: true }, left: 0, right: 0.02, bottom: 0, top: 0.1 };
    expect(mapLabels([...areas, speck], verdictAt, { x: 0, y: 0 })).toHaveLength(2);
  });
});
