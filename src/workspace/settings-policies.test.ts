import { describe, expect, it } from "vitest";
import { addPlatform, withFineTuning, withServing } from "./changes.ts";
import { defaultWorkspace } from "./default-workspace.ts";
import {
  fineTuningPolicyOf,
  servingPolicyOf,
  withAdapter,
  withBestMeasuredFineTuning,
  withBestMeasuredServing,
  withFineTuningLock,
  withSameServing,
  withServingLock,
  withTunedFineTuning,
  withTunedServing,
} from "./settings-policies.ts";

const everyGpu = addPlatform("h200-sxm")(defaultWorkspace);

describe(servingPolicyOf, () => {
  it("tells each preset, and that a knob left it", () => {
    expect(servingPolicyOf(everyGpu)).toBe("best-measured");
    const same = withSameServing()(everyGpu);
    expect(servingPolicyOf(same)).toBe("same");
    expect(servingPolicyOf(withTunedServing()(same))).toBe("tuned");
    expect(servingPolicyOf(withServing("h100-sxm", { draftLength: 7 })(same))).toBe("custom");
    expect(withBestMeasuredServing()(withTunedServing()(same))).toEqual(everyGpu);
  });

  it("stays with one knob for all", () => {
    expect(servingPolicyOf(withServing(null, { maxNumSeqs: 128 })(withSameServing()(everyGpu)))).toBe("same");
  });

  it("keeps platforms as best measured when an adapter comes", () => {
    const adapted = withAdapter(true)(everyGpu);
    expect(adapted.platforms.every(({ serve }) => serve.lora)).toBe(true);
    expect(servingPolicyOf(adapted)).toBe("best-measured");
    expect(withAdapter(false)(adapted)).toEqual(everyGpu);
  });
});

describe(fineTuningPolicyOf, () => {
  it("tells each preset, and that a knob left it", () => {
    expect(fineTuningPolicyOf(everyGpu)).toBe("best-measured");
    const tuned = withTunedFineTuning("fastest")(everyGpu);
    expect(fineTuningPolicyOf(tuned)).toBe("tuned-fastest");
    expect(fineTuningPolicyOf(withFineTuning("h100-sxm", { tuned: false })(tuned))).toBe("custom");
    expect(withBestMeasuredFineTuning()(tuned)).toEqual({
      ...everyGpu,
      fineTune: { ...everyGpu.fineTune, objective: "fastest" },
    });
  });
});

describe("locks", () => {
  it("keep a setting at its value there, and give it back", () => {
    const locked = withServingLock("h100-sxm", "maxNumSeqs", 96, true)(everyGpu);
    expect(locked.platforms[1]?.serve).toMatchObject({ maxNumSeqs: 96, locked: ["maxNumSeqs"] });
    expect(withServingLock("h100-sxm", "maxNumSeqs", 96, false)(locked).platforms[1]?.serve.locked).toEqual([]);
    const trained = withFineTuningLock("h100-sxm", "compile", true, true)(everyGpu);
    expect(trained.platforms[1]?.fineTune).toMatchObject({ compile: true, locked: ["compile"] });
  });
});
