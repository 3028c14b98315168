import { describe, expect, it } from "vitest";
import gpuFile from "../../data/gpus.json" with { type: "json" };
import { gpuRecords, gpuRecordsFrom, gpus } from "./gpus.ts";

describe("gpus", () => {
  it("holds every measured GPU, in the order of the file", () => {
    expect([...gpus.keys()]).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm", "h200-sxm"]);
  });

  it.each([
    // MLPerf Training system descriptions: 81559, 143771 and 183359 MiB
    ["h100-sxm", 85_520_809_984],
    ["h200-sxm", 150_754_820_096],
    ["b200-sxm", 192_265_846_784],
    // 80 GiB, assumed
    ["a100-sxm-80gb", 85_899_345_920],
  ] as const)("gives %s the memory that its driver reports", (id, bytes) => {
    expect(gpus.get(id)?.deviceMemoryBytes).toBe(bytes);
  });

  it("converts vendor units once", () => {
    const b200 = gpus.get("b200-sxm");
    expect(b200?.hbmBytesPerSecond).toBe(7.7e12);
    expect(b200?.peakFlopsPerSecond).toEqual({ bf16: 2.25e15, fp8: 4.5e15 });
    expect(b200?.linkBytesPerSecond).toBe(9e11);
    expect(b200?.allReduce.at(-1)).toEqual({ gpus: 8, latencySeconds: 7.9e-6, busBytesPerSecond: 5.57e11 });
    expect(gpus.get("a100-sxm-80gb")?.hbmBytesPerSecond).toBeCloseTo(2.039e12, 0);
  });

  it("has no FP8 peak for A100, rather than a peak of 0", () => {
    expect(gpus.get("a100-sxm-80gb")?.peakFlopsPerSecond.fp8).toBeNull();
  });

  it("measures the all-reduce of 2, 4 and 8 GPUs", () => {
    for (const gpu of gpus.values()) expect(gpu.allReduce.map((fact) => fact.gpus)).toEqual([2, 4, 8]);
  });

  it("marks the one figure that is assumed, with a field of that name", () => {
    const assumed = [...gpuRecords.values()].flatMap((record) => record.assumed.map((field) => [record.id, field]));
    expect(assumed).toEqual([["a100-sxm-80gb", "driverMemoryMebibytes"]]);
    for (const [id, field] of assumed) expect(gpuRecords.get(id!)).toHaveProperty(field!);
  });

  it("throws on a fault, naming file, record and key", () => {
    const faulty = structuredClone(gpuFile) as Record<string, unknown>[];
    faulty[1]!["hbmTerabytesPerSecond"] = "3.35 TB/s";
    expect(() => gpuRecordsFrom(faulty, "data/gpus.json")).toThrow(
      'data/gpus.json, record 2 (h100-sxm): key "hbmTerabytesPerSecond": expected a number, found "3.35 TB/s"',
    );
  });
});
