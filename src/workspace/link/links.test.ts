import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultWorkspace } from "../default-workspace.ts";
import { anyWorkspace, fullWorkspace, headlineOf } from "../workspace-fixture.ts";
import { openedLink } from "./read-link.ts";
import { linkOf } from "./write-link.ts";

const withHeadline = anyWorkspace.chain((workspace) =>
  fc.tuple(fc.constant(workspace), fc.option(headlineOf(workspace))),
);

describe(linkOf, () => {
  it("says what people edit so that they can read it", () => {
    expect(linkOf(defaultWorkspace, null)).toMatch(
      /^\?v=2&f=\d+\.[a-z2-7]{7}&q=serve&conc=2048&in=225&out=274&unit=index&price=a100-sxm-80gb:1,h100-sxm:2\.1,b200-sxm:3\.89#s=[a-z2-7]+$/,
    );
    expect(linkOf({ ...defaultWorkspace, question: "fine-tune" }, null)).toMatch(
      /&q=fine-tune&tokens=7208960&seq=2048&batch=16&rank=16&unit=index&price=/,
    );
  });

  it("comes back whole, from any workspace and headline", () => {
    fc.assert(
      fc.property(withHeadline, ([workspace, seen]) => {
        expect(openedLink(linkOf(workspace, seen))).toEqual({ workspace, seen, ignored: [] });
      }),
    );
  });

  it("is at most 2,000 characters for twelve platforms with different settings", () => {
    const lengths = fc
      .sample(
        fullWorkspace.chain((workspace) => fc.tuple(fc.constant(workspace), headlineOf(workspace))),
        { numRuns: 500, seed: 20 },
      )
      .map(([workspace, seen]) => linkOf(workspace, seen).length)
      .toSorted((a, b) => a - b);
    expect(lengths.at(-1)).toBeLessThanOrEqual(2000);
  });
});
