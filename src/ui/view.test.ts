import { describe, expect, it } from "vitest";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import { openedLink } from "../workspace/link/read-link.ts";
import { linkOf } from "../workspace/link/write-link.ts";
import { viewIn, withView } from "./view.ts";

const link = linkOf(defaultWorkspace, null);

describe(withView, () => {
  it.each([
    ["", "?view=evidence"],
    ["?v=1&conc=8#s=abc", "?view=evidence&v=1&conc=8#s=abc"],
    ["?conc=8&view=evidence", "?view=evidence&conc=8"],
    ["#s=abc", "?view=evidence#s=abc"],
  ])("adds the view to %j once", (before, after) => {
    expect(withView(before, "evidence")).toBe(after);
    expect(viewIn(after.split("#")[0] ?? "")).toBe("evidence");
  });

  it("takes it off again, and leaves the rest as it stands", () => {
    expect(withView(withView(link, "evidence"), "comparison")).toBe(link);
    expect(viewIn(link)).toBe("comparison");
  });

  it("changes nothing of the workspace, and is nothing that a link does not hold", () => {
    const { workspace, ignored } = openedLink(withView(link, "evidence"));
    expect(workspace).toEqual(defaultWorkspace);
    expect(ignored).toEqual([]);
  });

  it("is listed where it names no view", () => {
    const { ignored } = openedLink("?view=evidense");
    expect(ignored.map(({ where, value }) => [where, value])).toEqual([["view", "evidense"]]);
  });
});
