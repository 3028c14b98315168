import { expect } from "@playwright/test";
import { answer, comparisonCell, priceField, shownResults, test } from "./page.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("a price can be typed the way people write prices, and counts at once", async ({ page }) => {
  const field = priceField(page, "H100");
  const costs = new Map<string, string>();
  for (const [typed, price] of [
    ["1.05", 1.05],
    ["2,49", 2.49],
    ["$2.49", 2.49],
    ["1k", 1000],
  ] as const) {
    await field.fill(typed);
    await expect(field).toHaveAttribute("aria-invalid", "false");
    const cost = await comparisonCell(page, "8x H100", "Per M tokens");
    // Cost follows price in proportion; the table rounds to three figures.
    const perPrice = Number((costs.get("1.05") ?? cost).replaceAll(",", "")) / 1.05;
    expect(Math.abs(Number(cost.replaceAll(",", "")) / (perPrice * price) - 1)).toBeLessThan(0.015);
    costs.set(typed, cost);
    await expect(field, "what is typed stays as typed").toHaveValue(typed);
  }
  expect(costs.get("2,49")).toBe(costs.get("$2.49"));
  await field.blur();
  await expect(field).toHaveValue("1000.00");
});

test("a price that cannot be read says so beside the field and leaves the last good one in use", async ({ page }) => {
  const field = priceField(page, "H100");
  await field.fill("2.49");
  const good = await shownResults(page);
  for (const [typed, problem] of [
    ["abc", /"abc" is not a number/],
    ["-1", /above 0/],
    ["", /type a number/],
    ["1,234", /1\.234 or 1234/],
  ] as const) {
    await field.fill(typed);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(problem);
    await expect(field).toHaveAccessibleDescription(/still using 2\.49/);
    await field.blur();
    await expect(field, "what was typed is not lost").toHaveValue(typed);
    expect(await shownResults(page)).toEqual(good);
  }
  await field.fill("2.49");
  await expect(field).toHaveAttribute("aria-invalid", "false");
  await expect(field).not.toHaveAttribute("aria-describedby");
});

test("undo brings prices back, by button and by key", async ({ page }) => {
  const start = await shownResults(page);
  const undo = page.getByRole("button", { name: "Undo" });
  await expect(undo).toBeDisabled();
  const [h100, b200] = [priceField(page, "H100"), priceField(page, "B200")];
  const prices = [await h100.inputValue(), await b200.inputValue()];

  await h100.fill("7");
  await h100.blur();
  // Changes within a moment of each other are one step.
  await page.waitForTimeout(700);
  const between = await shownResults(page);
  await b200.fill("8");
  await b200.blur();
  await page.keyboard.press("Control+z");
  await expect(b200).toHaveValue(prices[1]!);
  await expect(h100).toHaveValue("7.00");
  expect(await shownResults(page)).toEqual(between);
  await undo.click();
  await expect(h100).toHaveValue(prices[0]!);
  expect(await shownResults(page)).toEqual(start);
  await page.keyboard.press("Control+Shift+z");
  await expect(h100).toHaveValue("7.00");

  // Within the field the browser's own undo works, and what it leaves there counts.
  await h100.press("End");
  await h100.pressSequentially("5");
  await expect(h100).toHaveValue("7.005");
  await page.keyboard.press("Control+z");
  await expect(h100).toHaveValue(/^7\.00?$/);
  expect(await shownResults(page)).toEqual(between);
});

test("below the price at which the answer says that H100 wins, H100 wins", async ({ page }) => {
  await priceField(page, "B200").fill("1");
  await expect(answer(page)).toHaveText(/^B200/);
  const flip = await page
    .getByRole("listitem")
    .filter({ hasText: /^H100 is the choice up to/ })
    .innerText();
  const price = Number(/up to (\d+\.\d+)/.exec(flip)![1]);
  await priceField(page, "H100").fill(String(price * 1.01));
  await expect(answer(page)).not.toHaveText(/^H100/);
  await priceField(page, "H100").fill(String(price * 0.99));
  await expect(answer(page)).toHaveText(/^H100/);
});
