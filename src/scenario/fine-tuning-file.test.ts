import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fineTuningToFile, parseFineTuningFile } from "./fine-tuning-file.ts";
import { anyFineTuningScenario } from "./fine-tuning-fixture.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import type { ScenarioProblem } from "./scenario-file.ts";

function problemsOf(json: unknown): readonly ScenarioProblem[] {
  const result = parseFineTuningFile(json, defaultFineTuningScenario, ["gemma-4-31b-it"]);
  return result.ok ? [] : result.problems;
}

function scenarioOf(json: unknown) {
  const result = parseFineTuningFile(json, defaultFineTuningScenario);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario;
}

describe(parseFineTuningFile, () => {
  it("reads a file that says everything but the details", () => {
    const scenario = scenarioOf({
      version: 1,
      mode: "fine-tune",
      llm: "gemma-4-31b-it",
      fineTuning: { tokens: 7.2e6, sequenceLength: 2048, microBatch: 1, globalBatchSequences: 16, loraRank: 16 },
      platforms: [
        {
          gpu: "h200-sxm",
          gpuCount: 8,
          strategy: "fsdp",
          checkpointing: false,
          precision: "bf16",
          compile: false,
          pricePerGpuHour: 1.0,
        },
      ],
    });
    expect(scenario.fineTuning).toEqual({
      tokens: 7_200_000,
      sequenceLength: 2048,
      microBatch: 1,
      globalBatchSequences: 16,
      loraRank: 16,
      loraTargets: "all",
    });
    const [first, ...others] = scenario.platforms;
    expect(first).toMatchObject({ gpu: "h200-sxm", microBatch: null, tuned: false, locked: [], compared: true });
    expect(others.map(({ gpu, compared }) => [gpu, compared])).toEqual([
      ["a100-sxm-80gb", false],
      ["h100-sxm", false],
      ["b200-sxm", false],
    ]);
  });

  it("fills a file that says nothing with the default scenario", () => {
    expect(scenarioOf({ mode: "fine-tune" })).toEqual(defaultFineTuningScenario);
  });

  it("takes the run's micro-batch for a platform that a file names without its own", () => {
    expect(scenarioOf({ platforms: [{ gpu: "h100-sxm" }] }).platforms[0]!.microBatch).toBeNull();
  });

  it("reads back whatever it wrote", () => {
    fc.assert(
      fc.property(anyFineTuningScenario, (scenario) => {
        expect(scenarioOf(JSON.parse(JSON.stringify(fineTuningToFile(scenario))))).toEqual(scenario);
      }),
    );
  });

  it.each([
    [3, "", "must be an object, not 3"],
    [{ mode: "serve" }, "mode", 'must be "fine-tune", not "serve"'],
    [{ llm: "gemma-4-31b" }, "llm", '"gemma-4-31b" is not a known LLM (did you mean "gemma-4-31b-it"?)'],
    [
      { fineTuning: { sequence_length: 2048 } },
      "fineTuning.sequence_length",
      'is not something a scenario has (did you mean "sequenceLength"?)',
    ],
    [{ fineTuning: { tokens: 0 } }, "fineTuning.tokens", "must be a whole number from 1 to 1,000,000,000,000, not 0"],
    [{ platforms: [{ gpu: "h200" }] }, "platforms[0].gpu", '"h200" is not a known GPU (did you mean "h200-sxm"?)'],
    [
      { platforms: [{ gpu: "h200-sxm", strategy: "zero3" }] },
      "platforms[0].strategy",
      'must be "ddp" or "fsdp", not "zero3"',
    ],
    [
      { platforms: [{ gpu: "h200-sxm", locked: ["price"] }] },
      "platforms[0].locked[0]",
      'must be "gpuCount", "strategy", "checkpointing", "precision", "compile" or "microBatch", not "price"',
    ],
    [{ platforms: [{ gpu: "h100-sxm" }, { gpu: "h100-sxm" }] }, "platforms", "must name each GPU once"],
    [{ platforms: [] }, "platforms", "must compare at least one platform"],
  ])("refuses %j", (json, path, problem) => {
    expect(problemsOf(typeof json === "number" ? json : { mode: "fine-tune", ...json })).toEqual([{ path, problem }]);
  });
});
