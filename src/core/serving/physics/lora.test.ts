import { describe, expect, it } from "vitest";
import { loraSeconds } from "./lora.ts";
import { roundParameters } from "./published-fixture.ts";

describe(loraSeconds, () => {
  const { step } = roundParameters;

  it("is the fixed part alone without tokens, and both parts for one", () => {
    expect(loraSeconds(0, step)).toBe(0.003);
    expect(loraSeconds(1, step)).toBeCloseTo(0.0031, 12);
  });

  it("grows less than linearly where the exponent is below 1", () => {
    const ofTokens = (tokens: number) => loraSeconds(tokens, step) - loraSeconds(0, step);
    expect(ofTokens(200)).toBeLessThan(2 * ofTokens(100));
    expect(ofTokens(200)).toBeCloseTo(2 ** 0.8 * ofTokens(100), 12);
  });
});
