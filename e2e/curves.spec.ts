import { expect } from "@playwright/test";
import { answer, cellsOf, chart, comparison, test } from "./page.ts";

const MILLISECONDS = { ms: 1, s: 1000 } as const;

function inMilliseconds(text: string): number {
  const [, amount, unit] = /^([\d.]+)\s(ms|s)\b/.exec(text)!;
  return Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

test("the floor of the hardware lies under the step time, off until asked for", async ({ page }) => {
  await page.goto("/");
  const latency = chart(page, "Latency against load");
  const toggle = latency.getByRole("checkbox", { name: "Floor of the hardware" });
  await expect(latency).toBeVisible();
  await expect(toggle).toHaveCount(0);
  await latency.getByRole("combobox").selectOption("chunk");
  await expect(toggle).not.toBeChecked();
  await expect(latency.getByText("B200 floor")).toHaveCount(0);
  await toggle.check();
  for (const gpu of ["A100", "H100", "B200"]) await expect(latency.getByText(`${gpu} floor`)).toBeVisible();

  await latency.getByRole("button", { name: "Table" }).click();
  const [headings = [], ...rows] = await cellsOf(latency);
  expect(headings).toHaveLength(7);
  for (const row of rows) {
    for (const place of [1, 2, 3]) {
      expect(inMilliseconds(row[place]!), row.join(", ")).toBeGreaterThan(inMilliseconds(row[place + 3]!));
    }
  }
});

test("what lies beyond the measurements says so in the answer, the bars, the curves and the tables", async ({
  page,
}) => {
  await page.goto("/");
  await expect(page.locator(".curves svg.recharts-surface")).toHaveCount(3);
  await expect(page.getByText(/extrapolated/)).toHaveCount(0);
  await page.goto("/?v=1&in=1000");
  await expect(answer(page).locator("xpath=..")).toContainText(
    "extrapolated beyond what was measured on H100 and B200",
  );
  await expect(chart(page, "Relative cost per output token").getByText("extrapolated")).toHaveCount(3);
  await expect(comparison(page).getByText("extrapolated beyond what was measured")).toHaveCount(3);
  for (const title of ["Cost against load", "Throughput against load", "Latency against load"]) {
    const frame = chart(page, title);
    await expect(frame.getByText("extrapolated", { exact: true })).toBeVisible();
    await frame.getByRole("button", { name: "Table" }).click();
    await expect(frame).toContainText("† extrapolated beyond what was measured");
    const [, ...rows] = await cellsOf(frame);
    for (const row of rows) for (const cell of row.slice(1)) expect(cell).toMatch(/†$|^–$/);
  }
});
