import { expect } from "@playwright/test";
import { answer, comparison, loadField, test } from "./page.ts";

test("the page prints with its answer and its numbers, without its controls", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".curves svg.recharts-surface")).toHaveCount(3);
  await page.emulateMedia({ media: "print" });
  await expect(answer(page)).toBeVisible();
  await expect(comparison(page)).toBeVisible();
  await expect(loadField(page)).toBeHidden();
  await page.screenshot({ fullPage: true });
  const pdf = await page.pdf({ format: "A4", landscape: true });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).not.toBeNull();
});
