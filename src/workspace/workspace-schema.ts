import * as z from "zod/mini";
import type { Registry } from "../questions/registry.ts";
import { choice, flagSchema, number, numberOrNull, oneOf, whole } from "../questions/schema-parts.ts";
import { MOST_NAME_CHARACTERS } from "./changes.ts";
import { PRICE_UNITS } from "./price-units.ts";
import { WORKSPACE_RANGES } from "./workspace-ranges.ts";
import { MOST_PLATFORMS, type Platform, settingsIn, type Workspace } from "./workspace.ts";

const ranges = WORKSPACE_RANGES;

const idSchema = z.string("must be an id").check(z.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, "must be an id"));
/** An id of a row stands in every link. */
const rowIdSchema = z
  .string("must be an id of at most 32 small letters, digits, points and dashes")
  .check(z.regex(/^[a-z0-9][a-z0-9.-]{0,31}$/, "must be an id of at most 32 small letters, digits, points and dashes"));
const nameError = `must be null or a name of 1 to ${MOST_NAME_CHARACTERS} characters that can be seen`;
const nameSchema = z.nullable(
  z.string(nameError).check(
    z.refine((name) => name.trim() === name && name !== "" && name.length <= MOST_NAME_CHARACTERS, nameError),
    z.refine((name) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(name), nameError),
  ),
);

const offerSchema = z.strictObject(
  {
    pricePerGpuHour: numberOrNull(ranges.pricePerGpuHour),
    reservedPricePerGpuHour: numberOrNull(ranges.pricePerGpuHour),
    spotPricePerGpuHour: numberOrNull(ranges.pricePerGpuHour),
    provider: nameSchema,
    rentalUnitGpus: whole(ranges.rentalUnitGpus),
  },
  "must be an object with pricePerGpuHour, provider and rentalUnitGpus",
);

const schemas = new WeakMap<Registry, z.ZodMiniType<Workspace>>();

/** Every rule that a workspace keeps, wherever it comes from: a file, a link or a script. */
export function workspaceSchemaOf(registry: Registry): z.ZodMiniType<Workspace> {
  let schema = schemas.get(registry);
  if (schema === undefined) schemas.set(registry, (schema = made(registry)));
  return schema;
}

function made(registry: Registry): z.ZodMiniType<Workspace> {
  const platformSchema = z
    .strictObject(
      {
        id: rowIdSchema,
        name: nameSchema,
        gpu: idSchema,
        gpuCount: whole(ranges.gpuCount),
        compared: flagSchema,
        offer: offerSchema,
        ...Object.fromEntries(registry.map(({ key, settingsSchema }) => [key, settingsSchema])),
      },
      "must be an object with the settings of one platform",
    )
    .check(
      z.superRefine((row, context) => {
        // A setting with a problem of its own says nothing of how many GPUs it needs.
        if (context.issues.length > 0) return;
        const platform = row as unknown as Platform;
        for (const question of registry) {
          const misfit = question.misfitOf(settingsIn(platform, question), platform.gpuCount);
          if (misfit !== null) {
            context.addIssue({ code: "custom", path: [question.key, misfit.setting], message: misfit.problem });
          }
        }
      }),
    );
  const schema = z.strictObject(
    {
      version: z.literal(2, "must be 2, the only version this Headroom reads"),
      question: choice(registry.map(({ id }) => id)),
      llm: idSchema,
      priceUnit: z.enum(PRICE_UNITS, `must be ${oneOf(PRICE_UNITS)}`),
      tieThresholdFraction: number(ranges.tieThresholdFraction),
      ...Object.fromEntries(registry.map(({ key, choiceSchema }) => [key, choiceSchema])),
      bill: z.strictObject(
        { runsPerMonth: number(ranges.runsPerMonth), servingHoursPerDay: number(ranges.servingHoursPerDay) },
        "must be an object with runsPerMonth and servingHoursPerDay",
      ),
      platforms: z.array(platformSchema, "must be a list of platforms").check(
        z.maxLength(MOST_PLATFORMS, `must be at most ${MOST_PLATFORMS} platforms`),
        z.refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length, "must have different ids"),
        z.refine((rows) => rows.some(({ compared }) => compared), "must compare at least one platform"),
      ),
    },
    "must be an object with platforms and what is asked of them",
  );
  // Which keys there are is known at run time only, so that their types cannot be told from the schema.
  return schema as unknown as z.ZodMiniType<Workspace>;
}

/** A plain object of parsed JSON: neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at a path of own properties; undefined where nothing does. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      Object.hasOwn(Object(inner), key) ? (inner as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );
}
