import { describe, expect, it } from "vitest";
import { linearFloorSeconds } from "../core/serving/physics/floor.ts";
import { DTYPES } from "../core/units/dtype.ts";
import { engineAssumptions } from "./assumptions.ts";
import { floorGpu, floorLayers, floorManifest, floorRows, type FloorRow } from "./floor-benchmark.ts";
import { llms } from "./llms.ts";

const llm = llms.get(floorManifest.llm)!;

/** Share of datasheet bandwidth at which a row streamed its weights, if it did nothing else. */
function bandwidthShare({ weights, stepSeconds }: FloorRow): number {
  return floorLayers[weights].weightBytes / stepSeconds / floorGpu.hbmBytesPerSecond;
}

/** Share of the dense peak at which a row multiplied. */
function computeShare({ weights, stepTokens, stepSeconds }: FloorRow): number {
  const flops = 2 * floorLayers[weights].parameters * stepTokens;
  return flops / stepSeconds / floorGpu.peakFlopsPerSecond[weights]!;
}

/** The next whole percent above the best of the rows. */
function ceilingOf(share: (row: FloorRow) => number): number {
  return Math.ceil(Math.max(...floorRows.map(share)) * 100) / 100;
}

describe("the ceilings", () => {
  it("are the best rates that any row reached, to the next whole percent", () => {
    expect(engineAssumptions.bandwidthCeiling).toBe(ceilingOf(bandwidthShare));
    expect(engineAssumptions.computeCeiling).toBe(ceilingOf(computeShare));
  });
});

describe(linearFloorSeconds, () => {
  const floorOf = ({ weights, stepTokens }: FloorRow): number =>
    linearFloorSeconds(floorGpu, floorLayers[weights], weights, stepTokens, engineAssumptions);

  it.each(floorRows.map((row) => [row.id, row] as const))("is not beaten by %s", (_id, row) => {
    expect(row.stepSeconds).toBeGreaterThanOrEqual(floorOf(row));
  });

  // At the knee, where streaming and multiplying overlap badly, rows lie up to 28 % above it.
  it.each(DTYPES)("is close to the %s rows where one of the two rates decides", (weights) => {
    const above = floorRows
      .filter((row) => row.weights === weights && (row.stepTokens <= 64 || row.stepTokens >= 1024))
      .map((row) => row.stepSeconds / floorOf(row) - 1);
    expect(Math.max(...above)).toBeLessThan(weights === "bf16" ? 0.06 : 0.15);
  });
});

describe("floorRows", () => {
  it("hold both formats at the same numbers of tokens, FP8 the faster at each", () => {
    const [bf16, fp8] = DTYPES.map((dtype) => floorRows.filter(({ weights }) => weights === dtype));
    expect(bf16).toHaveLength(18);
    expect(fp8!.map(({ stepTokens }) => stepTokens)).toEqual(bf16!.map(({ stepTokens }) => stepTokens));
    for (const [i, row] of fp8!.entries()) expect(row.stepSeconds).toBeLessThan(bf16![i]!.stepSeconds);
  });

  it("ran the layers of the catalogue's model: all that a decode step reads in bf16, all but the head in FP8", () => {
    expect(floorLayers.bf16.weightBytes).toBe(llm.readWeightBytes.bf16);
    const headBytes = llm.readWeightBytes.fp8! - floorLayers.fp8.weightBytes;
    expect(headBytes).toBe(2 * (floorLayers.bf16.parameters - floorLayers.fp8.parameters));
  });
});
