import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { cellsOf, chart, comparison, comparisonCell, loadSlider, priceField, test, unfold } from "./page.ts";

const panel = (page: Page) => page.locator("section.explanation");
const result = (page: Page) => panel(page).locator(".in-values b").first();

/** The button that a number of the comparison is. */
async function numberIn(page: Page, platform: string, heading: string): Promise<Locator> {
  const [headings = []] = await cellsOf(comparison(page));
  const column = headings.findIndex((text) => text.startsWith(heading));
  expect(column, `a column ${heading}`).toBeGreaterThan(0);
  // The row's heading is no cell.
  return comparison(page)
    .getByRole("row")
    .filter({ hasText: platform })
    .getByRole("cell")
    .nth(column - 1)
    .getByRole("button");
}

/** 25.31 of "25.31 ms", 1,978 of "1,978". */
function figureOf(text: string): number {
  return Number(/[\d,.]+/.exec(text)![0].replaceAll(",", ""));
}

/** Unfolds every part of the formula, and so on with what comes to light in it. */
async function unfoldFormula(page: Page, levels: number): Promise<void> {
  const folded = panel(page).locator("details:not([open]) > summary");
  for (let level = 0; level < levels; level += 1) {
    await folded.evaluateAll((summaries) => {
      for (const summary of summaries) (summary as HTMLElement).click();
    });
    await expect(panel(page).locator("details[open]:not(:has(.formula))")).toHaveCount(0);
  }
}

test("a number opens to its formula, unfolds to sources, and closes with Esc where it was", async ({ page }) => {
  await page.goto("/");
  const tpot = await numberIn(page, "B200", "TPOT / token");
  await tpot.focus();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("heading", { name: "TPOT per token, 8x B200" })).toBeFocused();
  await expect(tpot).toHaveAttribute("aria-expanded", "true");
  const shown = await comparisonCell(page, "8x B200", "TPOT / token");
  expect(Math.abs(figureOf(await result(page).innerText()) / figureOf(shown) - 1)).toBeLessThan(0.006);
  await expect(panel(page)).toContainText("decode steps × step time ÷ (output tokens − 1)");

  await panel(page).getByText("step time", { exact: true }).click();
  await panel(page).getByText("step without others' prompts", { exact: true }).click();
  await expect(panel(page)).toContainText("step by physics × measured over physics");
  await panel(page).getByText("step by physics", { exact: true }).click();
  await panel(page).getByText("linear layers", { exact: true }).click();
  await panel(page).getByText("reading the weights", { exact: true }).click();
  await expect(panel(page).getByText("HBM bandwidth", { exact: true })).toBeVisible();
  for (const mark of ["modelled", "fitted", "measured", "datasheet"]) {
    await expect(panel(page).getByText(mark, { exact: true }).first()).toBeVisible();
  }
  const source = panel(page).getByRole("link", { name: "aiconfigurator, system descriptions" });
  await expect(source).toHaveAttribute("href", /^https:\/\/github\.com\/ai-dynamo\/aiconfigurator\/tree\//);

  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(tpot).toBeFocused();
});

test("the formula follows load and prices while it is open", async ({ page }) => {
  await page.goto("/");
  await (await numberIn(page, "H100", "Per M tokens")).click();
  const before = await result(page).innerText();
  await priceField(page, "H100").fill("4.2");
  await expect(result(page)).not.toHaveText(before);
  await expect(panel(page)).toContainText("4.20 × 8 × 1,000,000");
  expect(figureOf(await result(page).innerText())).toBeCloseTo(
    figureOf(await comparisonCell(page, "8x H100", "Per M tokens")),
    9,
  );
  await panel(page).getByText("output tokens per second", { exact: true }).click();
  const throughput = panel(page).locator(".in-values b").nth(1);
  const dear = await throughput.innerText();
  await loadSlider(page).focus();
  await page.keyboard.press("Home");
  await expect(throughput, "what is unfolded stays unfolded").not.toHaveText(dear);
  const shown = figureOf(await comparisonCell(page, "8x H100", "Output tok/s"));
  // The table rounds to whole tokens.
  expect(Math.abs(figureOf(await throughput.innerText()) - shown)).toBeLessThanOrEqual(0.5);
});

test("bars open their numbers too, and a platform that can no longer serve says so", async ({ page }) => {
  await page.goto("/");
  await expect(comparison(page)).toBeVisible();
  const bars = chart(page, "Memory per GPU");
  await bars.getByRole("listitem").filter({ hasText: "A100" }).getByRole("button").click();
  await expect(panel(page)).toContainText("⌊KV cache ÷ KV cache per request⌋");
  await expect(panel(page)).toBeInViewport();
  await panel(page).getByRole("button", { name: "Close" }).click();
  await expect(panel(page)).toHaveCount(0);

  await (await numberIn(page, "A100", "KV GB")).click();
  await expect(panel(page)).toContainText("memory the engine may use − weights − drafter − overhead");
  await (await numberIn(page, "A100", "Request")).click();
  await unfold(page, "Prompt and output");
  await page.getByRole("textbox", { name: "Prompt", exact: true }).fill("131072");
  await expect(panel(page)).toContainText(/^Request time, 8x A100Close8x A100 needs .* of KV cache for one request/);
});

for (const { name, width, colorScheme } of [
  { name: "a wide dark screen", width: 1440, colorScheme: "dark" },
  { name: "a small light screen", width: 390, colorScheme: "light" },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme });

    test("every formula reads well all unfolded", async ({ page }) => {
      // A load that does not divide evenly over the replicas.
      await page.goto("/?v=1&conc=1003");
      const [headings = []] = await cellsOf(comparison(page));
      for (const heading of headings.slice(1)) {
        const number = await numberIn(page, "H100", heading);
        if ((await number.count()) === 0) continue;
        await number.click();
        await expect(panel(page)).toBeVisible();
        await expect(panel(page).getByText(/NaN|undefined|Infinity/)).toHaveCount(0);
        await number.click();
        await expect(panel(page)).toHaveCount(0);
      }
      await (await numberIn(page, "H100", "TPOT / chunk")).click();
      await unfoldFormula(page, 3);
      await expect(panel(page).getByText(/NaN|undefined|Infinity/)).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).include("section.explanation").analyze();
      expect(violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing scrolls sideways").toBe(width);
    });
  });
}
