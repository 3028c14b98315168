import { expect } from "@playwright/test";
import { answer, loadField, loadSlider, shownResults, test } from "./page.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
});

test("a typed load counts at once and reaches the address; a wrong one is refused beside the field", async ({
  page,
}) => {
  const field = loadField(page);
  await field.fill("1k");
  await expect(answer(page)).toContainText("1,000 requests in flight");
  await expect(loadSlider(page)).toHaveAttribute("aria-valuetext", /1,000/);
  await expect(page).toHaveURL(/[?&]conc=1000&.*#s=/);
  const good = await shownResults(page);
  for (const [typed, problem] of [
    ["0", /from 1 to 16,384/],
    ["1e9", /from 1 to 16,384/],
    ["2.5", /whole number/],
    ["abc", /"abc" is not a number/],
  ] as const) {
    await field.fill(typed);
    await expect(field).toHaveAccessibleDescription(problem);
    await expect(field).toHaveAccessibleDescription(/still using 1,000/);
    expect(await shownResults(page)).toEqual(good);
  }
  await expect(page).toHaveURL(/[?&]conc=1000&/);
});

test("the answer, the bars and the table move with the slider, by key and by mouse", async ({ page }) => {
  const slider = loadSlider(page);
  const seen = [await shownResults(page)];
  const moved = async (): Promise<void> => {
    const before = seen.at(-1)!;
    const now = await shownResults(page);
    for (const part of ["answer", "costBars", "comparison"] as const) expect(now[part], part).not.toEqual(before[part]);
    seen.push(now);
  };
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await moved();
  await page.keyboard.press("Home");
  await expect(loadField(page)).toHaveValue("1");
  await expect(answer(page)).toContainText("1 request in flight");
  await moved();

  const box = (await slider.boundingBox())!;
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  await moved();
  await page.mouse.move(...at(0.9), { steps: 5 });
  await moved();
  await page.mouse.up();
  const load = (await loadField(page).inputValue()).replaceAll(",", "");
  await expect(page).toHaveURL(new RegExp(`[?&]conc=${load}&`));
  expect(Number(load)).toBeGreaterThan(1000);
});
