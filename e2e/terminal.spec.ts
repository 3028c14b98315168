import { expect } from "@playwright/test";
import { encodePermalink } from "../src/scenario/permalink.ts";
import type { PlatformOutcome } from "../src/scenario/result.ts";
import {
  MISSING,
  formatAmount,
  formatCount,
  formatGigabytes,
  formatOr,
  formatRatio,
  formatTime,
} from "../src/ui/format/format.ts";
import { answer, cellsOf, chart, comparison, test } from "./page.ts";
import { scenario, withPlatforms } from "./scenario.ts";
import { evaluated, evaluatedLines } from "./terminal.ts";

const LINKS: Readonly<Record<string, string>> = {
  "as the page starts": "?v=1&unit=USD",
  "every setting spelled out": encodePermalink(scenario, null),
  "with an adapter": encodePermalink(
    withPlatforms(() => ({ lora: true })),
    null,
  ),
  "within limits": encodePermalink(
    { ...scenario, limits: { ...scenario.limits, tpotSeconds: 0.03, ttftSeconds: 1 } },
    null,
  ),
  "long prompts": encodePermalink(
    { ...scenario, workload: { ...scenario.workload, inputTokens: 3000, outputTokens: 500, concurrency: 100 } },
    null,
  ),
  "FP8 weights where they cannot run": encodePermalink(
    withPlatforms(() => ({ weights: "fp8" })),
    null,
  ),
};

/** A row of the comparison, from what the terminal prints of the platform. */
function expectedCells(platform: PlatformOutcome): Readonly<Record<string, string>> {
  return {
    "Rel. cost": formatOr(platform.relativeCost, formatRatio),
    "Per M tokens": formatOr(platform.costPerMillionOutputTokens, (cost) => formatAmount(cost, "USD")),
    "Output tok/s": formatOr(platform.outputTokensPerSecond, formatCount),
    "TPOT / token": formatOr(platform.tpotSeconds, formatTime),
    "TPOT / chunk": formatOr(platform.stepSeconds, formatTime),
    "TTFT, mean": formatOr(platform.ttftSeconds, formatTime),
    "TTFT, median": formatOr(platform.ttftMedianSeconds, formatTime),
    Request: formatOr(platform.requestSeconds, formatTime),
    Running: formatOr(platform.runningRequests, formatCount),
    Waiting: formatOr(platform.waitingRequests, formatCount),
    Headroom: formatOr(platform.headroom, (headroom) => `${headroom.toFixed(1)}x`),
    "KV GB\u00a0/\u00a0GPU": formatOr(platform.memory && platform.memory.kvCacheBytes, formatGigabytes),
  };
}

test("the page and the terminal show the same numbers", async ({ page }) => {
  const [start, results] = await Promise.all([
    evaluated(LINKS["as the page starts"]!),
    evaluatedLines(Object.values(LINKS)),
  ]);
  expect(results[0]).toEqual(start);
  expect(results.some(({ platforms }) => platforms.some(({ feasible }) => !feasible))).toBe(true);
  for (const [index, [name, link]] of Object.entries(LINKS).entries()) {
    await test.step(name, async () => {
      const { platforms, recommendation } = results[index]!;
      await page.goto(`/${link}`);
      await expect(answer(page)).toHaveText(recommendation.sentence);
      const [headings = [], ...rows] = await cellsOf(comparison(page));
      expect(rows).toHaveLength(platforms.length);
      for (const [row, platform] of platforms.entries()) {
        for (const [heading, text] of Object.entries(expectedCells(platform))) {
          // What was measured may stand below what is modelled.
          const cell = rows[row]![headings.indexOf(heading)]?.split("\n")[0];
          expect(cell, `${heading} of ${platform.gpu}`).toBe(text);
        }
        if (platform.feasible) {
          const fitting = `${formatCount(platform.memory!.maxRunningRequests)} requests fit`;
          await expect(chart(page, "Memory per GPU").getByRole("listitem").nth(row)).toContainText(fitting);
        } else expect(rows[row]!.filter((cell) => cell === MISSING).length).toBeGreaterThan(5);
      }
    });
  }
});
