import * as z from "zod/mini";
import gpuFile from "../../data/gpus.json" with { type: "json" };
import type { Gpu } from "../core/facts/gpu.ts";
import { BYTES_PER_GIGABYTE, BYTES_PER_MEBIBYTE, BYTES_PER_TERABYTE, FLOPS_PER_TERAFLOP } from "../core/units/units.ts";
import { catalogRecords } from "./catalog-file.ts";
import { listOf, nameField, positiveCountField, positiveField, sourcesField } from "./fields.ts";

const MICROSECONDS_PER_SECOND = 1e6;

const gpuRecordSchema = z.strictObject({
  id: nameField,
  name: nameField,
  shortName: nameField,
  marketedMemoryGigabytes: positiveField,
  driverMemoryMebibytes: positiveCountField,
  hbmTerabytesPerSecond: positiveField,
  bf16DenseTeraflopsPerSecond: z.nullable(positiveField),
  fp8DenseTeraflopsPerSecond: z.nullable(positiveField),
  linkGigabytesPerSecond: positiveField,
  allReduce: listOf(
    z.strictObject({
      tensorParallelGpus: positiveCountField,
      latencyMicroseconds: positiveField,
      busGigabytesPerSecond: positiveField,
    }),
  ),
  sources: sourcesField,
  assumed: listOf(nameField),
  note: nameField,
});

/** A GPU in its vendor's units, with the source of every group of fields and the fields that are assumed. */
type GpuRecord = Readonly<z.output<typeof gpuRecordSchema>>;

export function gpuRecordsFrom(records: readonly unknown[], file: string): ReadonlyMap<string, GpuRecord> {
  return catalogRecords(gpuRecordSchema, records, file);
}

/** As published, for showing where a figure comes from; the model uses `gpus`. */
export const gpuRecords = gpuRecordsFrom(gpuFile, "data/gpus.json");

/** Every GPU in `data/gpus.json`, by id. Throws at start-up if the file breaks its schema. */
export const gpus: ReadonlyMap<string, Gpu> = new Map(
  [...gpuRecords.values()].map((record) => [record.id, gpuFromRecord(record)]),
);

function gpuFromRecord(record: GpuRecord): Gpu {
  return {
    id: record.id,
    name: record.name,
    shortName: record.shortName,
    deviceMemoryBytes: record.driverMemoryMebibytes * BYTES_PER_MEBIBYTE,
    hbmBytesPerSecond: record.hbmTerabytesPerSecond * BYTES_PER_TERABYTE,
    peakFlopsPerSecond: {
      bf16: flopsPerSecond(record.bf16DenseTeraflopsPerSecond),
      fp8: flopsPerSecond(record.fp8DenseTeraflopsPerSecond),
    },
    linkBytesPerSecond: record.linkGigabytesPerSecond * BYTES_PER_GIGABYTE,
    allReduce: record.allReduce.map((measured) => ({
      gpus: measured.tensorParallelGpus,
      latencySeconds: measured.latencyMicroseconds / MICROSECONDS_PER_SECOND,
      busBytesPerSecond: measured.busGigabytesPerSecond * BYTES_PER_GIGABYTE,
    })),
    sourceIds: [...new Set(Object.values(record.sources))],
  };
}

function flopsPerSecond(teraflopsPerSecond: number | null): number | null {
  return teraflopsPerSecond === null ? null : teraflopsPerSecond * FLOPS_PER_TERAFLOP;
}
