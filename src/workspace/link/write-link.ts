import { known, type Known } from "../known.ts";
import { choiceIn, type Workspace } from "../workspace.ts";
import { isRecord, valueAt } from "../workspace-schema.ts";
import { checksumOf } from "./base32.ts";
import { type Headline, packHeadline } from "./headline.ts";
import { checkedText } from "./link-keys.ts";
import { priceText } from "./link-prices.ts";
import { packRows } from "./packed-rows.ts";
import { packSettings } from "./packed-settings.ts";

/**
 * The workspace as "?…#s=…": what is asked and at what prices to read and edit, everything else packed behind "#". `f`
 * says how long that is, and a checksum of all, so that nothing can be lost on the way without being noticed.
 */
export function linkOf(workspace: Workspace, seen: Headline | null, { questions }: Known = known): string {
  const query = queryOf(workspace, questions);
  const fragment = packSettings(packedOf(workspace, seen, questions));
  const promise = `${fragment.length}.${checksumOf(checkedText(query, fragment, questions))}`;
  const entries = [...query].map(([key, value]) => (key === "v" ? `v=${value}&f=${promise}` : `${key}=${value}`));
  return `?${entries.join("&")}#s=${fragment}`;
}

function queryOf(workspace: Workspace, questions: Known["questions"]): ReadonlyMap<string, string> {
  const query = new Map([
    ["v", "2"],
    ["q", workspace.question],
  ]);
  for (const question of questions) {
    if (question.id !== workspace.question) continue;
    for (const { key, path, absent = null } of question.queryKeys) {
      const value = valueAt(choiceIn(workspace, question), path);
      if (value !== undefined && value !== absent) query.set(key, String(value));
    }
  }
  query.set("unit", workspace.priceUnit);
  query.set("price", priceText(workspace.platforms));
  return query;
}

/** What the query does not say. Nothing is left to the defaults, for those may change. */
function packedOf(
  workspace: Workspace,
  seen: Headline | null,
  questions: Known["questions"],
): Readonly<Record<string, unknown>> {
  const { llm, tieThresholdFraction, bill, platforms } = workspace;
  const choices = questions.map((question) => {
    const choice = choiceIn(workspace, question);
    const said = question.id === workspace.question ? question.queryKeys : [];
    return [question.key, said.reduce<object>((rest, { path }) => without(rest, path), choice)];
  });
  return {
    llm,
    tie: tieThresholdFraction,
    bill: [bill.runsPerMonth, bill.servingHoursPerDay],
    ...Object.fromEntries(choices),
    rows: packRows(platforms, questions),
    ...(seen === null ? {} : { seen: packHeadline(seen, platforms) }),
  };
}

function without(value: object, [key, ...inner]: readonly string[]): object {
  const entries = Object.entries(value).flatMap(([own, held]: [string, unknown]) => {
    if (own !== key) return [[own, held]];
    if (inner.length === 0) return [];
    return [[own, isRecord(held) ? without(held, inner) : held]];
  });
  return Object.fromEntries(entries);
}
