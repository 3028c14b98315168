import { expect, type Page } from "@playwright/test";
import { cellsOf, chart, comparison, comparisonCell, shownResults, test, unfold } from "./page.ts";

const field = (page: Page, gpu: string) => page.getByRole("textbox", { name: `${gpu} KV cache from the log` });
const kvOf = async (page: Page, gpu: string) => Number(await comparisonCell(page, `8x ${gpu}`, "KV GB"));

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await expect(comparison(page)).toBeVisible();
  await unfold(page, "KV cache from your log");
});

test("memory pasted from the log replaces what is worked out, everywhere, and goes back", async ({ page }) => {
  const before = await shownResults(page);
  await field(page, "H100").fill("INFO 05-12 gpu_worker.py:481] Available KV cache memory: 20.0 GiB");
  await expect.poll(() => kvOf(page, "H100")).toBe(21.5);
  await expect(page.getByText("= 21.5 GB per GPU; worked out: 37.7 GB")).toBeVisible();
  await expect(page.getByText(/^With own settings.*21\.5 GB KV cache from the log/)).toBeVisible();
  const memory = chart(page, "Memory per GPU");
  await expect(memory.getByRole("listitem").filter({ hasText: "H100" })).toContainText("KV from log");
  await memory.getByRole("button", { name: "Table" }).click();
  const [headings = [], ...rows] = await cellsOf(memory);
  const basis = rows.map((row) => row[headings.indexOf("KV cache is")]);
  expect(basis[0]).toMatch(/^worked out, fitted to \d+ rows?$/);
  expect(basis[1]).toBe("typed from the engine's log");
  expect(basis[2]).toMatch(/^worked out, (fitted to \d+ rows?|not fitted on this GPU)/);
  await memory.getByRole("button", { name: "Table" }).click();

  // A link and a reload keep it.
  await expect(page).toHaveURL(/#/);
  await page.reload();
  await expect.poll(() => kvOf(page, "H100")).toBe(21.5);
  await unfold(page, "KV cache from your log");
  await expect(field(page, "H100")).toHaveValue("21.47 GB");

  await page.getByRole("button", { name: "Work it out, H100" }).click();
  expect(await shownResults(page)).toEqual(before);
});

test("tokens ask for the version, which decides what they stand for", async ({ page }) => {
  await field(page, "B200").fill("GPU KV cache size: 120,000 tokens");
  const version = page.getByRole("combobox", { name: "of vLLM" });
  await expect(version).toHaveValue("since-0.26");
  await expect(page.getByText(/Read with FP8 KV, TP 1, max_num_batched_tokens 4,096/)).toBeVisible();
  const newest = await kvOf(page, "B200");
  await version.selectOption("up-to-0.20");
  await expect.poll(() => kvOf(page, "B200")).not.toBe(newest);
  // 491,520 bytes a token in FP8, as vLLM counted them then.
  expect(await kvOf(page, "B200")).toBe(59);
  await page.keyboard.press("Control+z");
  await expect.poll(() => kvOf(page, "B200"), "undo takes it back").not.toBe(59);
});

test("what cannot be read or cannot be is said beside the field, and nothing is lost", async ({ page }) => {
  const before = await kvOf(page, "A100");
  await field(page, "A100").fill("Model loading took 58.9 GiB");
  await expect(page.getByText(/neither "Available KV cache memory.*still using what is worked out/)).toBeVisible();
  expect(await kvOf(page, "A100")).toBe(before);
  await field(page, "A100").fill("70");
  await expect(page.getByText(/^A100 cannot have 75\.2 GB of KV cache as typed: weights leave/).first()).toBeVisible();
  await field(page, "A100").fill("9 GiB");
  await expect.poll(() => kvOf(page, "A100")).toBe(9.7);
});
