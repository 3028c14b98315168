import * as z from "zod/mini";
import { didYouMean } from "../catalog/nearest.ts";
import type { Ignore } from "./permalink.ts";
import type { Scenario } from "./scenario.ts";
import { priceSchema } from "./scenario-schema.ts";
import { VIEW_KEY } from "./view.ts";
import { MODES } from "./workspace.ts";

/** The readable half of a link, by key, as text: what people edit by hand and write in scripts. */
export type LinkQuery = ReadonlyMap<string, string>;

/** Where each key lives in a scenario. `v` and `price` are not in it: they are not one field. */
export const QUERY_PATHS: ReadonlyMap<string, readonly [string] | readonly [string, string]> = new Map([
  ["conc", ["workload", "concurrency"]],
  ["in", ["workload", "inputTokens"]],
  ["out", ["workload", "outputTokens"]],
  ["unit", ["priceUnit"]],
  ["tpot", ["limits", "tpotSeconds"]],
  ["tpot-per", ["limits", "tpotBasis"]],
  ["ttft", ["limits", "ttftSeconds"]],
  ["request", ["limits", "requestSeconds"]],
  ["rps", ["demand", "requestsPerSecond"]],
]);

/** The same for the keys of a fine-tuning run. */
export const RUN_PATHS: ReadonlyMap<string, readonly ["fineTuning", string]> = new Map([
  ["tokens", ["fineTuning", "tokens"]],
  ["seq", ["fineTuning", "sequenceLength"]],
  ["batch", ["fineTuning", "globalBatchSequences"]],
  ["rank", ["fineTuning", "loraRank"]],
]);

/** In this order for ever, new ones at the end: a link's checksum is made of them. */
const KEYS = [
  "v",
  "conc",
  "in",
  "out",
  "unit",
  "price",
  "tpot",
  "tpot-per",
  "ttft",
  "request",
  "rps",
  "mode",
  "tokens",
  "seq",
  "batch",
  "rank",
] as const;

/** Added by mail programs and social networks, about the click and not about the scenario. */
const TRACKING_KEY = /^(utm_\w*|fbclid|gclid)$/;

export function queryOf({ workload, limits, demand, priceUnit, platforms }: Scenario): LinkQuery {
  const prices = platforms
    .filter(({ compared }) => compared)
    .map(({ gpu, pricePerGpuHour }) => `${gpu}:${pricePerGpuHour}`);
  const query = new Map([
    ["v", "1"],
    ["conc", String(workload.concurrency)],
    ["in", String(workload.inputTokens)],
    ["out", String(workload.outputTokens)],
    ["unit", priceUnit],
    ["price", prices.join(",")],
  ]);
  if (limits.tpotSeconds !== null) {
    query.set("tpot", String(limits.tpotSeconds));
    if (limits.tpotBasis === "chunk") query.set("tpot-per", "chunk");
  }
  if (limits.ttftSeconds !== null) query.set("ttft", String(limits.ttftSeconds));
  if (limits.requestSeconds !== null) query.set("request", String(limits.requestSeconds));
  if (demand !== null) query.set("rps", String(demand.requestsPerSecond));
  return query;
}

/** The query as a link has it. The order is fixed, so that its checksum survives a reordering on the way. */
export function queryText(query: LinkQuery): string {
  return KEYS.filter((key) => query.has(key))
    .map((key) => `${key}=${query.get(key)}`)
    .join("&");
}

export function readQuery(text: string, ignore: Ignore): LinkQuery {
  const query = new Map<string, string>();
  // URLSearchParams leaves a malformed escape as it stands where decodeURIComponent throws.
  for (const [key, value] of new URLSearchParams(text)) {
    if (TRACKING_KEY.test(key)) continue;
    if (key === VIEW_KEY) {
      if (value !== "evidence") ignore(key, value, 'can be "evidence" only; the comparison is shown');
    } else if (!KEYS.some((known) => known === key)) {
      ignore(key, value, `is not something a link holds${didYouMean(key, KEYS)}; it is left out`);
    } else if (key === "mode" && !MODES.some((mode) => mode === value)) {
      ignore(key, value, 'must be "serve" or "fine-tune"; "serve" is used instead');
    } else if (query.has(key)) {
      ignore(key, value, "is given more than once; the first one is used");
    } else {
      query.set(key, value.trim());
    }
  }
  const version = query.get("v") ?? "1";
  if (version !== "1") {
    const problem = isNewer(query) ? "was made by a newer version of Headroom" : "is not a version of Headroom links";
    ignore("v", version, `${problem}; what is understood of the link is used`);
  }
  return query;
}

export function isNewer(query: LinkQuery): boolean {
  return /^\d+$/.test(query.get("v") ?? "") && Number(query.get("v")) > 1;
}

/** A plain number, or the text itself for the schema to refuse: no signs of any locale, hexadecimal or blanks. */
export function numberOrText(text: string): number | string {
  return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Prices of the compared platforms, by GPU; null when the link leaves the comparison to the defaults. */
export function pricesOf(
  query: LinkQuery,
  gpuIds: readonly string[],
  ignore: Ignore,
): ReadonlyMap<string, number> | null {
  const list = query.get("price");
  if (list === undefined) return null;
  const prices = new Map<string, number>();
  for (const entry of list.split(",")) {
    const [gpu = "", text = "", ...rest] = entry.split(":").map((part) => part.trim());
    const price = z.safeParse(priceSchema, numberOrText(text));
    if (!gpuIds.includes(gpu)) {
      ignore("price", entry, `does not name a GPU this version knows${didYouMean(gpu, gpuIds)}; it is left out`);
    } else if (rest.length > 0 || !price.success) {
      const problem = price.success ? "must be one price" : price.error.issues[0]?.message;
      ignore("price", entry, `${problem}; ${gpu} is left out of the comparison`);
    } else if (prices.has(gpu)) {
      ignore("price", entry, "prices the same GPU again; the first price is used");
    } else {
      prices.set(gpu, price.data);
    }
  }
  if (prices.size > 0) return prices;
  ignore("price", list, "holds no price that can be used; the default comparison is used");
  return null;
}
