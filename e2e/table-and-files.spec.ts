import { parse } from "csv-parse/sync";
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { cellsOf, chart, comparison, loadField, notice, priceField, shownResults, test } from "./page.ts";

test("the comparison sorts by every column, by mouse and by key, and downloads as CSV", async ({ page }) => {
  await page.goto("/");
  const unsorted = await cellsOf(comparison(page));
  const heading = (name: string) => page.getByRole("columnheader", { name });
  const throughputs = async (): Promise<readonly number[]> => {
    const [headings = [], ...rows] = await cellsOf(comparison(page));
    const column = headings.findIndex((text) => text.startsWith("Output tok/s"));
    return rows.map((row) => Number(row[column]!.split("\n")[0]!.replaceAll(",", "")));
  };
  const throughput = heading("Output tok/s");
  await expect(throughput).toHaveAttribute("aria-sort", "none");
  await throughput.getByRole("button").click();
  await expect(throughput).toHaveAttribute("aria-sort", "ascending");
  expect(await throughputs()).toEqual((await throughputs()).toSorted((a, b) => a - b));
  await throughput.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(throughput).toHaveAttribute("aria-sort", "descending");
  expect(await throughputs()).toEqual((await throughputs()).toSorted((a, b) => b - a));
  await page.keyboard.press("Space");
  await expect(throughput).toHaveAttribute("aria-sort", "none");
  expect(await cellsOf(comparison(page))).toEqual(unsorted);
  await heading("Platform").getByRole("button").click();
  await expect(heading("Platform")).toHaveAttribute("aria-sort", "ascending");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const path = await (await download).path();
  const records: readonly Readonly<Record<string, string>>[] = parse(await readFile(path), { columns: true });
  expect(records.map(({ gpu }) => gpu)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
  for (const record of records) {
    expect(record["settings"]).toContain("KV");
    expect(record["priceUnit"]).toBe("index");
    for (const name of [
      "pricePerGpuHour",
      "relativeCost",
      "outputTokensPerSecond",
      "ttftSeconds",
      "kvCacheBytesPerGpu",
    ]) {
      expect(Number(record[name]), name).toBeGreaterThan(0);
    }
  }
});

test("a saved scenario opens again; a broken one says what is wrong and changes nothing", async ({ page }, info) => {
  await page.goto("/");
  await priceField(page, "H100").fill("1.23");
  await loadField(page).fill("333");
  const saved = await shownResults(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const path = info.outputPath("scenario.json");
  await (await download).saveAs(path);

  await page.getByRole("button", { name: "Reset all" }).click();
  await expect(priceField(page, "H100")).not.toHaveValue("1.23");
  const open = page.getByLabel("Open a scenario file");
  await open.setInputFiles(path);
  await expect(priceField(page, "H100")).toHaveValue("1.23");
  expect(await shownResults(page)).toEqual(saved);

  const broken = JSON.parse(await readFile(path, "utf8")) as { readonly platforms: readonly object[] };
  const [a100, h100, ...others] = broken.platforms;
  const problems = [
    { ...a100, kvCache: "fp4" },
    { ...h100, maxNumSeq: 64, pricePerGpuHour: -2 },
  ];
  await writeFile(path, JSON.stringify({ ...broken, platforms: [...problems, ...others] }));
  await open.setInputFiles(path);
  const refused = notice(page, /scenario\.json/);
  for (const line of [
    /platforms\[0\]\.kvCache.*"fp4"/,
    /platforms\[1\]\.maxNumSeq\b.*did you mean "maxNumSeqs"/,
    /platforms\[1\]\.pricePerGpuHour.*-2/,
  ]) {
    await expect(refused.getByRole("listitem").filter({ hasText: line })).toHaveCount(1);
  }
  expect(await shownResults(page)).toEqual(saved);

  await open.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("not a scenario") });
  await expect(notice(page, /notes\.txt/)).toContainText("not JSON");
  expect(await shownResults(page)).toEqual(saved);
  await open.setInputFiles({
    name: "load.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"workload":{"concurrency":64}}'),
  });
  await expect(loadField(page)).toHaveValue("64");
  await expect(notice(page, /./)).toHaveCount(0);
});

test("each chart has its numbers one click away", async ({ page }) => {
  await page.goto("/");
  for (const [title, columns, least] of [
    ["Relative cost per output token", 5, 4],
    ["Memory per GPU", 9, 4],
    ["Cost against load", 4, 12],
    ["Throughput against load", 4, 12],
    ["Latency against load", 4, 12],
  ] as const) {
    const button = chart(page, title).getByRole("button", { name: "Table" });
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", "true");
    const rows = await cellsOf(chart(page, title));
    expect(rows.length, title).toBeGreaterThanOrEqual(least);
    for (const row of rows) {
      expect(row, title).toHaveLength(columns);
      expect(row, title).not.toContain("");
    }
    await button.click();
    await expect(chart(page, title).getByRole("table")).toHaveCount(0);
  }
});
