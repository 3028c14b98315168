import { describe, expect, it } from "vitest";
import { pricePresets } from "../catalog/serving-model.ts";
import { withPrice, withPriceList, withPriceUnit } from "./changes.ts";
import { defaultScenario } from "./default-scenario.ts";
import { withRun, withTrainingCompared } from "./fine-tuning-changes.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import { fineTuningIn } from "./fine-tuning-workspace.ts";
import { indexPerGpuHour, type PricedScenario, priceListOf } from "./price-list.ts";
import { withPricesOf } from "./shared-prices.ts";
import { defaultWorkspace, withFineTuning, withServing } from "./workspace.ts";

const workspace = { ...defaultWorkspace, fineTuning: defaultFineTuningScenario };
const nebius = pricePresets.find(({ usdPerGpuHour }) => usdPerGpuHour["a100-sxm-80gb"] === undefined)!;
const runpod = pricePresets.find(({ usdPerGpuHour }) => usdPerGpuHour["a100-sxm-80gb"] !== undefined)!;

const priceOf = ({ platforms }: PricedScenario, gpu: string) =>
  platforms.find((platform) => platform.gpu === gpu)!.pricePerGpuHour;
const comparedIn = ({ platforms }: PricedScenario) =>
  platforms.filter(({ compared }) => compared).map(({ gpu }) => gpu);

describe(withPricesOf, () => {
  it("carries a price typed in one mode to the other, and nothing else", () => {
    const served = withServing(workspace, withPrice("b200-sxm", 5)(workspace.serving));
    expect(priceOf(served.fineTuning!, "b200-sxm")).toBe(5);
    expect({ ...served.fineTuning!, platforms: [] }).toEqual({ ...workspace.fineTuning, platforms: [] });
    const trained = withFineTuning(workspace, workspace.fineTuning, withPrice("b200-sxm", 6)(workspace.fineTuning));
    expect(priceOf(trained.serving, "b200-sxm")).toBe(6);
    expect(comparedIn(trained.serving)).toEqual(comparedIn(workspace.serving));
  });

  it("leaves the other mode's object alone where no price changed", () => {
    const changed = withFineTuning(workspace, workspace.fineTuning, withRun({ tokens: 9 })(workspace.fineTuning));
    expect(changed.serving).toBe(workspace.serving);
    expect(withServing(workspace, { ...workspace.serving, tuned: true }).fineTuning).toBe(workspace.fineTuning);
  });

  it("takes out what a list has no price for, and takes it back with one that has", () => {
    const all = withTrainingCompared("h200-sxm", true)(workspace.fineTuning);
    const unpriced = withServing(
      { ...workspace, fineTuning: all },
      withPriceList("USD", nebius.usdPerGpuHour)(workspace.serving),
    );
    expect(comparedIn(unpriced.serving)).toEqual(["h100-sxm", "b200-sxm"]);
    expect(comparedIn(unpriced.fineTuning!)).toEqual(["h100-sxm", "b200-sxm"]);
    const priced = withServing(unpriced, withPriceList("USD", runpod.usdPerGpuHour)(unpriced.serving));
    expect(comparedIn(priced.fineTuning!)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
    expect(priceListOf(priced.fineTuning!)).toBe(runpod.id);
  });

  it("never empties a comparison", () => {
    const onlyA100 = ["h100-sxm", "b200-sxm"].reduce(
      (scenario, gpu) => withTrainingCompared(gpu, false)(scenario),
      workspace.fineTuning,
    );
    const { fineTuning } = withServing(
      { ...workspace, fineTuning: onlyA100 },
      withPriceList("USD", nebius.usdPerGpuHour)(workspace.serving),
    );
    expect(comparedIn(fineTuning!)).toEqual(["h100-sxm", "b200-sxm"]);
  });

  it("knows no price of H200 in a unit that serving chose, but on the index", () => {
    const all = withTrainingCompared("h200-sxm", true)(workspace.fineTuning);
    const inEuro = withServing({ ...workspace, fineTuning: all }, withPriceUnit("EUR")(workspace.serving));
    expect(comparedIn(inEuro.fineTuning!)).not.toContain("h200-sxm");
    const typed = withFineTuning(inEuro, inEuro.fineTuning!, withPrice("h200-sxm", 4)(inEuro.fineTuning!));
    const back = withServing(typed, withPriceList("index", indexPerGpuHour)(typed.serving));
    expect(priceOf(back.fineTuning!, "h200-sxm")).toBe(indexPerGpuHour["h200-sxm"]);
  });
});

describe(fineTuningIn, () => {
  it("is the default at serving's prices until something is chosen", () => {
    expect(fineTuningIn(defaultWorkspace)).toBe(defaultFineTuningScenario);
    const serving = withPriceList("USD", nebius.usdPerGpuHour)(defaultScenario);
    const fineTuning = fineTuningIn({ ...defaultWorkspace, serving });
    expect(comparedIn(fineTuning)).toEqual(["h100-sxm", "b200-sxm"]);
    expect(priceOf(fineTuning, "h100-sxm")).toBe(nebius.usdPerGpuHour["h100-sxm"]);
    expect(fineTuningIn({ ...defaultWorkspace, serving })).toBe(fineTuning);
  });
});
