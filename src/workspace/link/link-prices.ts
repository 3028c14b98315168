import { didYouMean } from "../../catalog/nearest.ts";
import type { Ignore } from "../outside-text.ts";
import { MOST_PLATFORMS, type Platform } from "../workspace.ts";
import type { PriceUnit } from "../price-units.ts";
import { readPrice } from "../reading/read-price.ts";
import { queryIdsOf } from "./packed-rows.ts";

/** `h100-sxm:2.1,h100-sxm-2:1.9,h200-sxm`: the compared rows, each with its price unless that is unknown. */
export function priceText(platforms: readonly Platform[]): string {
  const queryIds = queryIdsOf(platforms.map(({ gpu }) => gpu));
  return platforms
    .flatMap(({ compared, offer }, i) => {
      const id = queryIds[i] ?? "";
      return compared ? [offer.pricePerGpuHour === null ? id : `${id}:${offer.pricePerGpuHour}`] : [];
    })
    .join(",");
}

/** A row that the query compares. */
export interface QueriedRow {
  /** As the query calls it; of rows that come again the next free one. */
  readonly queryId: string;
  readonly gpu: string;
  readonly pricePerGpuHour: number | null;
}

/** @returns In the query's order. What cannot be read is listed, and its price then unknown. */
export function rowsInPrice(
  list: string,
  unit: PriceUnit,
  gpus: readonly string[],
  ignore: Ignore,
): readonly QueriedRow[] {
  const rows: QueriedRow[] = [];
  for (const entry of entriesOf(list)) {
    const [name = "", ...texts] = entry.split(":").map((part) => part.trim());
    const named = rowNamed(name.toLowerCase(), gpus);
    if (named === null) {
      ignore("price", entry, `does not name a GPU this version knows${didYouMean(name, gpus)}; it is left out`);
      continue;
    }
    if (rows.length >= MOST_PLATFORMS) {
      ignore("price", entry, `is more than the ${MOST_PLATFORMS} platforms that can be compared; it is left out`);
      continue;
    }
    if (named.isShort) ignore("price", entry, `is read as "${named.gpu}", the only GPU of that name`);
    const isTaken = rows.some(({ queryId }) => queryId === named.queryId);
    const queryId = isTaken ? nextOf(named.gpu, rows) : named.queryId;
    rows.push({ queryId, gpu: named.gpu, pricePerGpuHour: priceOf(texts, entry, unit, ignore) });
  }
  return rows;
}

/** A comma parts the entries, and may be one of "2,49": what has no name of its own goes on with the number before it. */
function entriesOf(list: string): readonly string[] {
  return list.split(",").reduce<readonly string[]>((entries, part) => {
    const last = entries.at(-1);
    const goesOn = last !== undefined && /:\D*\d+$/.test(last) && /^\d+\D*$/.test(part.trim()) && !part.includes(":");
    if (goesOn) return [...entries.slice(0, -1), `${last},${part.trim()}`];
    return part.trim() === "" ? entries : [...entries, part.trim()];
  }, []);
}

interface NamedRow {
  readonly queryId: string;
  readonly gpu: string;
  readonly isShort: boolean;
}

/** "h100-sxm-2" is the second row of its GPU; "h100" is the only GPU that begins so. */
function rowNamed(name: string, gpus: readonly string[]): NamedRow | null {
  const [, stem = name, number = ""] = /^(.*?)(-(?:[2-9]|1[0-2]))?$/.exec(name) ?? [];
  for (const [gpu, suffix] of [
    [name, ""],
    [stem, number],
  ] as const) {
    if (gpus.includes(gpu)) return { queryId: gpu + suffix, gpu, isShort: false };
  }
  const alike = stem.length < 3 ? [] : gpus.filter((gpu) => gpu.startsWith(`${stem}-`));
  const [only] = alike;
  return only !== undefined && alike.length === 1 ? { queryId: only + number, gpu: only, isShort: true } : null;
}

function nextOf(gpu: string, rows: readonly QueriedRow[]): string {
  let number = 2;
  while (rows.some(({ queryId }) => queryId === `${gpu}-${number}`)) number += 1;
  return `${gpu}-${number}`;
}

function priceOf(texts: readonly string[], entry: string, unit: PriceUnit, ignore: Ignore): number | null {
  const [text] = texts;
  if (text === undefined) return null;
  if (texts.length > 1) {
    ignore("price", entry, "must be one price; it is unknown");
    return null;
  }
  // As links write it: nothing of it is to be interpreted.
  if (/^\d+(\.\d+)?(e-?\d+)?$/.test(text)) return Number(text);
  const reading = readPrice(text, { unit, mayBeUnknown: true, gpusPerUnit: 1, usual: null });
  switch (reading.kind) {
    case "read":
      if (reading.note !== null) ignore("price", entry, reading.note);
      return reading.value.pricePerGpuHour;
    case "question":
      ignore("price", entry, `${reading.question}; it is unknown`);
      return null;
    case "refused":
      ignore("price", entry, `${reading.problem}; it is unknown`);
      return null;
  }
}
