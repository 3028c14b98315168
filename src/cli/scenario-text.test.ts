import { describe, expect, it } from "vitest";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { defaultFineTuningScenario } from "../scenario/fine-tuning-scenario.ts";
import { encodePermalink } from "../scenario/permalink.ts";
import { scenarioToFile } from "../scenario/scenario-file.ts";
import { defaultWorkspace } from "../scenario/workspace.ts";
import { encodeWorkspace } from "../scenario/workspace-permalink.ts";
import { isPermalink } from "./permalink-text.ts";
import { readScenario } from "./scenario-text.ts";

const scenario = { ...defaultScenario, workload: { ...defaultScenario.workload, concurrency: 77 } };
const link = encodePermalink(scenario, null);

async function problemsOf(text: string): Promise<readonly string[]> {
  const read = await readScenario(text);
  return read.ok ? [] : read.problems;
}

describe(isPermalink, () => {
  it.each([
    "?v=1",
    "#s=abc",
    "https://headroom.example",
    "http://localhost:4173/?v=1",
    "localhost:4173/?v=1",
    "file:///home/me/headroom/index.html?v=1#s=abc",
  ])("tells that %s is one", (text) => expect(isPermalink(text)).toBe(true));

  it.each(["scenario.json", "./a folder/scenario.json", "-", '{"llm": "https://x?y=1"}', "what?", "file:///a.json"])(
    "tells that %s is none",
    (text) => expect(isPermalink(text)).toBe(false),
  );
});

describe(readScenario, () => {
  it.each([
    ["a scenario file", JSON.stringify(scenarioToFile(scenario), null, 2)],
    ["a file with a byte order mark", `\uFEFF${JSON.stringify(scenarioToFile(scenario))}\r\n`],
    ["the part of a permalink from ?", link],
    ["a whole address", `https://headroom.example/app/${link}`],
    ["an address as JSON text", JSON.stringify(`https://headroom.example/${link}`)],
  ])("reads %s", async (_what, text) => {
    expect(await readScenario(text)).toEqual({ ok: true, scenario, ignored: [] });
  });

  it("answers for the mode that a permalink shows", async () => {
    const workspace = { ...defaultWorkspace, serving: scenario, fineTuning: defaultFineTuningScenario };
    const trained = encodeWorkspace({ ...workspace, mode: "fine-tune" }, null);
    expect(await readScenario(trained)).toEqual({ ok: true, scenario: defaultFineTuningScenario, ignored: [] });
    expect(await readScenario(encodeWorkspace(workspace, null))).toEqual({ ok: true, scenario, ignored: [] });
    const byHand = await readScenario("?mode=fine-tune&tokens=5e7&price=b200-sxm:4");
    expect(byHand).toMatchObject({ ok: true, scenario: { mode: "fine-tune", fineTuning: { tokens: 5e7 } } });
  });

  it("takes another order of platforms and other GPU counts", async () => {
    const platforms = [{ gpu: "b200-sxm", gpuCount: 4, tensorParallel: 2 }, { gpu: "a100-sxm-80gb" }];
    const read = await readScenario(JSON.stringify({ platforms }));
    if (!read.ok || read.scenario.mode !== "serve") throw new Error("no serving scenario");
    const compared = read.scenario.platforms.filter((platform) => platform.compared);
    expect(compared.map(({ gpu, gpuCount, tensorParallel }) => [gpu, gpuCount, tensorParallel])).toEqual([
      ["b200-sxm", 4, 2],
      ["a100-sxm-80gb", 8, 1],
    ]);
  });

  it("lists what a permalink holds and is not used", async () => {
    const read = await readScenario("?v=1&conc=12&colour=blue");
    expect(read).toMatchObject({ ok: true, ignored: [{ where: "colour", value: "blue" }] });
  });

  it("names every problem with its place", async () => {
    const problems = await problemsOf('{"llm": "gpt-2", "platforms": [{"gpu": "b200-sxm", "kvCache": "int8"}]}');
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/llm "gpt-2" is not a known LLM/);
    expect(problems.join()).toMatch(/platforms\[0\]\.kvCache must be "bf16" or "fp8", not "int8"/);
  });

  it("says where JSON breaks, on one line", async () => {
    const problems = await problemsOf('{\n  "version": 1,\n  "mode" "serve"\n}');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^is neither JSON nor a permalink: .*/);
    expect(problems[0]).not.toContain("\n");
  });

  it.each([
    ["", "is empty"],
    ["  \n", "is empty"],
    ["12", "must be an object"],
  ])("refuses %j", async (text, problem) => expect(await problemsOf(text)).toEqual([expect.stringContaining(problem)]));
});
