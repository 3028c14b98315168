import * as z from "zod/mini";
import type { FineTuningScenario } from "./fine-tuning-scenario.ts";
import { fineTuningIn } from "./fine-tuning-workspace.ts";
import {
  type Headline,
  type Ignore,
  type Ignored,
  type LinkParts,
  linkOf,
  listOfIgnored,
  readLink,
  servingOf,
} from "./permalink.ts";
import { fineTuningOf, fineTuningQueryOf, fineTuningSettingsOf, TUNING_KEYS } from "./permalink-fine-tuning.ts";
import { knownPart, SERVING_KEYS } from "./permalink-fragment.ts";
import { type LinkQuery, QUERY_PATHS, queryOf, queryText, readQuery, RUN_PATHS } from "./permalink-query.ts";
import { settingsOf } from "./permalink-settings.ts";
import type { Scenario } from "./scenario.ts";
import { isRecord, number, shown } from "./scenario-schema.ts";
import { withPricesOf } from "./shared-prices.ts";
import { BILL_RANGES, type BillChoice, DEFAULT_BILL, type Workspace } from "./workspace.ts";

export interface DecodedWorkspace {
  readonly workspace: Workspace;
  readonly seen: Headline | null;
  readonly ignored: readonly Ignored[];
}

/** Valid scenarios with every GPU there is. */
export interface WorkspaceDefaults {
  readonly serving: Scenario;
  readonly fineTuning: FineTuningScenario;
}

/**
 * A workspace as a link: the query says in words what the shown mode asks, the fragment packs the rest of it and the whole
 * other mode, whose own query is text within it (`q`).
 */
export function encodeWorkspace(workspace: Workspace, seen: Headline | null): string {
  const { mode, serving, fineTuning, bill } = workspace;
  const both = { bill: [bill.runsPerMonth, bill.servingHoursPerDay] };
  if (mode === "serve") {
    const tune = fineTuning && { q: queryText(fineTuningQueryOf(fineTuning)), ...fineTuningSettingsOf(fineTuning) };
    return linkOf(queryText(queryOf(serving)), { ...settingsOf(serving), ...(tune && { tune }), ...both }, seen);
  }
  const shownRun = fineTuningIn(workspace);
  const serve = { q: queryText(queryOf(serving)), ...settingsOf(serving) };
  const body = { tune: fineTuningSettingsOf(shownRun), serve, ...both };
  return linkOf(queryText(fineTuningQueryOf(shownRun)), body, seen);
}

/**
 * The workspace of any link, those of serving alone included. Never throws. What is damaged or not understood has its
 * default and is listed.
 *
 * @param llmIds Every LLM there is; without it any well-formed id is taken.
 */
export function decodeWorkspace(
  link: string,
  defaults: WorkspaceDefaults,
  llmIds?: readonly string[],
): DecodedWorkspace {
  const { ignored, ignore } = listOfIgnored();
  const parts = readLink(link, llmIds, ignore);
  if (parts === null) {
    const workspace = { mode: "serve", serving: defaults.serving, fineTuning: null, bill: DEFAULT_BILL } as const;
    return { workspace, seen: null, ignored };
  }
  const bill = billOf(parts.body?.["bill"], ignore);
  const part = (name: "serve" | "tune") => nestedPart(parts, name, llmIds, ignore);
  if (parts.query.get("mode") === "fine-tune") {
    const packed = parts.body?.["tune"] === undefined ? null : part("tune").body;
    const fineTuning = fineTuningOf({ query: parts.query, body: packed }, defaults.fineTuning, ignore);
    const served = servingOf(part("serve"), defaults.serving, ignore);
    const serving = withPricesOf(served, fineTuning);
    return { workspace: { mode: "fine-tune", serving, fineTuning, bill }, seen: parts.seen, ignored };
  }
  const serving = servingOf(parts, defaults.serving, ignore);
  const speaksOfRun = parts.body?.["tune"] !== undefined || [...RUN_PATHS.keys()].some((key) => parts.query.has(key));
  const fineTuning = speaksOfRun
    ? withPricesOf(fineTuningOf(part("tune"), defaults.fineTuning, ignore), serving)
    : null;
  return { workspace: { mode: "serve", serving, fineTuning, bill }, seen: parts.seen, ignored };
}

/** Keys of a query that are about one mode alone. */
const OWN_KEYS: Readonly<Record<"serve" | "tune", readonly string[]>> = {
  serve: [...QUERY_PATHS.keys()].filter((key) => key !== "unit"),
  tune: [...RUN_PATHS.keys()],
};

const PART_KEYS = { serve: ["q", ...SERVING_KEYS], tune: ["q", ...TUNING_KEYS] };

/** The halves of a mode that a link does not show: packed in one record, but for what somebody wrote into the query. */
function nestedPart(
  { query, body, byHand }: LinkParts,
  name: "serve" | "tune",
  llmIds: readonly string[] | undefined,
  ignore: Ignore,
): Omit<LinkParts, "seen"> {
  const written: LinkQuery = new Map([...query].filter(([key]) => OWN_KEYS[name].includes(key)));
  const packed = body?.[name];
  if (packed === undefined) return { query: written, body: null, byHand };
  if (!isRecord(packed)) {
    ignore(name, shown(packed), "must be an object; the defaults are used instead");
    return { query: written, body: null, byHand };
  }
  const { q, ...settings } = knownPart(packed, PART_KEYS[name], name, llmIds, ignore);
  if (q !== undefined && typeof q !== "string") ignore(`${name}.q`, shown(q), "must be text; it is left out");
  const own = typeof q === "string" ? readQuery(q, ignore) : [];
  return { query: new Map([...own, ...written]), body: settings, byHand: byHand && written.size > 0 };
}

function billOf(packed: unknown, ignore: Ignore): BillChoice {
  if (packed === undefined) return DEFAULT_BILL;
  const { runsPerMonth, servingHoursPerDay } = BILL_RANGES;
  const bill = z.safeParse(z.tuple([number(runsPerMonth), number(servingHoursPerDay)]), packed);
  if (bill.success) return { runsPerMonth: bill.data[0], servingHoursPerDay: bill.data[1] };
  ignore("bill", shown(packed), "must be runs a month and hours a day; the default is used instead");
  return DEFAULT_BILL;
}
