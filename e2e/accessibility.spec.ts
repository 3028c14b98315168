import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { answer, chart, comparison, loadSlider, notice, priceField, test, unfold } from "./page.ts";

/** The page with everything that can be open: folds, a notice, an error beside a field. */
async function openEverything(page: Page): Promise<void> {
  await page.goto("/?v=1&prise=3");
  await expect(notice(page, /link/)).toBeVisible();
  await expect(page.locator("svg.recharts-surface")).toHaveCount(3);
  await unfold(page);
  await priceField(page, "H100").fill("abc");
  await expect(page.getByText("still using")).toBeVisible();
}

for (const { name, width, height, colorScheme } of [
  { name: "a wide light screen", width: 1440, height: 900, colorScheme: "light" },
  { name: "a wide dark screen", width: 1440, height: 900, colorScheme: "dark" },
  { name: "a small light screen", width: 390, height: 844, colorScheme: "light" },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test("axe finds nothing with everything open, charts as pictures and as tables", async ({ page }) => {
      await openEverything(page);
      for (const title of ["Relative cost per output token", "Throughput against load"]) {
        await chart(page, title).getByRole("button", { name: "Table" }).click();
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing scrolls sideways").toBe(width);
    });
  });
}

test.describe("a small screen without a mouse", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("every control is reached by Tab, in reading order, and shows its focus", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("svg.recharts-surface")).toHaveCount(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const stops = [
      page.getByRole("button", { name: "Copy link" }),
      priceField(page, "A100"),
      priceField(page, "B200"),
      loadSlider(page),
      page.locator("summary").filter({ hasText: "Prompt and output" }),
      page.locator("summary").filter({ hasText: "Platforms compared" }),
      chart(page, "Relative cost per output token").getByRole("button", { name: "Table" }),
      comparison(page),
      comparison(page).getByRole("button", { name: "Headroom" }),
      page.getByRole("link", { name: /^Evidence/ }),
    ];
    for (const stop of stops) {
      await tabTo(page, async () => stop.evaluate((element) => element === document.activeElement));
      await expect(stop).toBeInViewport();
    }
    await comparison(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => comparison(page).evaluate((region) => region.scrollLeft)).toBeGreaterThan(0);
    const fold = page.locator("summary").filter({ hasText: /limits/i });
    await fold.focus();
    await page.keyboard.press("Enter");
    const limit = page.getByRole("textbox", { name: "TPOT at most" });
    await tabTo(page, async () => limit.evaluate((element) => element === document.activeElement));
    await page.keyboard.type("5");
    await expect(limit).toHaveValue("5");
    await expect(answer(page)).toContainText("limit");
  });

  test("nothing scrolls sideways where platforms are over a limit", async ({ page }) => {
    await page.goto("/?v=1&unit=USD&tpot=0.005");
    await expect(chart(page, "Relative cost per output token")).toContainText("over limit");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

const MOST_STOPS = 60;

/** Presses Tab until it arrives; every stop on the way must show that it has the focus. */
async function tabTo(page: Page, arrived: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press("Tab");
    const unmarked = await page.evaluate(() => {
      const focused = document.activeElement!;
      const outlined = [focused, focused.closest("label")].some((element) => {
        const { outlineStyle, outlineWidth } = element
          ? getComputedStyle(element)
          : { outlineStyle: "none", outlineWidth: "0px" };
        return outlineStyle !== "none" && outlineWidth !== "0px";
      });
      return outlined ? null : focused.outerHTML.slice(0, 120);
    });
    expect(unmarked, "focus is visible").toBeNull();
    if (await arrived()) return;
  }
  throw new Error(`not reached with ${MOST_STOPS} presses of Tab`);
}
