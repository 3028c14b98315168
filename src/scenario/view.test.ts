import { describe, expect, it } from "vitest";
import { defaultScenario } from "./default-scenario.ts";
import { decodePermalink, encodePermalink } from "./permalink.ts";
import { viewIn, withView } from "./view.ts";

const link = encodePermalink(defaultScenario, null);

describe(withView, () => {
  it.each([
    ["", "?view=evidence"],
    ["?v=1&conc=8#s=abc", "?view=evidence&v=1&conc=8#s=abc"],
    ["?conc=8&view=evidence", "?view=evidence&conc=8"],
    ["#s=abc", "?view=evidence#s=abc"],
  ])("adds the view to %j once", (before, after) => {
    expect(withView(before, "evidence")).toBe(after);
    expect(viewIn(after.split("#")[0]!)).toBe("evidence");
  });

  it("takes it off again, and leaves the rest as it stands", () => {
    expect(withView(withView(link, "evidence"), "comparison")).toBe(link);
    expect(viewIn(link)).toBe("comparison");
  });

  it("changes nothing of the scenario, and is nothing that a link does not hold", () => {
    const { scenario, ignored } = decodePermalink(withView(link, "evidence"), defaultScenario);
    expect(scenario).toEqual(defaultScenario);
    expect(ignored).toEqual([]);
  });

  it("is listed where it names no view", () => {
    const { ignored } = decodePermalink("?view=evidense", defaultScenario);
    expect(ignored.map(({ where, value }) => [where, value])).toEqual([["view", "evidense"]]);
  });
});
