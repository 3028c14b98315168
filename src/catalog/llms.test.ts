import { describe, expect, it } from "vitest";
import llmFile from "../../data/llms.json" with { type: "json" };
import { type Dtype, BYTES_PER_ELEMENT } from "../core/units/dtype.ts";
import { llmRecords, llmRecordsFrom, llms } from "./llms.ts";

const gemma = llms.get("gemma-4-31b-it")!;

/** Weights of the linear operators in the transformer blocks: q, k and o (v only in local layers), gate, up and down. */
function linearParameters(): number {
  return gemma.attention.reduce((total, { layers, queryHeads, kvHeads, headDim, windowTokens }) => {
    const keysAndValues = windowTokens === null ? 1 : 2;
    const attention = gemma.hiddenSize * headDim * (2 * queryHeads + keysAndValues * kvHeads);
    return total + layers * (attention + 3 * gemma.hiddenSize * gemma.intermediateSize);
  }, 0);
}

describe("gemma-4-31b-it", () => {
  it("has 50 local and 10 global layers, as its configuration says", () => {
    expect(gemma.attention).toEqual([
      { layers: 50, kvHeads: 16, queryHeads: 32, headDim: 256, windowTokens: 1024 },
      { layers: 10, kvHeads: 4, queryHeads: 32, headDim: 512, windowTokens: null },
    ]);
  });

  it.each([
    ["bf16", 901_120, 81_920],
    ["fp8", 450_560, 40_960],
  ] as const)("needs the known KV bytes per token in %s", (kvCache: Dtype, insideWindow, beyondWindow) => {
    const bytes = gemma.attention.map(
      ({ layers, kvHeads, headDim }) => 2 * layers * kvHeads * headDim * BYTES_PER_ELEMENT[kvCache],
    );
    expect(bytes[0]! + bytes[1]!).toBe(insideWindow);
    expect(bytes[1]).toBe(beyondWindow);
  });

  it("reads the linear weights and the bf16 output head in a decode step", () => {
    const headBytes = gemma.vocabularySize * gemma.hiddenSize * BYTES_PER_ELEMENT.bf16;
    expect(linearParameters()).toBe(29_286_727_680);
    expect(gemma.readWeightBytes).toEqual({
      bf16: linearParameters() * BYTES_PER_ELEMENT.bf16 + headBytes,
      fp8: linearParameters() * BYTES_PER_ELEMENT.fp8 + headBytes,
    });
  });

  it("counts the tied embedding once, and little besides it and the linear weights", () => {
    const normParameters = gemma.activeParameters - linearParameters() - gemma.vocabularySize * gemma.hiddenSize;
    expect(normParameters).toBe(1_331_456);
  });

  it("holds the checkpoint and vLLM's copy of the ten global v_proj", () => {
    const copiedParameters = 10 * 4 * 512 * gemma.hiddenSize;
    expect(gemma.residentWeightBytes).toEqual({
      bf16: 62_546_173_024 + copiedParameters * BYTES_PER_ELEMENT.bf16,
      fp8: 33_259_445_344 + copiedParameters * BYTES_PER_ELEMENT.fp8,
    });
  });

  it("stays under the loading memory that a model card prints, by the same 0.4 GiB in both formats", () => {
    const printedGibibytes = { bf16: 58.9, fp8: 31.49 };
    for (const weights of ["bf16", "fp8"] as const) {
      const unexplained = printedGibibytes[weights] - gemma.residentWeightBytes[weights]! / 1024 ** 3;
      expect(unexplained).toBeGreaterThan(0.35);
      expect(unexplained).toBeLessThan(0.5);
    }
  });

  it("has an adapter of rank 16 on the seven projections of every layer", () => {
    const rank = 16;
    // A factor pair of one projection has rank x (inputs + outputs) parameters.
    const parameters = gemma.attention.reduce((total, { layers, queryHeads, kvHeads, headDim, windowTokens }) => {
      const [queries, keys, hidden, inner] = [
        queryHeads * headDim,
        kvHeads * headDim,
        gemma.hiddenSize,
        gemma.intermediateSize,
      ];
      const projections = [hidden + queries, hidden + keys, queries + hidden, ...Array(3).fill(hidden + inner)];
      if (windowTokens !== null) projections.push(hidden + keys);
      return total + layers * rank * projections.reduce((sum, size) => sum + size, 0);
    }, 0);
    expect(parameters).toBe(122_429_440);
    expect(gemma.loraAdapterBytes).toBe(parameters * BYTES_PER_ELEMENT.bf16);
  });

  it("has a drafter of 0.939 GB", () => {
    expect(gemma.drafter).toEqual({ name: "google/gemma-4-31B-it-assistant", weightBytes: 469_518_592 * 2 });
  });
});

it("marks as assumed only fields that exist", () => {
  for (const record of llmRecords.values()) {
    for (const field of record.assumed) expect(record).toHaveProperty(field);
  }
});

it("throws on a fault, naming file, record and key", () => {
  const faulty = structuredClone(llmFile) as Record<string, unknown>[];
  delete faulty[0]!["maxContextTokens"];
  expect(() => llmRecordsFrom(faulty, "data/llms.json")).toThrow(
    'data/llms.json, record 1 (gemma-4-31b-it): missing key "maxContextTokens"',
  );
});
