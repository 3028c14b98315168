import { describe, expect, it } from "vitest";
import {
  addPlatform,
  duplicatePlatform,
  movePlatform,
  removePlatform,
  renamePlatform,
  showQuestion,
  switchPlatform,
  withFineTuning,
  withGpu,
  withGpuCount,
  withOffer,
  withPriceList,
  withPriceUnit,
  withServing,
} from "./changes.ts";
import { defaultWorkspace } from "./default-workspace.ts";
import { priceListOf, priceLists } from "./listed-prices.ts";
import type { Workspace } from "./workspace.ts";

const ids = ({ platforms }: Workspace) => platforms.map(({ id }) => id);
const prices = ({ platforms }: Workspace) => platforms.map(({ offer }) => offer.pricePerGpuHour);
const row = ({ platforms }: Workspace, id: string) => {
  const found = platforms.find((platform) => platform.id === id);
  if (found === undefined) throw new Error(`no row "${id}"`);
  return found;
};
const withAll = (workspace: Workspace, ...changes: readonly ((workspace: Workspace) => Workspace)[]): Workspace =>
  changes.reduce((present, change) => change(present), workspace);

describe("the list of platforms", () => {
  it("begins with the source article's three at its index prices", () => {
    expect(ids(defaultWorkspace)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
    expect(prices(defaultWorkspace)).toEqual([1, 2.1, 3.89]);
  });

  it("takes a GPU as often as wanted, with ids of its own, up to twelve rows", () => {
    const many = withAll(defaultWorkspace, ...Array.from({ length: 20 }, () => addPlatform("h100-sxm")));
    expect(many.platforms).toHaveLength(12);
    expect(new Set(ids(many)).size).toBe(12);
    expect(ids(many).slice(3, 5)).toEqual(["h100-sxm-2", "h100-sxm-3"]);
    expect(duplicatePlatform("b200-sxm")(many)).toBe(many);
  });

  it("duplicates a row with all its settings, below it and without its name", () => {
    const named = withAll(
      defaultWorkspace,
      renamePlatform("h100-sxm", "  ours "),
      withServing("h100-sxm", { lora: true }),
    );
    const twice = duplicatePlatform("h100-sxm")(named);
    expect(ids(twice)).toEqual(["a100-sxm-80gb", "h100-sxm", "h100-sxm-2", "b200-sxm"]);
    expect(row(twice, "h100-sxm").name).toBe("ours");
    expect(row(twice, "h100-sxm-2")).toEqual({ ...row(named, "h100-sxm"), id: "h100-sxm-2", name: null });
  });

  it("gives a freed id to the next row of the GPU", () => {
    const freed = withAll(defaultWorkspace, addPlatform("h100-sxm"), removePlatform("h100-sxm"));
    expect(ids(addPlatform("h100-sxm")(freed))).toEqual(["a100-sxm-80gb", "b200-sxm", "h100-sxm-2", "h100-sxm"]);
  });

  it("always compares something", () => {
    const one = withAll(defaultWorkspace, switchPlatform("a100-sxm-80gb", false), switchPlatform("h100-sxm", false));
    expect(switchPlatform("b200-sxm", false)(one)).toBe(one);
    expect(removePlatform("b200-sxm")(one)).toBe(one);
    expect(ids(removePlatform("h100-sxm")(one))).toEqual(["a100-sxm-80gb", "b200-sxm"]);
  });

  it("moves a row, not past the ends", () => {
    expect(ids(movePlatform("b200-sxm", 0)(defaultWorkspace))).toEqual(["b200-sxm", "a100-sxm-80gb", "h100-sxm"]);
    expect(ids(movePlatform("a100-sxm-80gb", 99)(defaultWorkspace))).toEqual(["h100-sxm", "b200-sxm", "a100-sxm-80gb"]);
    expect(movePlatform("nothing", 0)(defaultWorkspace)).toBe(defaultWorkspace);
  });

  it("changes nothing for a row that is not there", () => {
    for (const change of [
      duplicatePlatform("x"),
      removePlatform("x"),
      renamePlatform("x", "y"),
      switchPlatform("x", false),
      withGpu("x", "h100-sxm"),
      withOffer("x", { provider: "y" }),
      showQuestion("serve"),
    ]) {
      expect(change(defaultWorkspace)).toBe(defaultWorkspace);
    }
  });
});

describe(withGpu, () => {
  it("takes the new GPU's own settings and the list's price", () => {
    const changed = withGpu("a100-sxm-80gb", "b200-sxm")(defaultWorkspace);
    const { serve, fineTune, offer } = row(defaultWorkspace, "b200-sxm");
    expect(row(changed, "a100-sxm-80gb")).toMatchObject({ gpu: "b200-sxm", serve, fineTune, offer });
  });

  it("does not know a price that no list in use has", () => {
    const typed = withOffer("h100-sxm", { pricePerGpuHour: 2.5, provider: "ours" })(defaultWorkspace);
    const changed = row(withGpu("h100-sxm", "b200-sxm")(typed), "h100-sxm");
    expect(changed.offer).toMatchObject({ pricePerGpuHour: null, provider: "ours" });
    expect(row(withGpu("h100-sxm", "h200-sxm")(defaultWorkspace), "h100-sxm").offer.pricePerGpuHour).toBeNull();
  });
});

describe(withGpuCount, () => {
  it("keeps replicas whole", () => {
    const split = withServing("h100-sxm", { tensorParallel: 8 })(defaultWorkspace);
    expect(row(withGpuCount("h100-sxm", 4)(split), "h100-sxm").serve.tensorParallel).toBe(4);
    expect(row(withGpuCount("h100-sxm", 6)(split), "h100-sxm").serve.tensorParallel).toBe(6);
    const four = withGpuCount("h100-sxm", 4)(defaultWorkspace);
    const all = withServing(null, { tensorParallel: 8 })(four);
    expect(all.platforms.map(({ serve }) => serve.tensorParallel)).toEqual([8, 4, 8]);
  });
});

describe(withPriceList, () => {
  it("leaves unknown what a list lacks, never the previous list's price", () => {
    const added = addPlatform("h200-sxm")(defaultWorkspace);
    expect(prices(added)).toEqual([1, 2.1, 3.89, null]);
    for (const { id, unit, pricePerGpuHour } of priceLists) {
      const priced = withPriceList(id)(withOffer(null, { pricePerGpuHour: 9 })(added));
      expect(priced.priceUnit).toBe(unit);
      expect(prices(priced)).toEqual(priced.platforms.map(({ gpu }) => pricePerGpuHour[gpu] ?? null));
      expect(priceListOf(priced)?.id).toBe(id);
    }
  });

  it("is the user's own list once a price or the unit is another", () => {
    expect(priceListOf(defaultWorkspace)?.id).toBe("index");
    expect(priceListOf(withOffer("h100-sxm", { pricePerGpuHour: 2.2 })(defaultWorkspace))).toBeNull();
    expect(priceListOf(withPriceUnit("USD")(defaultWorkspace))).toBeNull();
  });
});

describe(withFineTuning, () => {
  it("keeps what is chosen by hand where settings are tuned", () => {
    const tuned = withFineTuning(null, { tuned: true })(defaultWorkspace);
    const chosen = withFineTuning("h100-sxm", { strategy: "ddp" })(tuned);
    expect(row(chosen, "h100-sxm").fineTune).toMatchObject({ strategy: "ddp", tuned: true, locked: ["strategy"] });
    expect(row(chosen, "b200-sxm").fineTune.locked).toEqual([]);
  });
});
