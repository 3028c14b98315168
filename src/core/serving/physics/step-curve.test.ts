import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPlatform, type PlatformCase } from "./platform-fixture.ts";
import { stepCurveOf } from "./step-curve.ts";
import { stepTime } from "./step-time.ts";

const anyBatches = fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 1500 }));
/** A correction as unsteady as measurements never are. */
const anyWave = fc.record({
  amplitude: fc.double({ min: 0, max: 0.5, noNaN: true }),
  length: fc.double({ min: 0.2, max: 5, noNaN: true }),
  phase: fc.double({ min: 0, max: 6, noNaN: true }),
});
const DECODE_STEPS = 110;
/** Between two knots the curve is held to theirs, and may still move by this much the wrong way. */
const WITHIN_KNOTS = 1e-3;

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
  return stepCurveOf(model, workload, deployment, DECODE_STEPS);
}

describe(stepCurveOf, () => {
  it("never makes a larger batch's step shorter, however unsteady the measurements", () => {
    fc.assert(
      fc.property(anyPlatform, anyWave, anyBatches, (platform, wave, batches) => {
        const curve = curveOf(withWave(platform, wave));
        const [smaller, larger] = [Math.min(...batches), Math.max(...batches)];
        const ratio = curve.ownSecondsAt(larger) / curve.ownSecondsAt(smaller);
        expect(ratio).toBeGreaterThanOrEqual(1 - WITHIN_KNOTS);
      }),
    );
  });

  it("never lets a larger batch serve less", () => {
    fc.assert(
      fc.property(anyPlatform, anyWave, anyBatches, (platform, wave, batches) => {
        const curve = curveOf(withWave(platform, wave));
        const { handlingSeconds, stepsWaited } = platform.model.parameters.firstChunk;
        const rate = (running: number): number =>
          running /
          (handlingSeconds + (1 + stepsWaited * (1 - 1 / running) + DECODE_STEPS) * curve.ownSecondsAt(running));
        const [smaller, larger] = [Math.min(...batches), Math.max(...batches)];
        expect(rate(larger) / rate(smaller)).toBeGreaterThanOrEqual(1 - WITHIN_KNOTS);
      }),
    );
  });

  it("is physics where physics is right and breaks no bound itself", () => {
    fc.assert(
      fc.property(anyPlatform, fc.integer({ min: 1, max: 1500 }), (platform, running) => {
        const right = withWave(platform, { amplitude: 0, length: 1, phase: 0 });
        const ratio = curveOf(right).ownSecondsAt(running) / physicsOf(right, running);
        // An adapter that grows faster than the batch, or steps waited for, may make a larger batch serve less.
        const { step, firstChunk } = platform.model.parameters;
        if ((step.loraTokenExponent > 1 && platform.deployment.lora) || firstChunk.stepsWaited > 0) return;
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it("follows a gentle correction as far as its bounds let it, in whatever order it is asked", () => {
    fc.assert(
      fc.property(anyPlatform, anyBatches, (platform, [first, second]) => {
        const { step, firstChunk } = platform.model.parameters;
        fc.pre((step.loraTokenExponent <= 1 || !platform.deployment.lora) && firstChunk.stepsWaited < 0.01);
        const gentle = { ...withWave(platform, { amplitude: 0.01, length: 4, phase: 0 }) };
        const [forth, back] = [curveOf(gentle), curveOf({ ...gentle, model: { ...gentle.model } })];
        forth.ownSecondsAt(first);
        expect(forth.ownSecondsAt(second)).toBe(back.ownSecondsAt(second));
        const corrected = physicsOf(gentle, second) * Math.exp(0.01 * Math.sin(Math.log(second) / 4));
        expect(Math.abs(back.ownSecondsAt(second) / corrected - 1)).toBeLessThan(0.02);
      }),
    );
  });

  it("is remembered for a model object, and another for another", () => {
    const [platform] = fc.sample(anyPlatform, { numRuns: 1, seed: 1 });
    expect(curveOf(platform!)).toBe(curveOf(platform!));
    expect(curveOf({ ...platform!, model: { ...platform!.model } })).not.toBe(curveOf(platform!));
  });
});
