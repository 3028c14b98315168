import * as z from "zod/mini";
import manifestFile from "../../data/benchmarks/h200-gemma-4-31b-linear-floor/manifest.json" with { type: "json" };
import rowFile from "../../data/benchmarks/h200-gemma-4-31b-linear-floor/rows.json" with { type: "json" };
import type { HardwareRates, LinearLayers } from "../core/serving/physics/floor.ts";
import type { Dtype } from "../core/units/dtype.ts";
import { BYTES_PER_TERABYTE, FLOPS_PER_TERAFLOP } from "../core/units/units.ts";
import { type FloorManifest, floorManifestSchema, manifestFrom } from "./benchmark-manifest.ts";
import { catalogRecords } from "./catalog-file.ts";
import { dtypeField, nameField, positiveCountField, positiveField } from "./fields.ts";

const FOLDER = "data/benchmarks/h200-gemma-4-31b-linear-floor";

const floorRecordSchema = z.strictObject({
  id: nameField,
  weights: dtypeField,
  stepTokens: positiveCountField,
  stepSeconds: positiveField,
});

/** How long all linear layers took on that many tokens, with nothing else in the step. */
export type FloorRow = Readonly<z.output<typeof floorRecordSchema>>;

/** Origin, conditions and caveats of the floor's rows. Throws if the file breaks its schema. */
export const floorManifest: FloorManifest = manifestFrom(floorManifestSchema, manifestFile, `${FOLDER}/manifest.json`);

/** Every row of the floor's measurement. Throws if the file breaks its schema. */
export const floorRows: readonly FloorRow[] = [
  ...catalogRecords(floorRecordSchema, rowFile, `${FOLDER}/rows.json`).values(),
];

/** Datasheet rates of the GPU that the rows ran on. */
export const floorGpu: HardwareRates = {
  id: floorManifest.gpu.id,
  hbmBytesPerSecond: floorManifest.gpu.hbmTerabytesPerSecond * BYTES_PER_TERABYTE,
  peakFlopsPerSecond: {
    bf16: floorManifest.gpu.bf16DenseTeraflopsPerSecond * FLOPS_PER_TERAFLOP,
    fp8: floorManifest.gpu.fp8DenseTeraflopsPerSecond * FLOPS_PER_TERAFLOP,
  },
};

/** What each format of the rows streams and multiplies. */
export const floorLayers: Readonly<Record<Dtype, LinearLayers>> = {
  bf16: linearLayers(floorManifest.linearLayers.bf16),
  fp8: linearLayers(floorManifest.linearLayers.fp8),
};

function linearLayers({ weightBytes, multipliedParameters }: FloorManifest["linearLayers"]["bf16"]): LinearLayers {
  return { weightBytes, parameters: multipliedParameters };
}
