import { spawnSync } from "node:child_process";
import { calibrationContext } from "../catalog/calibration-context.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { calibrate } from "../core/serving/fit/calibrate.ts";
import { inDuration, secondsOf, secondsPerCall } from "./stopwatch.ts";
import { textTable } from "./text-table.ts";

// Timings to look at, never to pass or fail: they are of this machine, at this moment.

// The other modules fit the model as they load, and would warm up what is to be timed cold.
const fitRows = () => calibrate(servingRows, calibrationContext);
const coldFitSeconds = secondsOf(fitRows);
const fitted = fitRows();
const warmFitSeconds = secondsPerCall(fitRows);
const nearFitSeconds = secondsPerCall(() => calibrate(servingRows, calibrationContext, fitted));

const { defaultScenario } = await import("../scenario/default-scenario.ts");
const { evaluationOf, headlineOf, loadSegmentsOf, predictionsAt } = await import("../scenario/evaluation.ts");
const { fineTuningEvaluationOf } = await import("../scenario/fine-tuning-evaluation.ts");
const { defaultFineTuningScenario } = await import("../scenario/fine-tuning-scenario.ts");
const { decodePermalink, encodePermalink } = await import("../scenario/permalink.ts");
const { scenarioToFile } = await import("../scenario/scenario-file.ts");
const { frontiersOf } = await import("../scenario/frontier.ts");
const { drawnGrid, priceLoadOf } = await import("../scenario/price-load.ts");
const { scenarioSensitivity } = await import("../scenario/sensitivity.ts");
const { tunedAtNewLengths, tuningTimes } = await import("./bench-tuning.ts");

const CURVE_LOADS = Array.from({ length: 60 }, (_, i) => Math.round(16_384 ** (i / 59)));
const LINES = 10_000;

// Results are kept by scenario object, so that each call gets an object of its own.
const another = () => ({ ...defaultScenario });
const anotherRun = () => ({ ...defaultFineTuningScenario });
const tunedRun = () => ({
  ...defaultFineTuningScenario,
  platforms: defaultFineTuningScenario.platforms.map((platform) => ({ ...platform, tuned: true })),
});
const headline = headlineOf(evaluationOf(defaultScenario));
const scenarioLine = `${JSON.stringify(scenarioToFile(defaultScenario))}\n`;

/** Work that the page does between frames, done at once. */
const workedThrough = (work: Generator<unknown, unknown>) => {
  while (!work.next().done);
};

/** Lines that differ in lengths: hardly anything of one serves the next. */
const unlikeLines = Array.from({ length: LINES + 1 }, (_, i) => {
  const workload = { ...defaultScenario.workload, inputTokens: 100 + (i % 2000), outputTokens: 50 + (i % 1700) };
  return `${JSON.stringify(scenarioToFile({ ...defaultScenario, workload }))}\n`;
}).join("");

/** The command as users run it; what this process has kept and compiled so far would colour a timing within it. */
function commandSeconds(args: readonly string[], input = ""): number {
  const node = [process.execPath, "--import", "tsx", "src/cli/evaluate.ts", ...args] as const;
  return secondsOf(() => {
    const { status } = spawnSync(node[0], node.slice(1), { input, stdio: ["pipe", "ignore", "inherit"] });
    if (status !== 0) throw new Error(`evaluate ${args.join(" ")} ended with ${status}`);
  });
}

// Before anything else has worked out the settings that it goes through.
const firstFrontierSeconds = secondsOf(() => workedThrough(frontiersOf(another())));
const oneLinkSeconds = commandSeconds(["?v=1"]);
const startSeconds = commandSeconds(["--lines"], scenarioLine);
const unlikeLinesPerSecond = LINES / (commandSeconds(["--lines"], unlikeLines) - startSeconds);
const linesPerSecond = LINES / (commandSeconds(["--lines"], scenarioLine.repeat(LINES + 1)) - startSeconds);

console.log(
  textTable(
    [`Node ${process.version} on ${process.platform}`, "time"],
    [
      ["calibrate, first run of the process", inDuration(coldFitSeconds)],
      ["calibrate, compiled", inDuration(warmFitSeconds)],
      ["calibrate, started from its own result", inDuration(nearFitSeconds)],
      ["evaluation of three platforms", inDuration(secondsPerCall(() => evaluationOf(another())))],
      ["fine-tuning on three platforms", inDuration(secondsPerCall(() => fineTuningEvaluationOf(anotherRun())))],
      ["the same, each tuned", inDuration(secondsPerCall(() => fineTuningEvaluationOf(tunedRun())))],
      ["load segments, 1 to 16,384 requests", inDuration(secondsPerCall(() => loadSegmentsOf(another())))],
      [
        `curves, three platforms at ${CURVE_LOADS.length} loads`,
        inDuration(secondsPerCall(() => CURVE_LOADS.map((load) => predictionsAt(defaultScenario, load)))),
      ],
      [
        "permalink, there and back",
        inDuration(secondsPerCall(() => decodePermalink(encodePermalink(defaultScenario, headline), defaultScenario))),
      ],
      ["evaluate, one permalink, process start to end", inDuration(oneLinkSeconds)],
      ["evaluate --lines, three platforms, after start", `${Math.round(linesPerSecond)} scenarios/s`],
      ["the same, each line with other lengths", `${Math.round(unlikeLinesPerSecond)} scenarios/s`],
      ["frontier, three platforms, first time", inDuration(firstFrontierSeconds)],
      ["frontier, three platforms", inDuration(secondsPerCall(() => workedThrough(frontiersOf(another()))))],
      [
        "price-load map, three platforms",
        inDuration(secondsPerCall(() => workedThrough(priceLoadOf(another(), "h100-sxm", drawnGrid(defaultScenario))))),
      ],
      ["sensitivity, three platforms", inDuration(secondsPerCall(() => workedThrough(scenarioSensitivity(another()))))],
      ...tuningTimes(),
      ...tunedAtNewLengths(),
    ],
  ),
);
