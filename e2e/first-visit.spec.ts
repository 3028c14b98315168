import { expect, type Page } from "@playwright/test";
import { answer, cellsOf, chart, comparison, loadSlider, notice, priceField, shownResults, test } from "./page.ts";

const CHART_LIBRARY = /\/assets\/chart-library-[\w-]+\.js$/;

test("a first visit shows an answer, three prices, one slider, two charts and a table", async ({ page }) => {
  await page.goto("/");
  await expect(answer(page)).toHaveText(/(A100|H100|B200).*\.$/);
  await expect(answer(page)).toContainText("2,048 requests in flight");
  for (const gpu of ["A100", "H100", "B200"]) await expect(priceField(page, gpu)).toHaveValue(/^\d+\.\d\d$/);
  await expect(page.getByRole("slider")).toHaveCount(1);
  await expect(loadSlider(page)).toHaveAttribute("aria-valuetext", /2,048/);

  for (const title of ["Relative cost per output token", "Memory per GPU"]) {
    const bars = chart(page, title)
      .getByRole("listitem")
      .filter({ hasText: /^(A100|H100|B200)/ });
    await expect(bars).toHaveCount(3);
  }
  const [headings = [], ...rows] = await cellsOf(comparison(page));
  expect(rows.map(([name]) => name!.split("\n")[0]!.slice(0, 7))).toEqual(["8x A100", "8x H100", "8x B200"]);
  for (const row of rows) {
    expect(row).toHaveLength(headings.length);
    expect(row, "no cell is blank").not.toContain("");
  }
  await expect(page.getByText(/NaN|undefined|Infinity/)).toHaveCount(0);
  await expect(notice(page, /./)).toHaveCount(0);
  await expect(page).toHaveURL("/");
});

test("the chart library comes after the page has loaded, and nothing jumps", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const asked = page.waitForRequest(CHART_LIBRARY);
  await page.goto("/");
  const address = (await asked).url();
  await expect(page.locator("svg.recharts-surface")).toHaveCount(3);
  const { askedAt, loadedAt, shifted } = await page.evaluate((name) => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const { shifts } = window as unknown as { readonly shifts: readonly number[] };
    return {
      askedAt: performance.getEntriesByName(name)[0]!.startTime,
      loadedAt: navigation!.loadEventStart,
      shifted: shifts.reduce((sum, shift) => sum + shift, 0),
    };
  }, address);
  expect(askedAt).toBeGreaterThan(loadedAt);
  expect(shifted).toBeLessThan(0.02);
});

/** The parts of the first view that a price moves move with it. */
async function expectFollowsPrice(page: Page, price: string): Promise<void> {
  const before = await shownResults(page);
  await priceField(page, "B200").fill(price);
  const now = await shownResults(page);
  for (const part of ["answer", "costBars", "comparison"] as const) expect(now[part], part).not.toEqual(before[part]);
}

test("the answer, the bars and the table do not wait for the chart library", async ({ page }) => {
  const asked = page.waitForRequest(CHART_LIBRARY);
  // Never answered.
  await page.route(CHART_LIBRARY, () => {});
  await page.goto("/");
  await asked;
  await expectFollowsPrice(page, "100");
});

test("without the chart library everything else works, and every chart has its table", async ({ page, complaints }) => {
  await page.route(CHART_LIBRARY, (route) => route.abort());
  const refused = page.waitForEvent("requestfailed", (request) => CHART_LIBRARY.test(request.url()));
  await page.goto("/");
  await refused;
  await expectFollowsPrice(page, "100");
  const throughput = chart(page, "Throughput against load");
  await throughput.getByRole("button", { name: "Table" }).click();
  expect((await cellsOf(throughput)).length).toBeGreaterThan(4);
  // The browser itself reports what this journey withholds.
  complaints.forget(/ERR_FAILED|dynamically imported module/);
});
