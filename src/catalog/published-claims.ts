import * as z from "zod/mini";
import publishedFile from "../../data/published.json" with { type: "json" };
import { type Claim, MEASURES, PUBLISHED_UNITS, RELATIONS, SETTINGS } from "../core/claims/claim.ts";
import { catalogRecords } from "./catalog-file.ts";
import { listOf, nameField, positiveCountField, positiveField } from "./fields.ts";
import { parseStrictRecord } from "./strict-record.ts";

const FILE = "data/published.json";

const measureField = z.enum(MEASURES);
const settingField = z.enum(SETTINGS);
const bestField = z.enum(["highest", "lowest"]);
const rowsField = listOf(nameField).check(z.minLength(1));
const pairsField = listOf(z.readonly(z.tuple([nameField, nameField]))).check(z.minLength(1));

const byRows = { measure: measureField, rows: rowsField };
const byPairs = { measure: measureField, pairs: pairsField };

/** How a figure follows from rows; `core/claims/claim.ts` says what each kind computes. */
const ruleField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["value", "spread", "mean", "count-above"]), ...byRows }),
  z.strictObject({ kind: z.enum(["ratio", "change", "gap"]), ...byPairs }),
  z.strictObject({ kind: z.literal("to-best"), best: bestField, ...byRows }),
  z.strictObject({ kind: z.literal("at-highest"), at: measureField, ...byRows }),
  z.strictObject({ kind: z.literal("choice"), best: bestField, at: measureField, ...byRows }),
  z.strictObject({ kind: z.literal("change-lead"), others: pairsField, ...byPairs }),
]);

const caveatField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["per-chunk", "batch-limit", "queue", "gibibytes", "plateau"]) }),
  z.strictObject({ kind: z.literal("also-differs"), besides: listOf(settingField) }),
  z.strictObject({
    kind: z.literal("setting-is"),
    setting: settingField,
    is: z.union([z.string(), z.number(), z.boolean()]),
  }),
  z.strictObject({ kind: z.literal("setting-unknown"), setting: settingField }),
  z.strictObject({ kind: z.literal("clients-exceed"), statedRequests: positiveCountField }),
  z.strictObject({ kind: z.literal("other-reading"), label: nameField, rule: ruleField }),
  z.strictObject({
    kind: z.literal("better-row"),
    label: nameField,
    measure: measureField,
    best: bestField,
    row: nameField,
  }),
  z.strictObject({ kind: z.enum(["unmoved-memory", "missing-rows"]), rows: rowsField }),
  z.strictObject({ kind: z.literal("modelled-limit"), row: nameField }),
]);

/** A figure or the two ends of a range, under the name of its unit. */
const figureField = z
  .partialRecord(z.enum(PUBLISHED_UNITS), z.union([z.number(), z.readonly(z.tuple([z.number(), z.number()]))]))
  .check(z.refine((figure) => Object.keys(figure).length === 1, { error: "one figure under the name of its unit" }));

const claimRecordSchema = z
  .strictObject({
    id: nameField,
    places: listOf(nameField).check(z.minLength(1)),
    quote: nameField,
    published: figureField,
    rounding: z.partialRecord(z.enum(PUBLISHED_UNITS), positiveField),
    relation: z.enum(RELATIONS),
    rule: ruleField,
    caveats: listOf(caveatField),
  })
  .check(
    z.refine((record) => Object.keys(record.rounding).join() === Object.keys(record.published).join(), {
      path: ["rounding"],
      error: "a rounding in the unit of the published figure",
    }),
  );

const notClaimSchema = z.strictObject({ id: nameField, figures: nameField, why: nameField });

/** Figures of the article that state no result, and why each is not checked. */
type NotClaim = Readonly<z.output<typeof notClaimSchema>>;

const fileSchema = z.strictObject({
  source: nameField,
  claims: listOf(z.unknown()),
  notClaims: listOf(z.unknown()),
});

/** Claims by id, in the file's order. @throws Error naming file, record and key of what breaks the schema. */
export function claimsFrom(records: readonly unknown[], file: string): readonly Claim[] {
  return [...catalogRecords(claimRecordSchema, records, file).values()].map(({ published, rounding, ...record }) => {
    const unit = PUBLISHED_UNITS.find((name) => published[name] !== undefined)!;
    return { ...record, unit, published: published[unit]!, rounding: rounding[unit]! };
  });
}

const parsedFile = parseStrictRecord(fileSchema, publishedFile);
if (parsedFile.kind === "refused") throw new Error(`${FILE}: ${parsedFile.problem}`);

/** Every figure that the source article states as a result. Throws if the file breaks its schema. */
export const publishedClaims = claimsFrom(parsedFile.value.claims, `${FILE}, "claims"`);

/** Every other figure of the article. */
export const notClaims: readonly NotClaim[] = [
  ...catalogRecords(notClaimSchema, parsedFile.value.notClaims, `${FILE}, "notClaims"`).values(),
];
