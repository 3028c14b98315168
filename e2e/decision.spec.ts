import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { cellsOf, chart, loadField, priceField, test } from "./page.ts";

const map = (page: Page): Locator => chart(page, "Who wins at which price and load");
const frontier = (page: Page): Locator => chart(page, "Speed against throughput");
const sensitivity = (page: Page): Locator => chart(page, "Which inputs move the answer most");

/** Where the user's point is, in pixels of the map. */
async function pointIn(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  return map(page)
    .locator(".map-point")
    .evaluate((point: HTMLElement) => ({ x: point.offsetLeft, y: point.offsetTop }));
}

test.describe("who wins at which price and load", () => {
  test.beforeEach(async ({ page }) => {
    await page.goto("/");
    // It comes after the answer, and is worked out between frames.
    await expect(map(page).locator(".map-point")).toBeAttached({ timeout: 60_000 });
  });

  test("names the regions, says in words what would turn the answer, and marks where the user is", async ({ page }) => {
    await expect(map(page).locator(".map-name", { hasText: /^B200$/ })).toBeVisible();
    await expect(map(page).locator(".map-name", { hasText: /^H100$/ })).toBeVisible();
    await expect(map(page)).toContainText(/H100 wins below \d\.\d+ per GPU-hour \(now 2\.10\)/);
    await expect(map(page)).toContainText(/wins up to [\d,]+ in flight/);
    await expect(map(page).getByText("now: B200")).toBeVisible();
  });

  test("the point follows a typed price up and down, and the load to the left", async ({ page }) => {
    const start = await pointIn(page);
    await priceField(page, "H100").fill("2.4");
    await expect.poll(async () => (await pointIn(page)).y).toBeLessThan(start.y - 5);
    await priceField(page, "H100").fill("1.8");
    await expect.poll(async () => (await pointIn(page)).y).toBeGreaterThan(start.y + 5);
    await expect(map(page).getByText("now: H100")).toBeVisible();
    await loadField(page).fill("8");
    await expect.poll(async () => (await pointIn(page)).x).toBeLessThan(start.x - 50);
  });

  test("moves the price that is chosen, and lists the map as numbers", async ({ page }) => {
    await expect(map(page)).toContainText("H100 price over B200 price");
    await map(page).getByRole("combobox", { name: "Move the price of" }).selectOption("A100");
    await expect(map(page)).toContainText("A100 price over B200 price");
    await expect(map(page)).toContainText(/A100 wins/);
    await map(page).getByRole("button", { name: "Table" }).click();
    const [headings = [], ...rows] = await cellsOf(map(page).getByRole("table"));
    expect(headings[0]).toBe("Price ratio");
    expect(rows.length).toBeGreaterThan(5);
    expect(rows[0], "cheap enough, A100 wins at some load").toContain("A100");
    expect(rows.at(-1)).not.toContain("A100");
  });
});

test("the frontier shows settings where they change, rings the user's point, and shades what a limit excludes", async ({
  page,
}) => {
  await page.goto("/?v=1&tpot=0.02");
  await expect(frontier(page).locator("svg.recharts-surface")).toBeVisible();
  await expect(frontier(page)).toContainText(/B200: \d drafts, FP8 KV/);
  await expect(frontier(page)).toContainText("over the TPOT limit");
  await expect(frontier(page).locator(".own-ring")).toHaveCount(3);
  await expect(frontier(page).getByText("now", { exact: true })).toHaveCount(0);
  await loadField(page).fill("64");
  await expect(frontier(page).getByText("now", { exact: true })).toHaveCount(1);

  await frontier(page).getByRole("button", { name: "Table" }).click();
  const [headings = [], ...rows] = await cellsOf(frontier(page).getByRole("table"));
  const column = (name: string): number => headings.findIndex((heading) => heading.startsWith(name));
  const [speed, within] = [column("Tokens/s per user"), column("Within limits")];
  for (const row of rows) {
    // 1 / 20 ms, in whole tokens
    if (Number(row[speed]) !== 50) expect(row[within]).toBe(Number(row[speed]) > 50 ? "yes" : "no");
  }
  expect(new Set(rows.map((row) => row[within]))).toEqual(new Set(["yes", "no"]));
});

test("per price unit the cheaper platform moves up, per GPU it does not", async ({ page }) => {
  await page.goto("/");
  await frontier(page).getByRole("button", { name: "Table" }).click();
  const best = async (name: string): Promise<number> => {
    const [headings = [], ...rows] = await cellsOf(frontier(page).getByRole("table"));
    const column = headings.findIndex((heading) => heading.startsWith(name));
    return Number(rows.find(([gpu]) => gpu === "H100")![column]!.replaceAll(",", ""));
  };
  await expect.poll(() => best("Output tokens/s per GPU")).toBeGreaterThan(1000);
  const [perGpu, perUnit] = [await best("Output tokens/s per GPU"), await best("Million output tokens")];
  await priceField(page, "H100").fill("1.05");
  await expect.poll(async () => Math.abs((await best("Million output tokens")) / (2 * perUnit) - 1)).toBeLessThan(0.01);
  expect(await best("Output tokens/s per GPU")).toBe(perGpu);
});

test("inputs are ranked by what they move, with the end at which the answer turns", async ({ page }) => {
  await page.goto("/");
  await page.locator("summary", { hasText: "Which inputs move the answer most" }).click();
  const bars = sensitivity(page).getByRole("listitem");
  await expect(bars.first()).toContainText(/Load|price/);
  await expect(sensitivity(page)).toContainText("tie, B200");
  await sensitivity(page).getByRole("button", { name: "Table" }).click();
  const [, ...rows] = await cellsOf(sensitivity(page).getByRole("table"));
  const why = new Map(rows.map((row) => [row[0]!, row.at(-1)!]));
  expect(why.get("H100 step time")).toMatch(/^modelled/);
  expect(why.get("H100 draft acceptance")).toMatch(/^measured/);
  expect(why.get("Prompt length")).toMatch(/^assumed: .*tokenizer/);
});

test("with one platform compared there is nothing to map, and it says so", async ({ page }) => {
  await page.goto("/?v=1&price=h100-sxm:2.1");
  await expect(map(page)).toContainText("needs two platforms to compare");
  await page.locator("summary", { hasText: "Which inputs move the answer most" }).click();
  await expect(page.getByText("Nothing to compare")).toBeVisible();
});

for (const { name, width, colorScheme } of [
  { name: "wide and light", width: 1440, colorScheme: "light" },
  { name: "small and dark", width: 390, colorScheme: "dark" },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme });

    test("axe finds nothing in the three panels, and nothing scrolls sideways", async ({ page }) => {
      await page.goto("/");
      await page.locator("summary", { hasText: "Which inputs move the answer most" }).click();
      await expect(sensitivity(page).getByRole("listitem").first()).toBeVisible();
      await expect(frontier(page).locator("svg.recharts-surface")).toBeVisible();
      await expect(map(page).getByText(/^now: /)).toBeVisible();
      const drawn = await new AxeBuilder({ page }).include(".decision").analyze();
      expect(drawn.violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual(
        [],
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      for (const panel of [map(page), frontier(page), sensitivity(page)]) {
        await panel.getByRole("button", { name: "Table" }).click();
      }
      const listed = await new AxeBuilder({ page }).include(".decision").analyze();
      expect(listed.violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual(
        [],
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });
}
