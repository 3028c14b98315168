import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepFloor } from "./floor.ts";
import { anyPlatform, type PlatformCase } from "./platform-fixture.ts";
import { stepCurveOf } from "./step-curve.ts";
import { stepTime } from "./step-time.ts";

const anyBatch = fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.double({ min: 0.01, max: 1500, noNaN: true }));
const anyBatches = fc.tuple(anyBatch, anyBatch);
/** A correction as unsteady as measurements never are. */
const anyWave = fc.record({
  amplitude: fc.double({ min: 0, max: 0.5, noNaN: true }),
  length: fc.double({ min: 0.2, max: 5, noNaN: true }),
  phase: fc.double({ min: 0, max: 6, noNaN: true }),
});
const PRECISION = 1e-9;

function withWave(
  platform: PlatformCase,
  { amplitude, length, phase }: { [K in "amplitude" | "length" | "phase"]: number },
) {
  const mean = (running: number): number => amplitude * Math.sin(Math.log(running) / length + phase);
  const residuals = { meanAlong: () => mean, deviationAt: () => 0 };
  return { ...platform, model: { ...platform.model, residuals } };
}

function physicsOf({ model, workload, deployment }: PlatformCase, running: number): number {
  const { gpu, llm, parameters, engine } = model;
  return stepTime(gpu, llm, workload, deployment, parameters.step, engine, running, 1, 0).totalSeconds;
}

function curveOf({ model, workload, deployment }: PlatformCase) {
  return stepCurveOf(model, workload, deployment);
}

describe(stepCurveOf, () => {
  it("never makes a larger batch's step shorter, however unsteady the measurements", () => {
    fc.assert(
      fc.property(anyPlatform, anyWave, anyBatches, (platform, wave, batches) => {
        const curve = curveOf(withWave(platform, wave));
        const [smaller, larger] = [Math.min(...batches), Math.max(...batches)];
        const ratio = curve.ownSecondsAt(larger) / curve.ownSecondsAt(smaller);
        expect(ratio).toBeGreaterThanOrEqual(1 - PRECISION);
      }),
    );
  });

  it("never lets a larger batch make fewer tokens a second", () => {
    fc.assert(
      fc.property(anyPlatform, anyWave, anyBatches, (platform, wave, batches) => {
        const curve = curveOf(withWave(platform, wave));
        const [smaller, larger] = [Math.min(...batches), Math.max(...batches)];
        const rate = (batch: number): number => batch / curve.ownSecondsAt(batch);
        expect(rate(larger) / rate(smaller)).toBeGreaterThanOrEqual(1 - PRECISION);
      }),
    );
  });

  it("never undercuts the floor, however fast the measurements", () => {
    fc.assert(
      fc.property(anyPlatform, anyWave, anyBatch, (platform, wave, batch) => {
        const { model, workload, deployment } = platform;
        const floor = stepFloor(model.gpu, model.llm, workload, deployment, model.engine, batch).totalSeconds;
        expect(curveOf(withWave(platform, wave)).ownSecondsAt(batch)).toBeGreaterThanOrEqual(floor * (1 - PRECISION));
      }),
    );
  });

  it("is physics where physics is right, at the knots to the last digit", () => {
    fc.assert(
      fc.property(anyPlatform, fc.integer({ min: 0, max: 10 }), anyBatch, (platform, doublings, between) => {
        const right = withWave(platform, { amplitude: 0, length: 1, phase: 0 });
        // An adapter that grows faster than the batch may make a larger batch serve less.
        fc.pre(platform.model.parameters.step.loraTokenExponent <= 1 || !platform.deployment.lora);
        const offAt = (batch: number): number =>
          Math.abs(curveOf(right).ownSecondsAt(batch) / physicsOf(right, Math.max(1, batch)) - 1);
        expect(offAt(2 ** doublings)).toBeLessThan(PRECISION);
        // A straight line joins 1 and 2.
        expect(offAt(between)).toBeLessThan(between < 8 ? 0.03 : 0.002);
      }),
    );
  });

  it("follows a gentle correction as far as its bounds let it, in whatever order it is asked", () => {
    fc.assert(
      fc.property(anyPlatform, anyBatches, (platform, [first, second]) => {
        fc.pre(platform.model.parameters.step.loraTokenExponent <= 1 || !platform.deployment.lora);
        const gentle = withWave(platform, { amplitude: 0.01, length: 4, phase: 0 });
        const [forth, back] = [curveOf(gentle), curveOf({ ...gentle, model: { ...gentle.model } })];
        forth.ownSecondsAt(first);
        expect(forth.ownSecondsAt(second)).toBe(back.ownSecondsAt(second));
        const batch = Math.max(1, second);
        const corrected = physicsOf(gentle, batch) * Math.exp(0.01 * Math.sin(Math.log(batch) / 4));
        expect(Math.abs(back.ownSecondsAt(second) / corrected - 1)).toBeLessThan(0.03);
      }),
    );
  });

  it("is remembered for a model object, and another for another", () => {
    const [platform] = fc.sample(anyPlatform, { numRuns: 1, seed: 1 });
    expect(curveOf(platform!)).toBe(curveOf(platform!));
    expect(curveOf({ ...platform!, model: { ...platform!.model } })).not.toBe(curveOf(platform!));
  });
});
