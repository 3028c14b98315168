import * as z from "zod/mini";
import presetFile from "../../data/presets.json" with { type: "json" };
import { catalogRecords } from "./catalog-file.ts";
import { nameField, positiveField } from "./fields.ts";

const ratioField = z.number().check(z.nonnegative());
const common = {
  id: nameField,
  name: nameField,
  mark: z.enum(["stated", "assumed"]),
  why: nameField,
  source: z.nullable(nameField),
};

const limitsSchema = z.strictObject({
  ...common,
  kind: z.literal("limits"),
  tpotSeconds: z.nullable(positiveField),
  ttftSeconds: z.nullable(positiveField),
  requestSeconds: z.nullable(positiveField),
});

/** Ratios are standard deviations over means. */
const lengthsSchema = z.strictObject({
  ...common,
  kind: z.literal("lengths"),
  inputTokens: positiveField,
  outputTokens: positiveField,
  inputRatio: ratioField,
  outputRatio: ratioField,
  cachedFraction: ratioField,
});

type LimitsPreset = Readonly<z.output<typeof limitsSchema>>;
type LengthsPreset = Readonly<z.output<typeof lengthsSchema>>;

function presetsOf<T>(kind: string, schema: Parameters<typeof catalogRecords>[0]): readonly T[] {
  const records = (presetFile as readonly { readonly kind: string }[]).filter((record) => record.kind === kind);
  return [...catalogRecords(schema, records, "data/presets.json").values()] as unknown as readonly T[];
}

/** Latency limits to start from, and kinds of request, each with why. Throws at start-up if the file breaks its schema. */
export const limitsPresets = presetsOf<LimitsPreset>("limits", limitsSchema);
export const lengthsPresets = presetsOf<LengthsPreset>("lengths", lengthsSchema);
