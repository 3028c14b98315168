import { describe, expect, it } from "vitest";
import { withConcurrency } from "../workspace/serving-changes.ts";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import { linkOf } from "../workspace/link/write-link.ts";
import { workspaceToFile } from "../workspace/workspace-file.ts";
import { isLink } from "./link-text.ts";
import { readText } from "./workspace-text.ts";

const workspace = withConcurrency(77)(defaultWorkspace);
const link = linkOf(workspace, null);

function problemsOf(text: string): readonly string[] {
  const read = readText(text);
  return read.kind === "read" ? [] : read.problems;
}

describe(isLink, () => {
  it.each([
    "?v=2",
    "#s=abc",
    "https://headroom.example",
    "http://localhost:4173/?v=2",
    "localhost:4173/?v=2",
    "file:///home/me/headroom/index.html?v=2#s=abc",
  ])("tells that %s is one", (text) => expect(isLink(text)).toBe(true));

  it.each(["scenario.json", "./a folder/scenario.json", "-", '{"llm": "https://x?y=1"}', "what?", "file:///a.json"])(
    "tells that %s is none",
    (text) => expect(isLink(text)).toBe(false),
  );
});

describe(readText, () => {
  it.each([
    ["a file", JSON.stringify(workspaceToFile(workspace), null, 2)],
    ["a file with a byte order mark", `\uFEFF${JSON.stringify(workspaceToFile(workspace))}\r\n`],
    ["the part of a link from ?", link],
    ["a whole address", `https://headroom.example/app/${link}`],
    ["an address as JSON text", JSON.stringify(`https://headroom.example/${link}`)],
  ])("reads %s", (_what, text) => {
    expect(readText(text)).toEqual({ kind: "read", workspace, ignored: [] });
  });

  it("takes the same GPU twice, and a list of another order", () => {
    const platforms = [
      { gpu: "b200-sxm", gpuCount: 4, serve: { tensorParallel: 2 } },
      { gpu: "a100-sxm-80gb" },
      { gpu: "b200-sxm" },
    ];
    const read = readText(JSON.stringify({ platforms }));
    if (read.kind !== "read") throw new Error(read.problems.join());
    expect(read.workspace.platforms.map(({ id, gpuCount, serve }) => [id, gpuCount, serve.tensorParallel])).toEqual([
      ["b200-sxm", 4, 2],
      ["a100-sxm-80gb", 8, 1],
      ["b200-sxm-2", 8, 1],
    ]);
  });

  it("lists what a link holds and is not used", () => {
    expect(readText("?v=2&conc=12&colour=blue")).toMatchObject({
      kind: "read",
      workspace: { serve: { workload: { concurrency: 12 } } },
      ignored: expect.arrayContaining([expect.objectContaining({ where: "colour", value: "blue" })]),
    });
  });

  it("names every problem with its place", () => {
    const problems = problemsOf('{"llm": "gpt-2", "platforms": [{"gpu": "b200-sxm", "serve": {"kvCache": "int8"}}]}');
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/llm "gpt-2" is not a known LLM/);
    expect(problems.join()).toMatch(/platforms\[0\]\.serve\.kvCache must be "bf16" or "fp8", not "int8"/);
  });

  it("says where JSON breaks, on one line", () => {
    const problems = problemsOf('{\n  "version": 2,\n  "question" "serve"\n}');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/line 3/);
    expect(problems[0]).not.toContain("\n");
  });

  it.each([
    ["", "is empty"],
    ["  \n", "is empty"],
    ["12", "must be an object"],
    [`${"[".repeat(10_000)}${"]".repeat(10_000)}`, "nested"],
  ])("refuses %.20j", (text, problem) => expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]));
});
