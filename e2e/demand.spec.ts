import { expect } from "@playwright/test";
import { answer, chart, comparisonCell, notice, shownResults, test, unfold } from "./page.ts";

const rateField = "Requests per second, daily mean";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Traffic to serve" }).click();
});

test("traffic is answered with whole units, their bill and how full they are", async ({ page }) => {
  const rent = chart(page, "What to rent");
  await expect(answer(page)).toHaveText(/per month|monthly cost/);
  await expect(answer(page)).toHaveText(/for 20 requests\/s, 40 at the peak/);
  await expect(rent).toContainText(/\d+ x 8 GPUs/);

  await page.getByRole("textbox", { name: rateField }).fill("400");
  await expect(answer(page)).toHaveText(/400 requests\/s, 800 at the peak/);
  await rent.getByRole("button", { name: "Table" }).click();
  const units = await rent.getByRole("row").filter({ hasText: "A100" }).getByRole("cell").nth(1).innerText();
  expect(Number(units)).toBeGreaterThan(10);
  expect(await comparisonCell(page, `${Number(units) * 8}x A100`, "Waiting")).toBe("0");
});

test("a small demand is cheapest on the fewest GPUs that can be rented", async ({ page }) => {
  await page.getByRole("textbox", { name: rateField }).fill("1");
  const before = await answer(page).innerText();
  await unfold(page, "Day and rental");
  await page.getByRole("combobox", { name: "Smallest unit, B200" }).selectOption("1");
  await expect(answer(page)).not.toHaveText(before);
  await expect(answer(page)).toHaveText(/^B200: .* cheaper per month .*B200 needs 1 x 1 GPUs/);
});

test("spare units, shares and prices change the bill, and a share without a price says so", async ({ page }) => {
  const rent = chart(page, "What to rent");
  await unfold(page, "Day and rental");
  await page.getByRole("textbox", { name: "Spare units" }).fill("1");
  await expect(rent).toContainText("of these 1 spare");
  await page.getByRole("textbox", { name: "Reserved", exact: true }).fill("50 %");
  await expect(rent).toContainText("No reserved price is typed");
  await page.getByRole("textbox", { name: "Reserved price per GPU-hour, H100" }).fill("1.5");
  await expect(rent.getByRole("listitem").filter({ hasText: "H100" })).toContainText("1 reserved");
});

test("a link carries the traffic, the limits and what is tuned", async ({ page, browser }) => {
  await unfold(page);
  await page.getByRole("button", { name: "Chat" }).last().click();
  await page.getByRole("button", { name: "Tuned" }).click();
  await page.getByRole("checkbox", { name: "Keep Drafts, B200" }).check();
  await page.getByRole("combobox", { name: "Over the day" }).selectOption("waking-hours");
  await page.getByRole("textbox", { name: rateField }).fill("55.5");
  await expect(page).toHaveURL(/rps=55\.5/);
  await expect(page).toHaveURL(/tpot=0\.04/);
  const sent = await shownResults(page);
  const other = await browser.newPage();
  await other.goto(page.url());
  await expect(answer(other)).toHaveText(sent.answer);
  expect(await shownResults(other)).toEqual(sent);
  await expect(notice(other, /./)).toHaveCount(0);
  await unfold(other);
  await expect(other.getByRole("checkbox", { name: "Keep Drafts, B200" })).toBeChecked();
  await expect(other.getByRole("combobox", { name: "Over the day" })).toHaveValue("waking-hours");
  await other.close();
});

test("tuned settings say what each is worth by itself, and a setting chosen by hand is kept", async ({ page }) => {
  await page.getByRole("button", { name: "In flight" }).click();
  await unfold(page, "Engine settings");
  await page.getByRole("button", { name: "Tuned" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /^B200, of 80 settings: each alone/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Drafts, B200" }).selectOption("0");
  await expect(page.getByRole("checkbox", { name: "Keep Drafts, B200" })).toBeChecked();
  await expect(page.getByRole("listitem").filter({ hasText: /^B200, of 20 settings/ })).toBeVisible();
  await page.getByRole("button", { name: "Use best measured settings" }).click();
  await expect(page.getByText("With best measured settings")).toBeVisible();
});

test("limits that nobody keeps are answered with what comes closest", async ({ page }) => {
  await page.getByRole("button", { name: "In flight" }).click();
  await unfold(page, "Limits");
  await page.getByRole("textbox", { name: "TPOT at most" }).fill("20");
  await expect(answer(page)).toHaveText(/^No platform serves .* Closest is .* up to [\d,]+ in flight/);
});
