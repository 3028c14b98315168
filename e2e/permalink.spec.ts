import { expect, type Page } from "@playwright/test";
import { encodePermalink } from "../src/scenario/permalink.ts";
import { answer, comparisonCell, loadField, notice, priceField, shownResults, test, unfold } from "./page.ts";
import { scenario } from "./scenario.ts";

/** Load, lengths, prices, unit, limits, platforms and engine settings, all away from where they start. */
async function changeEverything(page: Page): Promise<void> {
  await unfold(page);
  await page.getByRole("combobox", { name: "In", exact: true }).selectOption("EUR");
  await priceField(page, "H100").fill("2,49");
  await priceField(page, "B200").fill("4.75");
  await loadField(page).fill("777");
  await page.getByRole("textbox", { name: "Prompt", exact: true }).fill("1k");
  await page.getByRole("textbox", { name: "Output", exact: true }).fill("300");
  await page.getByRole("textbox", { name: "Outputs scatter by" }).fill("80 %");
  await page.getByRole("checkbox", { name: /LoRA/ }).check();
  await page.getByRole("combobox", { name: "Drafts, H100" }).selectOption("3");
  await page.getByRole("textbox", { name: "Acceptance, H100" }).fill("55%");
  await page.getByRole("combobox", { name: "KV cache, B200" }).selectOption("bf16");
  await page.getByRole("textbox", { name: "max_num_seqs, B200" }).fill("96");
  await page.getByRole("textbox", { name: "Mean TTFT at most" }).fill("120000");
  await page.getByRole("checkbox", { name: /A100/ }).uncheck();
  await page.getByRole("textbox", { name: "TPOT at most" }).fill("70");
}

test("a link restores everything exactly, in another browser", async ({ page, browser, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  await changeEverything(page);
  const sent = await shownResults(page);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toBeAttached();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  expect(link).toMatch(
    /\?v=1&conc=777&in=1000&out=300&unit=EUR&price=h100-sxm:2\.49,b200-sxm:4\.75&tpot=0\.07&ttft=120#s=/,
  );

  const other = await browser.newPage();
  await other.goto(link);
  await expect(answer(other)).toHaveText(sent.answer);
  expect(await shownResults(other)).toEqual(sent);
  await expect(notice(other, /./)).toHaveCount(0);
  await unfold(other);
  await expect(other.getByRole("textbox", { name: "Acceptance, H100" })).toHaveValue(/^55/);
  await expect(other.getByRole("checkbox", { name: /A100/ })).not.toBeChecked();
  await other.close();
});

test("what is damaged in a link is listed, and the rest of it counts", async ({ page }) => {
  const ignored = notice(page, /link/);
  await page.goto("/?v=1&conc=0&price=h100-sxm:abc,b200-sxm:4&prise=3&tpot=fast");
  for (const line of [/conc.*0.*1 to 16,384/, /price.*h100-sxm:abc/, /prise.*did you mean "price"/, /tpot.*fast/]) {
    await expect(ignored.getByRole("listitem").filter({ hasText: line })).toHaveCount(1);
  }
  await expect(ignored.getByRole("listitem")).toHaveCount(4);
  await expect(answer(page)).toHaveText(/^B200/);
  await expect(priceField(page, "B200")).toHaveValue("4.00");
  await ignored.getByRole("button", { name: "Dismiss" }).click();
  await expect(ignored).toHaveCount(0);

  await page.goto(`/${encodePermalink(scenario, null).slice(0, -30)}`);
  await expect(ignored.getByRole("listitem")).toHaveText(/fragment.*cut off or damaged.*default settings/s);
  await expect(answer(page)).toContainText("1,024 requests in flight");
});

test("a link written by hand needs a load and prices only", async ({ page }) => {
  await page.goto("/?v=1&conc=512&price=h100-sxm:2.49,b200-sxm:4.10");
  await expect(answer(page)).toContainText("512 requests in flight");
  await expect(priceField(page, "H100")).toHaveValue("2.49");
  await expect(priceField(page, "B200")).toHaveValue("4.10");
  await expect(notice(page, /./)).toHaveCount(0);
  expect((await shownResults(page)).comparison).toHaveLength(3);
});

test("a link that showed other numbers says what has moved", async ({ page }) => {
  const seen = {
    modelVersion: "0.1",
    winner: "a100-sxm-80gb",
    tie: false,
    relativeCost: { "a100-sxm-80gb": 1, "h100-sxm": 1.5, "b200-sxm": 1.25 },
  };
  await page.goto(`/${encodePermalink(scenario, seen)}`);
  const moved = notice(page, /moved/);
  await expect(moved).toContainText(/model 0\.1 .*A100 .*A100 1\.00, H100 1\.50, B200 1\.25/);
  for (const gpu of ["A100", "H100", "B200"]) {
    const cost = await comparisonCell(page, `8x ${gpu}`, "Rel. cost");
    await expect(moved).toContainText(new RegExp(`model (?!0\\.1).*${gpu} ${cost}`));
  }
});
