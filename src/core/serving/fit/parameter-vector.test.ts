import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyEngine, anyParametersUnder } from "../physics/platform-fixture.ts";
import { roundEngine, roundParameters } from "../physics/published-fixture.ts";
import { fromFitScale, STEP_PARAMETERS, stepParametersAt, toFitScale } from "./parameter-vector.ts";

describe("the fit scale", () => {
  it("covers every step parameter, once", () => {
    expect([...STEP_PARAMETERS].toSorted()).toEqual(Object.keys(roundParameters.step).toSorted());
  });

  it("comes back to the value", () => {
    const anyFit = anyEngine.chain((engine) => fc.tuple(fc.constant(engine), anyParametersUnder(engine)));
    fc.assert(
      fc.property(anyFit, ([engine, { step }]) => {
        for (const parameter of STEP_PARAMETERS) {
          const x = toFitScale(parameter, step[parameter], engine);
          // A value at its very ceiling has no finite place on the scale.
          if (!Number.isFinite(x)) continue;
          expect(Math.abs(fromFitScale(parameter, x, engine) / step[parameter] - 1)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("leads nowhere above a ceiling or below 0", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        const parameters = stepParametersAt(
          STEP_PARAMETERS.map(() => x),
          0,
          roundEngine,
        );
        for (const parameter of STEP_PARAMETERS) expect(parameters[parameter]).toBeGreaterThan(0);
        expect(parameters.computeEfficiency).toBeLessThan(roundEngine.computeCeiling);
        expect(parameters.prefillEfficiency).toBeLessThan(roundEngine.computeCeiling);
        expect(parameters.kvReadEfficiency).toBeLessThan(roundEngine.bandwidthCeiling);
      }),
    );
  });

  it("is read from the middle of a longer vector", () => {
    const x = [
      99,
      ...STEP_PARAMETERS.map((parameter) => toFitScale(parameter, roundParameters.step[parameter], roundEngine)),
      99,
    ];
    const parameters = stepParametersAt(x, 1, roundEngine);
    for (const parameter of STEP_PARAMETERS) {
      expect(parameters[parameter]).toBeCloseTo(roundParameters.step[parameter], 12);
    }
  });
});
