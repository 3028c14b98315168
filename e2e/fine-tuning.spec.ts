import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import {
  answer,
  cellsOf,
  chart,
  comparison,
  comparisonCell,
  loadField,
  notice,
  priceField,
  shownResults,
  test,
  unfold,
} from "./page.ts";

function mode(page: Page, name: "Serve" | "Fine-tune"): Locator {
  return page.getByRole("group", { name: "What to compare platforms for" }).getByRole("button", { name });
}

function tokensField(page: Page): Locator {
  return page.getByRole("textbox", { name: "Tokens in the run, all epochs" });
}

/** A platform's row of a chart. */
function bar(page: Page, title: string, gpu: string): Locator {
  return chart(page, title)
    .getByRole("listitem")
    .filter({ hasText: new RegExp(`^${gpu}`) });
}

/** Waits for the mode, which is loaded when it is first asked for. */
async function showFineTuning(page: Page): Promise<void> {
  await mode(page, "Fine-tune").click();
  await expect(tokensField(page)).toBeVisible();
}

async function openFineTuning(page: Page): Promise<void> {
  await page.goto("/");
  await showFineTuning(page);
}

test("the article's run is a tie decided on time, with what to know before running it", async ({ page }) => {
  await openFineTuning(page);
  await expect(answer(page)).toHaveText(
    /^Tie on cost per trained token \(A100, H100 and B200 within 5 %\), B200 by time/,
  );
  const known = page.getByRole("list", { name: "Before you run it" });
  await expect(known).toContainText(/A100: gradients peaked at 1,651/);
  await expect(known).toContainText(/A100: may run out of memory: vessl-t-007 ran .* vessl-t-025 failed/);
  for (const [gpu, cost] of [
    ["A100", "1.00"],
    ["H100", "1.04"],
    ["B200", "1.05"],
  ] as const) {
    await expect(bar(page, "Relative cost per trained token", gpu)).toContainText(cost);
  }
  await expect(bar(page, "Memory per GPU", "A100")).toContainText(/Uncertain/);
  await expect(bar(page, "Headroom in software", "B200")).toContainText(/MLPerf Training v5\.0/);
  const [headings = [], ...rows] = await cellsOf(comparison(page));
  expect(rows.map(([name]) => name!.slice(0, 7))).toEqual(["8x A100", "8x H100", "8x B200"]);
  expect(headings.some((heading) => /Resident GB/.test(heading))).toBe(true);
  expect(await comparisonCell(page, "8x B200", "Tokens/s")).toMatch(/^17,633\s+17,634$/);
  await expect(page.getByRole("main").getByText(/NaN|undefined|Infinity/)).toHaveCount(0);
});

test("switching modes keeps both, and undo steps through both", async ({ page }) => {
  await page.goto("/");
  await loadField(page).fill("512");
  const served = await shownResults(page);
  await page.waitForTimeout(700);
  await showFineTuning(page);
  await page.waitForTimeout(700);
  await tokensField(page).fill("50,000,000");
  await expect(answer(page)).toContainText(/the run takes \d+ min/);
  const trained = await answer(page).innerText();
  await mode(page, "Serve").click();
  await expect(loadField(page)).toHaveValue("512");
  expect(await shownResults(page)).toEqual(served);
  await showFineTuning(page);
  await expect(tokensField(page)).toHaveValue("50,000,000");
  await expect(answer(page)).toHaveText(trained);
  while (await page.getByRole("button", { name: "Undo" }).isEnabled())
    await page.getByRole("button", { name: "Undo" }).click();
  await expect(loadField(page)).toHaveValue("2,048");
});

test("a price typed in one mode is the price in the other", async ({ page }) => {
  await openFineTuning(page);
  await priceField(page, "B200").fill("6");
  await expect(answer(page)).toHaveText(/^Tie on cost per trained token \(A100 and H100/);
  await mode(page, "Serve").click();
  await expect(priceField(page, "B200")).toHaveValue("6.00");
  await page.getByRole("combobox", { name: "In", exact: true }).selectOption("EUR");
  await priceField(page, "H100").fill("2,20");
  await showFineTuning(page);
  await expect(priceField(page, "H100")).toHaveValue("2.20");
  await expect(page.getByRole("combobox", { name: "In", exact: true })).toHaveValue("EUR");
  await expect(chart(page, "Relative cost per trained token")).toContainText("€");
});

test("a link opens in its mode, with what was chosen in both", async ({ page, browser }) => {
  await page.goto("/");
  await loadField(page).fill("777");
  await showFineTuning(page);
  await unfold(page);
  await page.getByRole("checkbox", { name: /H200/ }).check();
  await priceField(page, "H200").fill("3.1");
  await page.getByRole("button", { name: "Fastest", exact: true }).click();
  await page.getByRole("combobox", { name: "Strategy, B200" }).selectOption("fsdp");
  await expect(page.getByRole("checkbox", { name: "Keep Strategy, B200" })).toBeChecked();
  await page.getByRole("textbox", { name: "Fine-tuning runs a month" }).fill("9");
  await tokensField(page).fill("20000000");
  await expect(page).toHaveURL(/mode=fine-tune&tokens=20000000&seq=2048&batch=16&rank=16#s=/);
  const sent = await answer(page).innerText();
  const memory = await chart(page, "Memory per GPU").innerText();

  const other = await browser.newPage();
  await other.goto(page.url());
  await expect(answer(other)).toHaveText(sent);
  await expect(notice(other, /./)).toHaveCount(0);
  expect(await chart(other, "Memory per GPU").innerText()).toBe(memory);
  await expect(priceField(other, "H200")).toHaveValue("3.10");
  await unfold(other);
  await expect(other.getByRole("textbox", { name: "Fine-tuning runs a month" })).toHaveValue("9");
  await mode(other, "Serve").click();
  await expect(loadField(other)).toHaveValue("777");
  await other.close();
});

test("a link written by hand asks for a run; what is damaged in it is listed", async ({ page }) => {
  await page.goto("/?mode=fine-tune&tokens=1e8&unit=USD&price=h100-sxm:2.5,b200-sxm:4&seq=huge");
  await expect(tokensField(page)).toHaveValue("100,000,000");
  await expect(notice(page, /link/).getByRole("listitem")).toHaveText(/seq.*huge.*2048 is used instead/);
  expect((await cellsOf(comparison(page))).map(([name]) => name!.slice(0, 7))).toEqual([
    "Platfor",
    "8x H100",
    "8x B200",
  ]);
});

test("a run that does not fit says what is missing and what would make it fit", async ({ page }) => {
  await openFineTuning(page);
  await unfold(page, "Training settings");
  await page.getByRole("combobox", { name: "Checkpointing, H100" }).selectOption("off");
  await page.getByRole("textbox", { name: "Micro-batch, H100" }).fill("2");
  const h100 = bar(page, "Memory per GPU", "H100");
  await expect(h100).toContainText(/Does not fit: needs \d+\.\d GB, has 85\.5 GB.*fits with checkpointing/);
  await expect(page.getByText(/H100 needs .* GB at the peak of a step/).first()).toBeVisible();
  await page.getByRole("combobox", { name: "Checkpointing, H100" }).selectOption("on");
  await expect(h100).toContainText(/GB left/);
});

test("one bill names the best platform for each job, in either mode and with a demand", async ({ page }) => {
  await page.goto("/");
  await unfold(page, "One bill");
  const bill = page.getByRole("region", { name: "One bill", exact: true });
  await expect(bill).toContainText(
    /Fine-tune on A100 and serve on B200: [\d,]+ a month\. One platform for both is B200, for [\d.]+ \(.*\) more/,
  );
  await bill.getByRole("textbox", { name: "Serving, hours a day" }).fill("25");
  await expect(bill.getByText(/from 0 to 24/)).toBeVisible();
  await bill.getByRole("textbox", { name: "Serving, hours a day" }).fill("0");
  await expect(bill).toContainText(/^(?!.*serve on B200)/s);
  await page.getByRole("button", { name: "Traffic to serve" }).click();
  await expect(bill).toContainText("requests per second takes to rent");
  await showFineTuning(page);
  await unfold(page, "One bill");
  await expect(bill).toContainText("requests per second takes to rent");
});

test("a file is of its mode, and opens in it", async ({ page }) => {
  await openFineTuning(page);
  await tokensField(page).fill("3000000");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const path = await (await saved).path();
  await page.goto("/");
  await page.getByLabel("Open a scenario file").setInputFiles(path);
  await expect(tokensField(page)).toHaveValue("3,000,000");
  await expect(mode(page, "Fine-tune")).toHaveAttribute("aria-pressed", "true");
});

for (const { name, width, height, colorScheme } of [
  { name: "a wide dark screen", width: 1440, height: 900, colorScheme: "dark" },
  { name: "a small light screen", width: 390, height: 844, colorScheme: "light" },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test("axe finds nothing in fine-tune mode with everything open, and nothing scrolls sideways", async ({ page }) => {
      await openFineTuning(page);
      await unfold(page);
      await page.getByRole("checkbox", { name: /H200/ }).check();
      await page.getByRole("button", { name: "Cheapest", exact: true }).click();
      await page.getByRole("combobox", { name: "Checkpointing, A100" }).selectOption("off");
      await page.getByRole("textbox", { name: "Micro-batch, A100" }).fill("8");
      await expect(bar(page, "Memory per GPU", "A100")).toContainText("Does not fit");
      await chart(page, "Time and cost of the run").getByRole("button", { name: "Table" }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ help, nodes }) => ({ help, where: nodes.map(({ target }) => target) }))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });
}
