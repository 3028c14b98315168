import { describe, expect, it } from "vitest";
import { priceIndex, priceIndexFrom, pricePresets, pricePresetsFrom } from "./prices.ts";

describe("priceIndex", () => {
  it("is the article's 1.00 : 2.10 : 3.89", () => {
    expect(priceIndex.indexPerGpuHour).toEqual({ "a100-sxm-80gb": 1, "h100-sxm": 2.1, "b200-sxm": 3.89 });
  });

  it("throws on a GPU that the catalogue does not have", () => {
    expect(() => priceIndexFrom({ ...priceIndex, indexPerGpuHour: { h100: 2.1 } }, "data/prices.json")).toThrow(
      'data/prices.json, "index": key "indexPerGpuHour.h100": expected a GPU id of data/gpus.json, found "h100"',
    );
  });
});

describe("pricePresets", () => {
  it("gives every preset a date or says that there is none", () => {
    expect(pricePresets.filter((preset) => preset.asOf === null).map((preset) => preset.id)).toEqual([
      "oracle-oci-undated",
    ]);
    for (const preset of pricePresets) expect(preset.asOf ?? "undated").toMatch(/^2026-\d\d-\d\d$|^undated$/);
  });

  it("leaves out what a provider has no price of", () => {
    const nebius = pricePresets.find((preset) => preset.provider === "Nebius");
    expect(nebius?.usdPerGpuHour["a100-sxm-80gb"]).toBeUndefined();
    expect(nebius?.usdPerGpuHour).toEqual({ "h100-sxm": 3.85, "b200-sxm": 7.15 });
  });

  it.each([
    [{ usdPerGpuHour: { "h100-sxm": 0 } }, 'key "usdPerGpuHour.h100-sxm": expected more than 0, found 0'],
    [{ usdPerGpuHour: { "h100-sxm": null } }, 'key "usdPerGpuHour.h100-sxm": expected a number, found null'],
    [{ usdPerGpuHour: {} }, 'key "usdPerGpuHour": expected at least one price, found {}'],
    [{ asOf: null }, 'key "asOf": expected a date, or else the reason in "undated", found null'],
    [{ undated: "unknown" }, 'key "asOf": expected a date, or else the reason in "undated", found "2026-09-25"'],
  ])("throws on %j", (fault, problem) => {
    expect(() => pricePresetsFrom([{ ...pricePresets[0], ...fault }], "data/prices.json")).toThrow(
      `data/prices.json, "presets", record 1 (runpod-secure-2026-09-25): ${problem}`,
    );
  });
});
