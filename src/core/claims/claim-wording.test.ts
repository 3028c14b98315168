import { describe, expect, it } from "vitest";
import { figuresText, measureText, publishedText, settingsText } from "./claim-wording.ts";

describe(publishedText, () => {
  it.each([
    [{ published: 4, unit: "ratio", rounding: 0.1 }, "4.0x"],
    [{ published: 52_759, unit: "tokensPerSecond", rounding: 1 }, "52,759 tokens/s"],
    [{ published: [44, 57], unit: "percent", rounding: 1 }, "44-57 %"],
    [{ published: 1650, unit: "norm", rounding: 10 }, "1,650"],
    [{ published: 0.3, unit: "differencePercent", rounding: 0.1 }, "0.3 percentage points"],
  ] as const)("prints %o as %s", (claim, text) => {
    expect(publishedText(claim)).toBe(text);
  });
});

describe(figuresText, () => {
  it("shows one digit more than was published, and no minus before 0", () => {
    expect(figuresText([3.9832], "ratio", 0.1)).toBe("3.98x");
    expect(figuresText([44.34, 57.19], "percent", 1)).toBe("44.3 to 57.2 %");
    expect(figuresText([-0.001], "percent", 1)).toBe("0.0 %");
    expect(figuresText([-0.53], "percent", 1)).toBe("-0.5 %");
  });
});

describe(measureText, () => {
  it("carries the unit, and says where there is no value", () => {
    expect(measureText("stepSeconds", 0.19201)).toBe("192 ms");
    expect(measureText("acceptanceRate", 0.827545)).toBe("82.75 %");
    expect(measureText("residentGibibytes", 7.5727)).toBe("7.57 GiB");
    expect(measureText("outputTokensPerSecond", null)).toBe("no value");
  });
});

describe(settingsText, () => {
  it("names what a row ran with, and what it does not state", () => {
    expect(settingsText({ gpu: "b200-sxm", checkpointing: null, compile: true })).toBe(
      "GPU b200-sxm, gradient checkpointing not stated, torch.compile on",
    );
  });
});
