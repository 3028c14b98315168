import type { AnyQuestion } from "../../questions/registry.ts";
import { defaultSettings, defaultWorkspaceOf, newRow } from "../default-workspace.ts";
import type { Known } from "../known.ts";
import { priceLists } from "../listed-prices.ts";
import { type Ignore, shown } from "../outside-text.ts";
import { PRICE_UNITS, type PriceUnit } from "../price-units.ts";
import { filledRecord } from "../filled-record.ts";
import { MOST_PLATFORMS, type Platform, type Workspace } from "../workspace.ts";
import { isRecord, valueAt } from "../workspace-schema.ts";
import type { LinkQuery } from "./link-keys.ts";
import { type QueriedRow, rowsInPrice } from "./link-prices.ts";
import { queryIdsOf, type UnpackedRow, unpackRows } from "./packed-rows.ts";
import { queryValue } from "./query-values.ts";
import { withValueAt } from "./repaired-workspace.ts";

type Unchecked = Readonly<Record<string, unknown>>;

/** A workspace of what the two halves of a link say and, where they say nothing, of the defaults. */
interface UncheckedWorkspace {
  readonly workspace: Unchecked;
  /** The same rows and parts as they are when nothing is said of them. */
  readonly defaults: Workspace;
}

const PACKED_KEYS = ["llm", "tie", "bill", "rows", "seen"];

/** @param body What is packed; null where nothing of it can be read. */
export function uncheckedWorkspace(
  query: LinkQuery,
  body: Unchecked | null,
  within: Known,
  ignore: Ignore,
): UncheckedWorkspace {
  const { questions, llms } = within;
  const defaults = defaultWorkspaceOf(questions);
  const known = [...PACKED_KEYS, ...questions.map(({ key }) => key)];
  for (const [key, value] of Object.entries(body ?? {})) {
    if (!known.includes(key)) ignore(key, shown(value), "is not something this version knows; it is left out");
  }
  const unit = query.get("unit");
  const priceUnit = unit === undefined ? defaults.priceUnit : (unitNamed(unit) ?? unit);
  const { llm = defaults.llm, tie = defaults.tieThresholdFraction } = body ?? {};
  const isLlm = typeof llm === "string" && llms.includes(llm);
  if (!isLlm) ignore("llm", shown(llm), `is not an LLM that this version knows; ${defaults.llm} is used instead`);
  const rows = rowsOf(query, body, unitNamed(String(priceUnit)) ?? defaults.priceUnit, within, ignore);
  const platforms = rows.map(({ said }) => said);
  return {
    workspace: {
      version: 2,
      question: query.get("q")?.toLowerCase() ?? defaults.question,
      llm: isLlm ? llm : defaults.llm,
      priceUnit,
      tieThresholdFraction: tie,
      bill: billOf(body?.["bill"], defaults),
      ...Object.fromEntries(questions.map((question) => [question.key, choiceOf(question, query, body, ignore)])),
      platforms,
    },
    defaults: {
      ...defaults,
      ...Object.fromEntries(questions.map(({ key, defaultChoice, parts }) => [key, { ...defaultChoice, ...parts }])),
      platforms: rows.map(({ own }) => own),
    },
  };
}

function unitNamed(text: string): PriceUnit | null {
  return PRICE_UNITS.find((unit) => unit.toLowerCase() === text.toLowerCase()) ?? null;
}

function billOf(packed: unknown, { bill }: Workspace): unknown {
  if (packed === undefined) return bill;
  if (!Array.isArray(packed) || packed.length !== 2) return packed;
  return { runsPerMonth: packed[0] as unknown, servingHoursPerDay: packed[1] as unknown };
}

/** A made link says of its question in the query all that is not `absent`; a hand-written one may say nothing. */
function choiceOf(
  { key, queryKeys, defaultChoice, parts }: AnyQuestion,
  query: LinkQuery,
  body: Unchecked | null,
  ignore: Ignore,
): unknown {
  const packed = body?.[key];
  let choice = filledRecord(packed, defaultChoice, parts);
  for (const queryKey of queryKeys) {
    const { path, absent = null } = queryKey;
    const text = query.get(queryKey.key);
    const owner = path.slice(0, -1);
    if (text !== undefined) {
      const part = parts[path[0] ?? ""];
      if (part !== undefined && !isRecord(valueAt(choice, path.slice(0, 1)))) {
        choice = withValueAt(choice, path.slice(0, 1), part);
      }
      choice = withValueAt(choice, path, queryValue(queryKey, text, ignore));
    } else if (isRecord(valueAt(packed, owner)) && valueAt(packed, path) === undefined) {
      choice = withValueAt(choice, path, absent);
    }
  }
  return choice;
}

/** A row as the link says it, and as it is by itself. */
interface Row {
  readonly said: unknown;
  readonly own: Platform;
}

function rowsOf(
  query: LinkQuery,
  body: Unchecked | null,
  unit: PriceUnit,
  within: Known,
  ignore: Ignore,
): readonly Row[] {
  const { questions, gpus } = within;
  const packed = unpackRows(body?.["rows"], questions, gpus, ignore);
  const list = query.get("price");
  const queried = list === undefined ? null : rowsInPrice(list, unit, gpus, ignore);
  if (packed.length === 0 && (queried === null || queried.length === 0)) {
    if (list !== undefined) ignore("price", list, "names no platform; the default comparison is used");
    return defaultRows(unit, within);
  }
  if (queried === null) ignore("price", "", "is missing: what the platforms cost is unknown");
  const queryIds = queryIdsOf(packed.map(({ gpu }) => gpu));
  const rows = packed.map((row, i) => {
    const id = queryIds[i] ?? row.gpu;
    const compared = queried?.find(({ queryId }) => queryId === id) ?? null;
    return rowOf(id, row, queried === null ? null : compared, queried === null || compared !== null, within);
  });
  const added = (queried ?? []).filter(({ queryId }) => !queryIds.includes(queryId));
  for (const { queryId } of added.slice(MOST_PLATFORMS - rows.length)) {
    ignore("price", queryId, `is more than the ${MOST_PLATFORMS} platforms that can be compared; it is left out`);
  }
  const fitting = added.slice(0, MOST_PLATFORMS - rows.length);
  return [...rows, ...fitting.map((queriedRow) => rowOf(queriedRow.queryId, null, queriedRow, true, within))];
}

/** The page's platforms; at the index where that is what prices are in. */
function defaultRows(unit: PriceUnit, { questions }: Known): readonly Row[] {
  const [index = null] = priceLists;
  return defaultWorkspaceOf(questions).platforms.map((platform) => {
    const own = { ...platform, ...newRow(platform.gpu, platform.id, unit === "index" ? index : null) };
    return { said: own, own };
  });
}

function rowOf(
  id: string,
  packed: UnpackedRow | null,
  queried: QueriedRow | null,
  compared: boolean,
  { questions }: Known,
): Row {
  const gpu = packed?.gpu ?? queried?.gpu ?? "";
  const bare = newRow(gpu, id, null);
  const own = { ...bare, ...defaultSettings(gpu, bare.gpuCount, questions) };
  const settings = questions.map(({ key }) => [
    key,
    { ...(own as unknown as Readonly<Record<string, object>>)[key], ...Object(packed?.settings[key]) },
  ]);
  const pricePerGpuHour = queried === null ? (packed?.price ?? null) : queried.pricePerGpuHour;
  const said = {
    ...bare,
    ...packed?.said,
    compared,
    offer: { ...bare.offer, ...packed?.offer, pricePerGpuHour },
    ...Object.fromEntries(settings),
  };
  return { said, own };
}
