import * as z from "zod/mini";
import priceFile from "../../data/prices.json" with { type: "json" };
import { catalogRecords } from "./catalog-file.ts";
import { dateField, nameField, noteField, positiveField } from "./fields.ts";
import { gpus } from "./gpus.ts";
import { parseStrictRecord } from "./strict-record.ts";

/** By GPU id. A GPU that is not offered has no key: a price of 0 would win every comparison. */
const pricesByGpu = z.readonly(
  z
    .record(nameField.check(z.refine((id) => gpus.has(id), { error: "a GPU id of data/gpus.json" })), positiveField)
    .check(z.refine((prices) => Object.keys(prices).length > 0, { error: "at least one price" })),
);

const priceIndexSchema = z.strictObject({ indexPerGpuHour: pricesByGpu, source: nameField, note: nameField });

const presetSchema = z
  .strictObject({
    id: nameField,
    provider: nameField,
    name: nameField,
    usdPerGpuHour: pricesByGpu,
    asOf: z.nullable(dateField),
    undated: noteField,
    source: nameField,
    note: noteField,
  })
  .check(
    z.refine((preset) => (preset.asOf === null) !== (preset.undated === null), {
      path: ["asOf"],
      error: 'a date, or else the reason in "undated"',
    }),
  );

/** Prices relative to one another, without a currency. */
type PriceIndex = Readonly<z.output<typeof priceIndexSchema>>;

/** Observed list prices of one provider on one day; `undated` says what is known where the day is not. */
type PricePreset = Readonly<z.output<typeof presetSchema>>;

export function priceIndexFrom(record: unknown, file: string): PriceIndex {
  const parsed = parseStrictRecord(priceIndexSchema, record);
  if (parsed.kind === "refused") throw new Error(`${file}, "index": ${parsed.problem}`);
  return parsed.value;
}

export function pricePresetsFrom(records: readonly unknown[], file: string): readonly PricePreset[] {
  return [...catalogRecords(presetSchema, records, `${file}, "presets"`).values()];
}

/** The source article's price index. Throws at start-up if the file breaks its schema. */
export const priceIndex = priceIndexFrom(priceFile.index, "data/prices.json");

/** Price lists to start from, in the file's order; never more than a starting point. Throws at start-up, as above. */
export const pricePresets = pricePresetsFrom(priceFile.presets, "data/prices.json");
