import { describe, expect, it } from "vitest";
import { trainingValidation } from "../catalog/training-validation.ts";
import { trainingValidationTexts } from "./training-validation-text.ts";

const validation = trainingValidation();

describe(trainingValidationTexts, () => {
  it("prints errors by GPU, the band and the contradictions", () => {
    const text = trainingValidationTexts(validation, (gpu) => gpu.toUpperCase()).join("\n");
    expect(text).toContain("A100-SXM-80GB");
    expect(text).toContain("inside the 90 % band");
    expect(text).toContain("Against the model: vessl-t-007 (ok, ");
  });
});
