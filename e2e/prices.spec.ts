import { expect } from "@playwright/test";
import { answer, chart, openRow, platformRow, priceField, test } from "./page.ts";

test("prices are read as people write them, questioned, unknown, and changed with the currency", async ({ page }) => {
  await page.goto("/");
  const h100 = priceField(page, "8x H100");

  // A currency is honoured or asked about, never dropped.
  await h100.fill("$2.49/hr/GPU");
  await expect(platformRow(page, "8x H100").getByText("This is in USD")).toBeVisible();
  await platformRow(page, "8x H100")
    .getByRole("button", { name: /All prices in USD/ })
    .click();
  await expect(h100).toHaveValue("2.49");
  await expect(page.getByText("Numbers kept, nothing converted")).toBeVisible();

  // The price of a node is asked about; an explicit one is worked out.
  await h100.fill("34.4");
  await expect(platformRow(page, "8x H100").getByRole("button").filter({ hasText: "4.30" }).first()).toBeVisible();
  await h100.fill("$19.92/hr (8x)");
  await h100.press("Tab");
  await expect(h100).toHaveValue("2.49");

  // Unknown is a state: listed, not chosen, and never 0.
  await h100.fill("");
  await h100.press("Tab");
  await expect(h100).toHaveAttribute("placeholder", "unknown");
  await expect(chart(page, "Relative cost per output token")).toContainText("price unknown");

  // A list that lacks a GPU leaves it unknown.
  await page.getByRole("combobox", { name: "Add a platform" }).selectOption("h200-sxm");
  const list = page.getByRole("combobox", { name: "Price list" });
  const [, second] = await list
    .locator("option")
    .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
  await list.selectOption(second ?? "");
  await expect(page.getByText("not in this list, price unknown")).toBeVisible();
  await list.selectOption("index");
  await expect(h100).toHaveValue("2.10");

  // What cannot be read stays where it is and changes nothing.
  const shown = await answer(page).innerText();
  await h100.fill("abc");
  await expect(page.getByText("still using 2.10")).toBeVisible();
  await expect(answer(page)).toHaveText(shown);
});

test("reserved and spot prices count for a demand, and what to rent is said", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Traffic to serve" }).click();
  await expect(page.getByRole("textbox", { name: "Requests per second, daily mean" })).toBeVisible();
  await page.locator("summary").filter({ hasText: "Day and rental" }).click();
  await page.getByRole("textbox", { name: "Reserved", exact: true }).fill("50");
  const editor = await openRow(page, "8x B200");
  await editor.getByRole("textbox", { name: /^Reserved price, / }).fill("2");
  await expect(answer(page)).toContainText(/per month|a month|B200|H100|A100/);
  await expect(chart(page, "Relative cost per output token")).toContainText("8x B200");
});
