import { expect, type Page } from "@playwright/test";
import { answer, cellsOf, chart, comparison, notice, shownResults, test, unfold } from "./page.ts";

/** The settings under which the answer holds, as the answer says them. */
const settingsLine = (page: Page) => page.getByText(/^With (best measured|the same|own) settings/);

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("the answer says which settings decide, and follows them", async ({ page }) => {
  await unfold(page, "Engine settings");
  const best = await shownResults(page);
  await expect(settingsLine(page)).toContainText(/best measured settings/);
  await page.getByRole("button", { name: "Same for all", exact: true }).click();
  await expect(settingsLine(page)).toContainText(/the same settings for all/);
  await expect(answer(page)).not.toHaveText(best.answer);

  // One field for all platforms.
  await page.getByRole("textbox", { name: "max_num_seqs", exact: true }).fill("128");
  await expect(settingsLine(page)).toContainText("128 seqs");
  const before = await shownResults(page);
  await page.getByRole("combobox", { name: "Drafts", exact: true }).selectOption("2");
  await expect(settingsLine(page)).toContainText("2 drafts");
  const drafted = await shownResults(page);
  expect(drafted.comparison).not.toEqual(before.comparison);
  await page.getByRole("textbox", { name: "Acceptance", exact: true }).fill("30%");
  expect((await shownResults(page)).comparison).not.toEqual(drafted.comparison);

  await page.getByRole("button", { name: "Best measured", exact: true }).click();
  expect(await shownResults(page)).toEqual(best);
  // One field for each platform.
  await page.getByRole("combobox", { name: "KV cache, H100" }).selectOption("bf16");
  await expect(settingsLine(page)).toContainText(/own settings.*H100 .*bf16 KV/);
  await page.getByRole("checkbox", { name: /LoRA/ }).check();
  await expect(settingsLine(page)).toContainText("LoRA");
  await expect(answer(page)).toContainText("with a LoRA adapter");
});

test("a platform leaves the comparison and comes back", async ({ page }) => {
  await unfold(page, "Platforms compared");
  const all = await shownResults(page);
  const b200 = page.getByRole("checkbox", { name: /B200/ });
  await b200.uncheck();
  await expect(answer(page)).not.toContainText("B200");
  expect(await cellsOf(comparison(page))).toHaveLength(3);
  await page.getByRole("checkbox", { name: /A100/ }).uncheck();
  await expect(answer(page)).toContainText("H100");
  await expect(page.getByRole("checkbox", { name: /H100/ }), "the last one stays").toBeDisabled();
  await b200.check();
  await page.getByRole("checkbox", { name: /A100/ }).check();
  expect(await shownResults(page)).toEqual(all);
});

test("a limit excludes platforms and says why; one that nobody meets leaves nothing blank", async ({ page }) => {
  await unfold(page, /limits/i);
  const limit = page.getByRole("textbox", { name: "Mean TTFT at most" });
  // Requests queue on an A100 long before they do on a B200.
  await limit.fill("5000");
  const excluded = page.getByRole("listitem").filter({ hasText: /^Over the mean TTFT limit of 5\.00 s: .*A100/ });
  await expect(excluded).toBeVisible();
  await expect(chart(page, "Relative cost per output token")).toContainText("over limit");

  await limit.fill("0.5");
  for (const gpu of ["A100", "H100", "B200"]) {
    await expect(answer(page)).toHaveText(new RegExp(`^No platform serves .*${gpu} .*limit`));
  }
  const { comparison: table } = await shownResults(page);
  expect(table).toHaveLength(4);
  for (const row of table) expect(row, "no cell is blank").not.toContain("");
  await expect(page.getByText(/NaN|undefined|Infinity/)).toHaveCount(0);
  await expect(notice(page, /./)).toHaveCount(0);
});
