import { didYouMean } from "../catalog/nearest.ts";
import type { Ignore } from "./permalink.ts";
import { shown } from "./scenario-schema.ts";

/**
 * The packed settings of every platform a link has, by GPU: lists of values by place, the GPU first. What is damaged is
 * listed and left out.
 *
 * @param places How many values this version knows.
 */
export function platformRows(
  rows: unknown,
  gpuIds: readonly string[],
  places: number,
  ignore: Ignore,
): ReadonlyMap<string, readonly unknown[]> {
  const byGpu = new Map<string, readonly unknown[]>();
  if (!Array.isArray(rows)) {
    ignore("platforms", shown(rows), "must be a list; the default settings are used instead");
    return byGpu;
  }
  for (const row of rows as readonly unknown[]) {
    const gpu: unknown = Array.isArray(row) ? row[0] : undefined;
    if (!Array.isArray(row) || typeof gpu !== "string" || !gpuIds.includes(gpu)) {
      const hint = typeof gpu === "string" ? didYouMean(gpu, gpuIds) : "";
      ignore("platforms", shown(row), `does not name a GPU this version knows${hint}; it is left out`);
    } else if (byGpu.has(gpu)) {
      ignore(`platforms[${gpu}]`, shown(row), "is given more than once; the first one is used");
    } else {
      if (row.length > places) {
        ignore(`platforms[${gpu}]`, shown(row.slice(places)), "is more than this version knows; it is left out");
      }
      byGpu.set(gpu, row);
    }
  }
  return byGpu;
}

export function withoutTrailingNulls(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, values.findLastIndex((value) => value !== null) + 1);
}
