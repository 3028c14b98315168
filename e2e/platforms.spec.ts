import { expect } from "@playwright/test";
import { answer, chart, comparison, notice, openRow, platformRow, priceField, test } from "./page.ts";

const labels = (page: Parameters<typeof answer>[0]) =>
  page.locator(".platforms > ul > li .platform-name").allInnerTexts();

test("the same GPU with other counts, settings and prices, side by side, and shared by a link", async ({
  page,
  browser,
  baseURL,
  complaints: _complaints,
}) => {
  await page.goto("/");
  expect(await labels(page)).toEqual(["8x A100", "8x H100", "8x B200"]);

  // 4x B200 beside 8x B200.
  const eight = await openRow(page, "8x B200");
  await eight.getByRole("button", { name: "Duplicate 8x B200" }).click();
  await expect(page.locator(".platforms > ul > li")).toHaveCount(4);
  const copy = page.locator(".platform-editor");
  await copy.getByRole("textbox", { name: /^GPUs, / }).fill("4");
  await copy.getByRole("textbox", { name: /^GPUs, / }).press("Tab");
  await expect(platformRow(page, "4x B200")).toBeVisible();

  // H100 with an adapter, beside the same at another provider's price.
  const h100 = await openRow(page, "8x H100");
  await h100.getByRole("checkbox", { name: /^LoRA, / }).check();
  await h100.getByRole("textbox", { name: /^Name, / }).fill("H100 with LoRA");
  await h100.getByRole("textbox", { name: /^Name, / }).press("Enter");
  await expect(platformRow(page, "H100 with LoRA")).toBeVisible();
  await page.getByRole("button", { name: "Duplicate H100 with LoRA" }).click();
  await page
    .locator(".platform-editor")
    .getByRole("textbox", { name: /^Provider, / })
    .fill("Elsewhere");
  await page
    .locator(".platform-editor")
    .getByRole("textbox", { name: /^Provider, / })
    .press("Enter");
  await priceField(page, "8x H100").fill("1.50");
  await expect(comparison(page).getByRole("row")).toHaveCount(6);
  for (const label of ["8x B200", "4x B200", "H100 with LoRA", "8x H100"]) {
    await expect(chart(page, "Relative cost per output token")).toContainText(label);
  }
  const shown = await answer(page).innerText();

  // The link restores it elsewhere.
  await expect.poll(() => page.evaluate(() => location.search)).toContain("v=2");
  await page.waitForTimeout(500);
  const link = page.url();
  expect(link.length).toBeLessThan(2000);
  const other = await browser.newPage();
  await other.goto(link);
  await expect(answer(other)).toHaveText(shown);
  expect(await labels(other)).toEqual(await labels(page));
  await expect(notice(other, /link/)).toHaveCount(0);
  await other.close();

  // The same list under the other question, and back.
  await page.getByRole("button", { name: "Fine-tune" }).click();
  await expect(chart(page, "Relative cost per trained token")).toContainText("4x B200");
  expect(await labels(page)).toHaveLength(5);
  await page.goBack();
  await expect(answer(page)).toHaveText(shown);

  // A link that lost its settings on the way says so.
  await page.goto("about:blank");
  await page.goto(`${baseURL}/${new URL(link).search}`);
  await expect(notice(page, /Parts of this link/)).toContainText("lost on the way");
});

test("rows are switched off, moved, removed and brought back; the last one stays; twelve are the most", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("checkbox", { name: "Compare 8x A100" }).uncheck();
  await expect(comparison(page).getByRole("row")).toHaveCount(3);
  await page.getByRole("checkbox", { name: "Compare 8x H100" }).uncheck();
  await expect(page.getByRole("checkbox", { name: "Compare 8x B200" })).toBeDisabled();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByRole("checkbox", { name: "Compare 8x H100" })).toBeChecked();

  await openRow(page, "8x B200");
  await page.getByRole("button", { name: "Move 8x B200 up" }).click();
  expect(await labels(page)).toEqual(["8x A100", "8x B200", "8x H100"]);
  await page.getByRole("button", { name: "Remove 8x B200" }).click();
  expect(await labels(page)).toEqual(["8x A100", "8x H100"]);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await labels(page)).toHaveLength(3);

  const add = page.getByRole("combobox", { name: "Add a platform" });
  for (let count = 4; count <= 12; count += 1) {
    await add.selectOption("h100-sxm");
    await expect(page.locator(".platforms > ul > li")).toHaveCount(count);
  }
  await expect(page.getByText("Twelve platforms are the most")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test("one knob for all rows at once, and a row's own beside it", async ({ page }) => {
  await page.goto("/");
  await page.locator("summary").filter({ hasText: "Engine settings, all platforms" }).click();
  await page.getByRole("button", { name: "Same for all" }).click();
  await expect(page.getByRole("combobox", { name: "KV cache, all platforms" })).toHaveValue("bf16");
  const before = await answer(page).innerText();
  await page.getByRole("combobox", { name: "KV cache, all platforms" }).selectOption("fp8");
  const h100 = await openRow(page, "8x H100");
  await expect(h100.getByRole("combobox", { name: "KV cache, 8x H100" })).toHaveValue("fp8");
  await h100.getByRole("combobox", { name: "KV cache, 8x H100" }).selectOption("bf16");
  await expect(page.getByRole("combobox", { name: "KV cache, all platforms" })).toHaveValue("mixed");
  await page.getByRole("button", { name: "Tune the settings" }).click();
  await expect(page.getByRole("button", { name: "Use best measured settings" })).toBeVisible();
  expect(before).not.toBe("");
});
