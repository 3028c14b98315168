import type { Registry } from "../../questions/registry.ts";
import { freeId } from "../default-workspace.ts";
import { type Ignore, shown } from "../outside-text.ts";
import { MOST_PLATFORMS, type Platform } from "../workspace.ts";
import { isRecord } from "../workspace-schema.ts";

type Unchecked = Readonly<Record<string, unknown>>;

const OFFER_COLUMNS = ["provider", "rentalUnitGpus", "reservedPricePerGpuHour", "spotPricePerGpuHour"] as const;

/** What the query calls the rows: by GPU, with a number from the second of it on, whatever their ids are. */
export function queryIdsOf(gpus: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return gpus.map((gpu) => {
    const id = freeId(gpu, taken);
    taken.add(id);
    return id;
  });
}

/**
 * Rows as columns: a list with one entry a row, or with a single one that all rows share. Every setting is said, for
 * defaults may change; a setting of a later version is missing from an earlier link, and then has its default.
 */
export function packRows(platforms: readonly Platform[], registry: Registry): Unchecked {
  const queryIds = queryIdsOf(platforms.map(({ gpu }) => gpu));
  const own = (row: Platform, key: string): Unchecked =>
    (row as unknown as Readonly<Record<string, Unchecked>>)[key] ?? {};
  const settings = registry.map(({ key }): [string, Unchecked] => {
    const columns = Object.keys(own(platforms[0] as Platform, key)).toSorted();
    return [
      key,
      Object.fromEntries(columns.map((column) => [column, packed(platforms.map((row) => own(row, key)[column]))])),
    ];
  });
  return {
    gpu: packed(platforms.map(({ gpu }) => gpu)),
    gpuCount: packed(platforms.map(({ gpuCount }) => gpuCount)),
    ...Object.fromEntries(OFFER_COLUMNS.map((column) => [column, packed(platforms.map(({ offer }) => offer[column]))])),
    name: packed(platforms.map(({ name }) => name)),
    id: packed(platforms.map(({ id }, i) => (id === queryIds[i] ? null : id))),
    // The price of a compared platform is in the query.
    price: packed(platforms.map(({ compared, offer }) => (compared ? null : offer.pricePerGpuHour))),
    ...Object.fromEntries(settings),
  };
}

function packed(values: readonly unknown[]): readonly unknown[] {
  const first = JSON.stringify(values[0]);
  return values.every((value) => JSON.stringify(value) === first) ? values.slice(0, 1) : values;
}

/** A row as a link says it: not checked, and without what the link does not say. */
export interface UnpackedRow {
  readonly gpu: string;
  readonly said: Unchecked;
  readonly offer: Unchecked;
  /** By question's key. */
  readonly settings: Unchecked;
  /** Of a row that the query does not compare. */
  readonly price: unknown;
}

/** @returns Rows of GPUs that are known; the others, and columns that do not fit, are listed. */
export function unpackRows(
  rows: unknown,
  registry: Registry,
  gpus: readonly string[],
  ignore: Ignore,
): readonly UnpackedRow[] {
  if (rows === undefined) return [];
  if (!isRecord(rows)) {
    ignore("platforms", shown(rows), "must be columns of settings; the defaults are used instead");
    return [];
  }
  const ids = rows["gpu"];
  const lengths = Object.values(rows).map((column) => (Array.isArray(column) ? column.length : 0));
  for (const { key } of registry) {
    const columns = rows[key];
    if (isRecord(columns))
      lengths.push(...Object.values(columns).map((column) => (Array.isArray(column) ? column.length : 0)));
  }
  const count = Math.min(MOST_PLATFORMS, Math.max(...lengths, 1));
  if (!Array.isArray(ids) || (ids.length !== 1 && ids.length !== count)) {
    ignore("platforms.gpu", shown(ids), "must name each row's GPU; the defaults are used instead");
    return [];
  }
  const columnsOf = (columns: unknown, where: string, skipped: readonly string[]): readonly Unchecked[] => {
    const own: Record<string, unknown>[] = Array.from({ length: count }, () => ({}));
    if (columns === undefined) return own;
    if (!isRecord(columns)) {
      ignore(where, shown(columns), "must be columns of settings; the defaults are used instead");
      return own;
    }
    for (const [key, column] of Object.entries(columns)) {
      if (skipped.includes(key)) continue;
      if (!Array.isArray(column) || (column.length !== 1 && column.length !== count)) {
        ignore(`${where}.${key}`, shown(column), "must have an entry for each row; the defaults are used instead");
        continue;
      }
      own.forEach((row, i) =>
        // Not by assignment, which "__proto__" would make something else of.
        Object.defineProperty(row, key, {
          value: column[column.length === 1 ? 0 : i],
          enumerable: true,
          configurable: true,
        }),
      );
    }
    return own;
  };
  const keys = registry.map(({ key }) => key);
  const plain = columnsOf(rows, "platforms", keys);
  const settings = registry.map(({ key }) => [key, columnsOf(rows[key], `platforms.${key}`, [])] as const);
  return plain.flatMap((row, i): readonly UnpackedRow[] => {
    const { gpu, price = null, ...others } = row;
    if (typeof gpu !== "string" || !gpus.includes(gpu)) {
      ignore(`platforms[${i}].gpu`, shown(gpu), "is not a GPU that this version knows; the row is left out");
      return [];
    }
    const [said, offer] = [Object.entries(others), Object.entries(others)];
    const isOffer = (column: string): boolean => OFFER_COLUMNS.some((own) => own === column);
    const isSaid = ([column, value]: readonly [string, unknown]): boolean =>
      !isOffer(column) && !(column === "id" && value === null);
    return [
      {
        gpu,
        said: Object.fromEntries(said.filter(isSaid)),
        offer: Object.fromEntries(offer.filter(([column]) => isOffer(column))),
        settings: Object.fromEntries(settings.map(([key, columns]) => [key, columns[i] ?? {}])),
        price,
      },
    ];
  });
}
