import { spawnSync } from "node:child_process";
import { contendersOver, loadRegions, priceLoadMap } from "../questions/serving/serving-regions.ts";
import { curvesOf } from "../questions/serving/curves.ts";
import { servingFrontiers } from "../questions/serving/serving-frontier.ts";
import { servingPlatforms } from "../questions/serving/serving-platforms.ts";
import { servingSensitivity } from "../questions/serving/serving-sensitivity.ts";
import { gemmaFineTuningStudy } from "../study/shipped-fine-tuning-studies.ts";
import { gemmaServingStudy as study } from "../study/shipped-studies.ts";
import { servingAnswerIn, servingAskedIn } from "../workspace/answers.ts";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import { fineTuningAnswerIn } from "../workspace/fine-tuning-answers.ts";
import { openedLink } from "../workspace/link/read-link.ts";
import { linkOf } from "../workspace/link/write-link.ts";
import { workspaceToFile } from "../workspace/workspace-file.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { tuningTimes } from "./bench-tuning.ts";
import { inDuration, secondsOf, secondsPerCall } from "./stopwatch.ts";
import { textTable } from "./text-table.ts";

// Timings to look at, never to pass or fail: they are of this machine, at this moment.

const LINES = 10_000;

// Answers are kept by workspace, so that each call gets an object of its own.
const another = (): Workspace => ({ ...defaultWorkspace });
const line = (workspace: Workspace): string => `${JSON.stringify(workspaceToFile(workspace))}\n`;
const withInput = (inputTokens: number, outputTokens: number): Workspace => ({
  ...defaultWorkspace,
  serve: {
    ...defaultWorkspace.serve,
    workload: { ...defaultWorkspace.serve.workload, inputTokens, outputTokens },
  },
});

/** A load, and a price of the first platform, that no call before has had. */
let calls = 0;
const atAnotherLoad = (): Workspace => {
  const { workload } = defaultWorkspace.serve;
  calls += 1;
  return {
    ...defaultWorkspace,
    serve: { ...defaultWorkspace.serve, workload: { ...workload, concurrency: 1 + (calls % 16_000) } },
  };
};
const atAnotherPrice = (): Workspace => {
  calls += 1;
  return {
    ...defaultWorkspace,
    platforms: defaultWorkspace.platforms.map((platform) => ({
      ...platform,
      offer: { ...platform.offer, pricePerGpuHour: 1 + calls / 1e6 },
    })),
  };
};

/** Work that the page does between frames, done at once. */
const workedThrough = (work: Generator<unknown, unknown>): void => {
  while (work.next().done !== true);
};

/** Lines that differ in lengths: hardly anything of one serves the next. */
const unlikeLines = Array.from({ length: LINES + 1 }, (_, i) =>
  line(withInput(100 + (i % 2000), 50 + (i % 1700))),
).join("");
/** Lines that differ in load and price, as somebody asks who sweeps them. */
const sweptLines = Array.from({ length: LINES + 1 }, (_, i) =>
  line(i % 2 === 0 ? atAnotherLoad() : atAnotherPrice()),
).join("");

/** The command as users run it; what this process has kept and compiled so far would colour a timing within it. */
function commandSeconds(args: readonly string[], input = ""): number {
  return secondsOf(() => {
    const { status } = spawnSync("npm", ["run", "--silent", "evaluate", "--", ...args], {
      input,
      stdio: ["pipe", "ignore", "inherit"],
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(`evaluate ${args.join(" ")} ended with ${status}`);
  });
}

commandSeconds(["?v=2"]);
const oneLinkSeconds = commandSeconds(["?v=2"]);
const startSeconds = commandSeconds(["--lines"], line(defaultWorkspace));
const linesPerSecond = (lines: string): string =>
  `${Math.round(LINES / (commandSeconds(["--lines"], lines) - startSeconds))} scenarios/s`;

const answer = servingAnswerIn(study, defaultWorkspace);
const asked = servingAskedIn(defaultWorkspace);
const platforms = servingPlatforms(study, asked);
const link = linkOf(defaultWorkspace, null);

console.log(
  textTable(
    [`Node ${process.version} on ${process.platform}`, "time"],
    [
      [
        "an answer about three platforms, all known",
        inDuration(secondsPerCall(() => servingAnswerIn(study, another()))),
      ],
      ["at a new load", inDuration(secondsPerCall(() => servingAnswerIn(study, atAnotherLoad())))],
      ["at a new price", inDuration(secondsPerCall(() => servingAnswerIn(study, atAnotherPrice())))],
      [
        "fine-tuning on three platforms",
        inDuration(secondsPerCall(() => fineTuningAnswerIn(gemmaFineTuningStudy, another()))),
      ],
      [
        "regions of load, 1 to 16,384 requests",
        inDuration(secondsPerCall(() => loadRegions(contendersOver(platforms), asked))),
      ],
      ["curves of three platforms", inDuration(secondsPerCall(() => curvesOf(study, { ...asked })))],
      ["a link, there and back", inDuration(secondsPerCall(() => openedLink(linkOf(defaultWorkspace, null))))],
      ["characters of the default link", String(link.length)],
      ["evaluate, one link, process start to end", inDuration(oneLinkSeconds)],
      ["evaluate --lines, the same line, after start", linesPerSecond(line(defaultWorkspace).repeat(LINES + 1))],
      ["each line with another load or price", linesPerSecond(sweptLines)],
      ["each line with other lengths", linesPerSecond(unlikeLines)],
      ["frontier, three platforms", inDuration(secondsPerCall(() => workedThrough(servingFrontiers(answer))))],
      [
        "price-load map of 64 prices",
        inDuration(secondsPerCall(() => workedThrough(priceLoadMap(platforms, asked, "h100-sxm", 64)))),
      ],
      ["sensitivity, three platforms", inDuration(secondsPerCall(() => workedThrough(servingSensitivity(answer))))],
      ...tuningTimes(),
    ],
  ),
);
