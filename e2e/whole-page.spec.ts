import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { answer, chart, comparison, loadField, loadSlider, notice, test, unfold } from "./page.ts";

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual([]);
}

for (const { name, width, colorScheme } of [
  { name: "a wide light screen", width: 1440, colorScheme: "light" },
  { name: "a wide dark screen", width: 1440, colorScheme: "dark" },
  { name: "a small light screen", width: 390, colorScheme: "light" },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme });

    test("axe finds nothing with everything open, in either question and in the evidence", async ({ page }) => {
      await page.goto("/?v=2&prise=3");
      await expect(notice(page, /link/)).toBeVisible();
      await expect(page.locator(".curves svg.recharts-surface")).toHaveCount(3);
      await unfold(page);
      await page.locator(".open-row").first().click();
      await expect(page.locator(".platform-editor")).toBeVisible();
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing scrolls sideways").toBe(width);
      await page.getByRole("button", { name: "Fine-tune" }).click();
      await expect(chart(page, "Relative cost per trained token")).toBeVisible();
      await unfold(page);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing scrolls sideways").toBe(width);
    });
  });
}

test("the answer moves with the load, by field, slider and undo", async ({ page }) => {
  await page.goto("/");
  const first = await answer(page).innerText();
  await loadField(page).fill("1k");
  await expect(answer(page)).toContainText("1,000 requests in flight");
  await loadSlider(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(answer(page)).not.toContainText("1,000 requests");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(answer(page)).toHaveText(first);
});

test("a number opens to its formula", async ({ page }) => {
  await page.goto("/");
  await chart(page, "Relative cost per output token").locator(".explained").first().click();
  await expect(page.getByText("price per GPU-hour").first()).toBeVisible();
});

test("a file is saved and opened as a step to go back from, and a bad one is refused with its places", async ({
  page,
}) => {
  await page.goto("/");
  await loadField(page).fill("512");
  await expect(answer(page)).toContainText("512 requests");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save", exact: true }).click(),
  ]);
  const path = await download.path();
  await loadField(page).fill("64");
  await expect(answer(page)).toContainText("64 requests");
  await page.getByLabel("Open a file").setInputFiles(path);
  await expect(answer(page)).toContainText("512 requests");
  await page.goBack();
  await expect(answer(page)).toContainText("64 requests");
  await page.getByLabel("Open a file").setInputFiles({
    name: "bad.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"version": 2, "platforms": [{"gpu": "h100"}]}'),
  });
  await expect(notice(page, /bad.json was not opened/)).toContainText("platforms[0].gpu");
  await expect(answer(page)).toContainText("64 requests");
});

test("evidence is a view of its own, with every row as a point", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: /^Evidence/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/Evidence|evidence|measured/);
  await page.goBack();
  await expect(comparison(page)).toBeVisible();
});
