import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyScenario, threePlatforms } from "./permalink-fixture.ts";
import { parseScenarioFile, type ScenarioProblem, scenarioToFile } from "./scenario-file.ts";

function problemsOf(json: unknown): readonly ScenarioProblem[] {
  const result = parseScenarioFile(json, threePlatforms, ["gemma-4-31b-it", "qwen3-8b"]);
  return result.ok ? [] : result.problems;
}

function scenarioOf(json: unknown) {
  const result = parseScenarioFile(json, threePlatforms);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario;
}

const full = {
  version: 1,
  mode: "serve",
  llm: "gemma-4-31b-it",
  workload: { inputTokens: 225, outputTokens: 274, concurrency: 4096 },
  limits: { tpotSeconds: null, ttftSeconds: null },
  platforms: [
    {
      gpu: "b200-sxm",
      gpuCount: 8,
      tensorParallel: 1,
      weights: "fp8",
      kvCache: "fp8",
      draftLength: 2,
      acceptanceRate: null,
      lora: false,
      maxNumSeqs: 512,
      maxNumBatchedTokens: 4096,
      maxModelLen: 4096,
      gpuMemoryUtilization: 0.9,
      pricePerGpuHour: 3.89,
    },
  ],
};

describe(parseScenarioFile, () => {
  it("reads a full file", () => {
    const [a100, h100, b200] = threePlatforms.platforms;
    expect(scenarioOf(full)).toEqual({
      ...threePlatforms,
      workload: { ...threePlatforms.workload, ...full.workload },
      platforms: [b200, { ...a100, compared: false }, { ...h100, compared: false }],
    });
  });

  it("has the page's default for all that is left out", () => {
    expect(scenarioOf({})).toEqual(threePlatforms);
    expect(scenarioOf({ workload: { concurrency: 9 } }).workload).toEqual({
      ...threePlatforms.workload,
      concurrency: 9,
    });
    expect(scenarioOf({ limits: { ttftSeconds: 2 } }).limits).toEqual({ ...threePlatforms.limits, ttftSeconds: 2 });
  });

  it.each(Object.keys(full))("can do without %s", (key) => {
    const { [key as keyof typeof full]: _, ...rest } = full;
    expect(problemsOf(rest)).toEqual([]);
  });

  it("compares the platforms it lists, in its order, each with its own GPU's defaults", () => {
    const { platforms } = scenarioOf({ platforms: [{ gpu: "b200-sxm", gpuCount: 4 }, { gpu: "a100-sxm-80gb" }] });
    const [a100, h100, b200] = threePlatforms.platforms;
    expect(platforms).toEqual([{ ...b200, gpuCount: 4 }, a100, { ...h100, compared: false }]);
  });

  it("compares a listed platform that the page does not", () => {
    const [a100, ...others] = threePlatforms.platforms;
    const defaults = { ...threePlatforms, platforms: [{ ...a100!, compared: false }, ...others] };
    const result = parseScenarioFile({ platforms: [{ gpu: "a100-sxm-80gb" }] }, defaults);
    expect(result.ok && result.scenario.platforms.map(({ compared }) => compared)).toEqual([true, false, false]);
  });

  it.each([
    [
      { workload: { concurrency: 20_000 } },
      "workload.concurrency",
      "must be a whole number from 1 to 16,384, not 20000",
    ],
    [{ workload: { concurrency: 1.5 } }, "workload.concurrency", "must be a whole number from 1 to 16,384, not 1.5"],
    [
      { workload: { concurrency: "512" } },
      "workload.concurrency",
      'must be a whole number from 1 to 16,384, not "512"',
    ],
    [{ workload: { outputTokens: 1 } }, "workload.outputTokens", "must be a whole number from 2 to 131,072, not 1"],
    [
      { workload: { outputTokens: null } },
      "workload.outputTokens",
      "must be a whole number from 2 to 131,072, not null",
    ],
    [{ workload: [1] }, "workload", "must be an object with inputTokens, outputTokens and concurrency, not [1]"],
    [{ workload: { promptTokens: 5 } }, "workload.promptTokens", "is not something a scenario has"],
    [
      { workload: { input_tokens: 5 } },
      "workload.input_tokens",
      'is not something a scenario has (did you mean "inputTokens"?)',
    ],
    [{ limits: { tpotSeconds: 0 } }, "limits.tpotSeconds", "must be null or a number from 0.0001 to 3,600, not 0"],
    [{ version: 2 }, "version", "must be 1, the only version this Headroom reads, not 2"],
    [{ mode: "train" }, "mode", 'must be "serve", not "train"'],
    [{ mode: "fine-tune", platforms: 3 }, "mode", 'must be "serve" here: this is a fine-tuning scenario'],
    [{ llm: "qwen3-8" }, "llm", '"qwen3-8" is not a known LLM (did you mean "qwen3-8b"?)'],
    [{ llm: "" }, "llm", '"" is not a known LLM'],
    [{ llm: 7 }, "llm", "must be an id, not 7"],
    [
      { platforms: [{ gpu: "h100-sxm", gpuCount: 0 }] },
      "platforms[0].gpuCount",
      "must be a whole number from 1 to 64, not 0",
    ],
    [
      { priceUnit: "CHF" },
      "priceUnit",
      'must be "index", "USD", "EUR", "GBP", "JPY", "KRW", "CNY" or "INR", not "CHF"',
    ],
    [{ tieThreshold: 0.1 }, "tieThreshold", 'is not something a scenario has (did you mean "tieThresholdFraction"?)'],
    [{ platforms: {} }, "platforms", "must be a list of platforms, not {}"],
    [{ platforms: null }, "platforms", "must be a list of platforms, not null"],
    [{ platforms: [] }, "platforms", "must compare at least one platform"],
    [
      { platforms: ["h100-sxm"] },
      "platforms[0]",
      'must be an object with the settings of one platform, not "h100-sxm"',
    ],
    [{ platforms: [{ gpuCount: 8 }] }, "platforms[0].gpu", "is missing: it must be an id"],
    [{ platforms: [{ gpu: "h100" }] }, "platforms[0].gpu", '"h100" is not a known GPU (did you mean "h100-sxm"?)'],
    [
      { platforms: [{ gpu: "h100-sxm", kvCache: "fp4" }] },
      "platforms[0].kvCache",
      'must be "bf16" or "fp8", not "fp4"',
    ],
    [{ platforms: [{ gpu: "h100-sxm", lora: 1 }] }, "platforms[0].lora", "must be true or false, not 1"],
    [{ platforms: [{ gpu: "h100-sxm", tp: 8 }] }, "platforms[0].tp", "is not something a scenario has"],
    [
      { platforms: [{ gpu: "h100-sxm", tensorParallel: 3 }] },
      "platforms[0].tensorParallel",
      "must divide gpuCount into whole replicas",
    ],
    [{ platforms: [{ gpu: "h100-sxm" }, { gpu: "h100-sxm" }] }, "platforms", "must name each GPU once"],
    [{ platforms: [{ gpu: "h100-sxm", compared: false }] }, "platforms", "must compare at least one platform"],
    [JSON.parse('{"__proto__":{"llm":"x"}}'), "__proto__", "is not something a scenario has"],
    [JSON.parse('{"workload":{"__proto__":1}}'), "workload.__proto__", "is not something a scenario has"],
    [{ constructor: 1 }, "constructor", "is not something a scenario has"],
    [[], "", "must be an object, not []"],
    ["serve", "", 'must be an object, not "serve"'],
    [null, "", "must be an object, not null"],
    [Number.NaN, "", "must be an object, not NaN"],
  ])("refuses %j", (json, path, problem) => {
    expect(problemsOf(json)).toEqual([{ path, problem }]);
  });

  it("names every problem at once", () => {
    const problems = problemsOf({
      llm: "gpt-9",
      workload: { concurrency: 0 },
      limit: {},
      platforms: [
        { gpu: "b200", lora: "yes" },
        { gpu: "h100-sxm", gpuCount: 8, tensorParallel: 3 },
      ],
    });
    expect(problems.map(({ path }) => path).toSorted()).toEqual([
      "limit",
      "llm",
      "platforms[0].gpu",
      "platforms[0].lora",
      "platforms[1].tensorParallel",
      "workload.concurrency",
    ]);
  });

  it("quotes no more than a line of a wrong value", () => {
    expect(problemsOf({ mode: "x".repeat(1e6) })[0]!.problem.length).toBeLessThan(80);
  });
});

describe(scenarioToFile, () => {
  it("comes back whole through JSON", () => {
    fc.assert(
      fc.property(anyScenario, anyScenario, (scenario, defaults) => {
        const json: unknown = JSON.parse(JSON.stringify(scenarioToFile(scenario)));
        expect(parseScenarioFile(json, defaults)).toEqual({ ok: true, scenario });
      }),
    );
  });
});
