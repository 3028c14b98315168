import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultScenario } from "./default-scenario.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import { fineTuningIn } from "./fine-tuning-workspace.ts";
import { encodePermalink } from "./permalink.ts";
import { packSettings } from "./permalink-codec.ts";
import { anyHeadline, anyScenario } from "./permalink-fixture.ts";
import { defaultWorkspace, type Workspace } from "./workspace.ts";
import { anyWorkspace } from "./workspace-fixture.ts";
import { decodeWorkspace, encodeWorkspace } from "./workspace-permalink.ts";

const defaults = { serving: defaultScenario, fineTuning: defaultFineTuningScenario };
const decode = (link: string) => decodeWorkspace(link, defaults, [defaultScenario.llm]);

/** With the run said that its mode shows, where nothing of it was chosen. */
function explicit(workspace: Workspace): Workspace {
  return workspace.mode === "serve" ? workspace : { ...workspace, fineTuning: fineTuningIn(workspace) };
}

const opened: Workspace = { ...defaultWorkspace, mode: "fine-tune" };

describe(encodeWorkspace, () => {
  it("comes back whole, from any workspace and headline", () => {
    fc.assert(
      fc.property(anyWorkspace, fc.option(anyHeadline), (workspace, seen) => {
        expect(decode(encodeWorkspace(workspace, seen))).toEqual({
          workspace: explicit(workspace),
          seen,
          ignored: [],
        });
      }),
    );
  });

  it("restores the same workspace when the defaults have changed since", () => {
    fc.assert(
      fc.property(anyWorkspace, anyScenario, (workspace, serving) => {
        const later = { serving, fineTuning: { ...defaultFineTuningScenario, tieThresholdFraction: 0.4 } };
        expect(decodeWorkspace(encodeWorkspace(explicit(workspace), null), later).workspace).toEqual(
          explicit(workspace),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("says in words what the shown mode asks", () => {
    expect(encodeWorkspace(opened, null)).toMatch(
      /^\?v=1&unit=index&price=a100-sxm-80gb:1,h100-sxm:2\.1,b200-sxm:3\.89&mode=fine-tune&tokens=7208960&seq=2048&batch=16&rank=16#s=/,
    );
    expect(encodeWorkspace({ ...opened, mode: "serve", fineTuning: defaultFineTuningScenario }, null)).toMatch(
      /^\?v=1&conc=2048&in=225&out=274&unit=index&price=[^&#]*#s=/,
    );
  });

  it("is short enough to paste anywhere", () => {
    expect(encodeWorkspace(opened, null).length).toBeLessThan(1200);
  });
});

describe(decodeWorkspace, () => {
  it("reads the links of serving alone", () => {
    const link = encodePermalink({ ...defaultScenario, tieThresholdFraction: 0.1 }, null);
    const serving = { ...defaultScenario, tieThresholdFraction: 0.1 };
    expect(decode(link)).toEqual({ workspace: { ...defaultWorkspace, serving }, seen: null, ignored: [] });
  });

  it("takes a run and prices written by hand, for both modes", () => {
    const { workspace, ignored } = decode("?mode=fine-tune&tokens=1e8&unit=USD&price=h200-sxm:3,h100-sxm:2.5");
    expect(ignored).toEqual([]);
    const { fineTuning, serving } = workspace;
    expect(fineTuning!.fineTuning).toEqual({ ...defaultFineTuningScenario.fineTuning, tokens: 1e8 });
    expect(fineTuning!.platforms.filter(({ compared }) => compared).map(({ gpu }) => gpu)).toEqual([
      "h100-sxm",
      "h200-sxm",
    ]);
    expect(serving.priceUnit).toBe("USD");
    expect(serving.platforms.find(({ gpu }) => gpu === "h100-sxm")!.pricePerGpuHour).toBe(2.5);
  });

  it("uses an edited price in both modes, and keeps the rest", () => {
    const link = encodeWorkspace(opened, null).replace("h100-sxm:2.1", "h100-sxm:9");
    const { workspace, ignored } = decode(link);
    expect(ignored.map(({ where }) => where)).toEqual(["query"]);
    for (const { platforms } of [workspace.serving, workspace.fineTuning!]) {
      expect(platforms.map(({ pricePerGpuHour }) => pricePerGpuHour).slice(0, 3)).toEqual([1, 9, 3.89]);
    }
  });

  it.each([
    ["?mode=train", "mode", "train", '"serve" is used instead'],
    ["?mode=fine-tune&tokens=0", "tokens", "0", "7208960 is used instead"],
    ["?mode=fine-tune&seq=long", "seq", "long", "2048 is used instead"],
    ["?mode=fine-tune&tokns=5", "tokns", "5", 'did you mean "tokens"?'],
    ["?mode=fine-tune&price=h300:1,h100-sxm:2", "price", "h300:1", "does not name a GPU"],
    ["?mode=fine-tune#s=abc", "fragment", "abc", "is cut off or damaged"],
  ])("lists what is wrong with %s", (link, where, value, problem) => {
    const { workspace, ignored } = decode(link);
    expect(ignored).toEqual([{ where, value, problem: expect.stringContaining(problem) }]);
    expect(workspace.serving.workload).toEqual(defaultScenario.workload);
  });

  it.each([
    [{ tune: 5 }, "tune"],
    [{ tune: { objective: "best" } }, "objective"],
    [{ tune: { llm: "gpt-2" } }, "llm"],
    [{ tune: { colour: 1 } }, "tune.colour"],
    [{ tune: { platforms: [["h100-sxm", 16]] } }, "platforms[h100-sxm].gpuCount"],
    [{ serve: { q: 5 } }, "serve.q"],
    [{ serve: { q: "v=1&conc=0" } }, "conc"],
    [{ serve: { tie: "x" } }, "tieThresholdFraction"],
    [{ bill: [-1, 30] }, "bill"],
  ])("lists what is wrong with a packed %j", (body, where) => {
    const link = `?mode=fine-tune#s=${packSettings(body)}`;
    const { workspace, ignored } = decode(link);
    expect(ignored.map((one) => one.where)).toContain(where);
    expect(workspace.fineTuning!.platforms).toHaveLength(4);
  });

  it("survives any text, and any link with something changed", () => {
    const link = encodeWorkspace(opened, null);
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(fc.nat(link.length), fc.string({ maxLength: 2 })).map(([at, other]) => link.slice(0, at) + other),
    );
    fc.assert(
      fc.property(text, (any) => {
        expect(() => fineTuningIn(decode(`?mode=fine-tune&${any}`).workspace)).not.toThrow();
      }),
    );
  });
});
