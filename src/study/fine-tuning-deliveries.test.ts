import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  deliverFineTuning,
  type FineTuningDelivery,
  fineTuningDeliveriesMade,
} from "../core/fine-tuning/answer/fine-tuning-delivery.ts";
import { fits, setupOf } from "../core/fine-tuning/answer/fine-tuning-model.ts";
import { remedied } from "../core/fine-tuning/answer/fine-tuning-remedies.ts";
import { tunedDeployment } from "../core/fine-tuning/answer/tuned-fine-tuning.ts";
import type { FineTuningDeployment } from "../core/fine-tuning/physics/fine-tuning-deployment.ts";
import type { FineTuningRun } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import { anyFineTuningDeployment, anyLongRun, performanceOf, published } from "./fine-tuning-study-fixture.ts";
import { gemmaFineTuningStudy } from "./shipped-fine-tuning-studies.ts";

const { model: fineTuningModel } = gemmaFineTuningStudy;

const h100 = {
  gpu: "h100-sxm",
  gpuCount: 8,
  strategy: "fsdp",
  checkpointing: false,
  precision: "bf16",
  compile: false,
  microBatch: 1,
} as const;

function delivered(changes: Partial<FineTuningDeployment> = {}, run: FineTuningRun = published): FineTuningDelivery {
  const deployment = { ...h100, ...changes };
  const { gpu } = setupOf(fineTuningModel, run, deployment);
  return deliverFineTuning(fineTuningModel, { run, ...AS_IS }, deployment, gpu);
}

const AS_IS = { tuned: false, locked: [], objective: "cheapest" } as const;

describe(deliverFineTuning, () => {
  it("says what does not fit, which run shows it, and what would make it fit", () => {
    expect(delivered()).toMatchObject({
      kind: "cannot",
      why: {
        kind: "out-of-memory",
        memoryFit: { kind: "does-not-fit", failed: { id: "vessl-t-019" } },
        remedies: expect.arrayContaining([{ kind: "checkpointing" }]),
      },
    });
  });

  it("names no remedy that does not fit", () => {
    let remedies = 0;
    fc.assert(
      fc.property(anyLongRun, anyFineTuningDeployment, (run, deployment) => {
        const delivery = delivered(deployment, run);
        if (delivery.kind === "delivers" || delivery.why.kind !== "out-of-memory") return;
        for (const remedy of delivery.why.remedies) {
          remedies += 1;
          const changed = delivered(remedied(deployment, remedy), run);
          expect(changed.kind === "delivers" || changed.why.kind).not.toBe("out-of-memory");
        }
      }),
      { numRuns: 500 },
    );
    expect(remedies).toBeGreaterThan(50);
  });

  it("keeps to the measured outcome on A100, and says that the model counts too much", () => {
    const a100 = delivered({ gpu: "a100-sxm-80gb" });
    expect(a100).toMatchObject({
      kind: "delivers",
      memoryFit: { kind: "measured-to-run", ran: { id: "vessl-t-007" } },
      notes: [{ kind: "unstable-warm-up" }, { kind: "measured-to-run", availableBytes: 85_899_345_920 }],
    });
  });

  it("holds every delivery's count within its device, but where a run was measured", () => {
    fc.assert(
      fc.property(anyLongRun, anyFineTuningDeployment, (run, deployment) => {
        const delivery = delivered(deployment, run);
        if (delivery.kind === "cannot") return;
        const isTold = delivery.notes.some(({ kind }) => kind === "measured-to-run");
        expect(delivery.memory.headroomBytes >= 0 || isTold).toBe(true);
      }),
    );
  });

  it("has no FP8 on A100", () => {
    const a100 = delivered({ gpu: "a100-sxm-80gb", precision: "te-fp8" });
    expect(a100).toMatchObject({
      kind: "cannot",
      why: { kind: "precision-unsupported", precision: "te-fp8" },
      memory: null,
    });
  });

  it("tells runs of 32 sequences a step from those of 16", () => {
    expect(delivered({ checkpointing: true, microBatch: 4 })).toMatchObject({
      performance: { sequencesPerStep: 32 },
      measuredRow: { id: "vessl-t-024" },
      notes: [{ kind: "sequences-per-step", askedSequences: 16, sequencesPerStep: 32 }],
    });
    expect(delivered({ checkpointing: true, microBatch: 2 })).toMatchObject({
      performance: { sequencesPerStep: 16 },
      measuredRow: { id: "vessl-t-023" },
      notes: [],
    });
  });

  it("counts a run smaller than a step as one step, and says what a step holds", () => {
    const one = delivered({ checkpointing: true }, { ...published, tokens: 1 });
    expect(one).toMatchObject({
      performance: { optimizerSteps: 1, tokensPerStep: 32_768 },
      notes: [{ kind: "below-one-step", tokens: 1, tokensPerStep: 32_768 }],
    });
  });

  it("says that links between nodes are not modelled", () => {
    const sixteen = delivered({ checkpointing: true, gpuCount: 16 });
    expect(sixteen).toMatchObject({
      notes: [{ kind: "more-gpus-than-measured", gpuCount: 16, mostMeasured: 8 }],
      evidence: "extrapolated",
    });
  });

  it("names its evidence and its software", () => {
    const checkpointing = true;
    expect(delivered({ checkpointing, microBatch: 2 })).toMatchObject({
      evidence: "measured",
      stack: "vessl-cookbook",
    });
    expect(delivered({ checkpointing, microBatch: 3 })).toMatchObject({ evidence: "interpolated" });
    expect(delivered({ checkpointing, gpuCount: 4 })).toMatchObject({ evidence: "extrapolated" });
    expect(delivered({ checkpointing, gpu: "h200-sxm" })).toMatchObject({
      evidence: "extrapolated",
      stack: "pytorch-peft",
    });
  });

  it("is made once for what it depends on", () => {
    const first = delivered({ checkpointing: true, microBatch: 7 });
    const made = fineTuningDeliveriesMade(fineTuningModel);
    expect(delivered({ checkpointing: true, microBatch: 7 })).toBe(first);
    expect(fineTuningDeliveriesMade(fineTuningModel)).toBe(made);
    expect(delivered({ checkpointing: true, microBatch: 7 }, { ...published, tokens: 1e6 })).not.toBe(first);
  });

  it("bills the hours of its run, and of a million tokens while it trains", () => {
    fc.assert(
      fc.property(anyLongRun, anyFineTuningDeployment, (run, deployment) => {
        const delivery = delivered(deployment, run);
        if (delivery.kind === "cannot") return;
        const { performance, billOfRun, billPerMillionTokens } = delivery;
        expect(billOfRun.gpuHours.onDemand).toBe(performance.gpuHours);
        const rate = (deployment.gpuCount * 1e6) / (3600 * billPerMillionTokens.gpuHours.onDemand);
        expect(rate / performance.tokensPerSecond).toBeCloseTo(1, 9);
        for (const { least, gpuHours, most } of [billOfRun, billPerMillionTokens]) {
          expect(least.onDemand).toBeLessThanOrEqual(gpuHours.onDemand);
          expect(most.onDemand).toBeGreaterThanOrEqual(gpuHours.onDemand);
        }
      }),
    );
  });
});

describe(tunedDeployment, () => {
  const given = { ...h100, strategy: "ddp" } as const;

  it("finds settings that fit where the given ones do not, and keeps the batch", () => {
    const tuned = tunedDeployment(fineTuningModel, published, given, ["gpuCount"], "cheapest");
    expect(fits(fineTuningModel, published, tuned)).toBe(true);
    expect(performanceOf(published, tuned).sequencesPerStep).toBe(published.globalBatchSequences);
  });

  it("is at least as good as any settings with the same locks", () => {
    fc.assert(
      fc.property(anyFineTuningDeployment, (deployment) => {
        const locked = ["gpuCount", "checkpointing"] as const;
        const own = { ...deployment, precision: "bf16" } as const;
        const tuned = tunedDeployment(fineTuningModel, published, own, locked, "fastest");
        expect([tuned.gpuCount, tuned.checkpointing]).toEqual([own.gpuCount, own.checkpointing]);
        const plain = performanceOf(published, own);
        if (plain.sequencesPerStep !== published.globalBatchSequences) return;
        if (!fits(fineTuningModel, published, own)) return;
        expect(performanceOf(published, tuned).wallSeconds).toBeLessThanOrEqual(plain.wallSeconds);
      }),
      { numRuns: 20 },
    );
  });

  it("proposes no number format that was not measured on the GPU", () => {
    for (const gpu of ["a100-sxm-80gb", "h200-sxm"]) {
      const tuned = tunedDeployment(fineTuningModel, published, { ...given, gpu }, [], "cheapest");
      expect(tuned.precision).toBe("bf16");
    }
  });
});
