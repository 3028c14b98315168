import { describe, expect, it } from "vitest";
import { missingRow, steadyRow } from "./row-fixture.ts";
import { completionsPerSlot, exclusionOf } from "./steady.ts";

describe(exclusionOf, () => {
  it("keeps a row with two completions for each slot, and no fewer", () => {
    const slots = steadyRow.concurrencyPerReplica * steadyRow.replicas;
    expect(exclusionOf({ ...steadyRow, completedRequests: 2 * slots })).toBeNull();
    expect(exclusionOf({ ...steadyRow, completedRequests: 2 * slots - 1 })).toBe("one-wave");
  });

  it("leaves out what was not measured, is odd, or ran nobody knows how", () => {
    expect(exclusionOf(missingRow)).toBe("no-completions");
    expect(exclusionOf({ ...steadyRow, anomaly: "12 % below its neighbours" })).toBe("named-anomaly");
    expect(exclusionOf({ ...steadyRow, maxNumSeqs: null })).toBe("settings-unknown");
  });
});

describe(completionsPerSlot, () => {
  it("counts the slots of all replicas", () => {
    expect(completionsPerSlot({ ...steadyRow, completedRequests: 192 })).toBe(1.5);
  });
});
