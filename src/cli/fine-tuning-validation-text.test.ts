import { describe, expect, it } from "vitest";
import { fineTuningValidation } from "../study/fine-tuning-validation.ts";
import { gemmaFineTuningStudy } from "../study/shipped-fine-tuning-studies.ts";
import { trainingValidationTexts } from "./fine-tuning-validation-text.ts";

const validation = fineTuningValidation(gemmaFineTuningStudy);

describe(trainingValidationTexts, () => {
  it("prints errors by GPU, the band and the contradictions", () => {
    const text = trainingValidationTexts(validation, (gpu) => gpu.toUpperCase()).join("\n");
    expect(text).toContain("A100-SXM-80GB");
    expect(text).toContain("inside the 90 % band");
    expect(text).toContain("Against the model: vessl-t-007 (ok, ");
  });
});
