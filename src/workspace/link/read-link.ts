import { didYouMean } from "../../catalog/nearest.ts";
import { defaultWorkspaceOf } from "../default-workspace.ts";
import { known, type Known } from "../known.ts";
import { type Ignore, type Ignored, listOfIgnored } from "../outside-text.ts";
import type { Workspace } from "../workspace.ts";
import { type Headline, unpackHeadline } from "./headline.ts";
import { OWN_KEYS, queryKeysOf, TRACKING_KEY, VIEW_KEY } from "./link-keys.ts";
import type { LinkParts } from "./link-parts.ts";
import { mendedParts } from "./mangled-links.ts";
import { unpackSettings } from "./packed-settings.ts";
import { repairedWorkspace } from "./repaired-workspace.ts";
import { uncheckedWorkspace } from "./unchecked-workspace.ts";

interface OpenedLink {
  readonly workspace: Workspace;
  /** What the sender saw; null where the link does not say, or is not as it was made. */
  readonly seen: Headline | null;
  readonly ignored: readonly Ignored[];
}

/** Longer than any link, in the longest wrapping of a mail gateway. */
const MOST_CHARACTERS = 16_384;
/** An address of the page alone is shorter; a link wrapped beyond recognition is longer. */
const MOST_BARE_CHARACTERS = 120;

/**
 * The workspace of a link: a whole address, its part from "?", a bare query, or nothing. Never throws.
 *
 * What mail programs and chats do to links is undone. What is missing, damaged or not understood has its default and is
 * listed: a link either restores exactly what was sent, or says what it does not.
 */
export function openedLink(text: string, within: Known = known): OpenedLink {
  const { ignored, ignore } = listOfIgnored();
  const defaults = defaultWorkspaceOf(within.questions);
  if (text.length > MOST_CHARACTERS) {
    ignore("link", text, "is longer than any link of Headroom; none of it is used");
    return { workspace: defaults, seen: null, ignored: ignored() };
  }
  const parts = mendedParts(text, within.questions);
  const query = withoutVersionOne(parts.query, ignore);
  listStrangers(parts, within, ignore);
  if (query === parts.query) listLosses(parts, ignore);
  if (query.size === 0 && parts.fragment === "") {
    if (text.trim().length > MOST_BARE_CHARACTERS) ignore("link", text.trim(), "holds nothing that is understood");
    return { workspace: defaults, seen: null, ignored: ignored() };
  }
  const body = query === parts.query ? bodyOf(parts, ignore) : null;
  const unchecked = uncheckedWorkspace(query, body, within, ignore);
  const keys = [...queryKeysOf(within.questions).values()];
  const said = (path: readonly PropertyKey[]) => {
    const own = keys.find(({ question, path: inner }) => [question.key, ...inner].join() === path.join());
    const key = own?.key ?? { question: "q", priceUnit: "unit" }[path.join()];
    const value = key === undefined ? undefined : query.get(key);
    return key === undefined || value === undefined ? null : { key, text: value };
  };
  const workspace = repairedWorkspace(unchecked.workspace, { defaults: unchecked.defaults, said }, within, ignore);
  if (workspace === null)
    ignore("link", "", "holds settings that contradict each other; the defaults are used instead");
  const packed = parts.isVerified ? body?.["seen"] : undefined;
  const seen = packed === undefined || workspace === null ? null : unpackHeadline(packed, workspace.platforms);
  if (packed !== undefined && seen === null) ignore("seen", "", "is not what a sender can have seen; it is left out");
  return { workspace: workspace ?? defaults, seen, ignored: ignored() };
}

type Query = LinkParts["query"];

/** Version 1 was never published: what its query says in words is used, and no more. */
function withoutVersionOne(query: Query, ignore: Ignore): Query {
  const version = query.get("v");
  if (version === undefined || version === "2") return query;
  if (version === "1") {
    ignore("v", version, "links of version 1 are not read: what is readable of it is used, and defaults for the rest");
    const mode = query.get("mode");
    return new Map([...query].flatMap(([key, value]) => (key === "mode" ? [["q", mode ?? value]] : [[key, value]])));
  }
  const isNewer = /^\d{1,6}$/.test(version) && Number(version) > 2;
  const problem = isNewer ? "was made by a newer version of Headroom" : "is not a version of Headroom links";
  ignore("v", version, `${problem}; what is understood of the link is used`);
  return query;
}

/** What is in the address and not in a link of Headroom. */
function listStrangers({ query, repeated }: LinkParts, { questions }: Known, ignore: Ignore): void {
  const names = [...OWN_KEYS, ...queryKeysOf(questions).keys()];
  for (const [key, value] of query) {
    if (TRACKING_KEY.test(key) || names.some((name) => name === key)) continue;
    if (key === VIEW_KEY) {
      if (value !== "evidence") ignore(key, value, 'can be "evidence" only; the comparison is shown');
    } else if (key !== "mode" || query.get("v") !== "1") {
      ignore(key, value, `is not something a link holds${didYouMean(key, names)}; it is left out`);
    }
  }
  for (const [key, value] of repeated) {
    if (!TRACKING_KEY.test(key)) ignore(key, value, "is given more than once; the first one is used");
  }
}

/** What was lost or changed on the way. */
function listLosses({ query, fragment, promised, isVerified, isFragmentIntact }: LinkParts, ignore: Ignore): void {
  if (isVerified) return;
  if (promised !== null && fragment.length < promised.length) {
    const arrived = fragment === "" ? "none" : String(fragment.length);
    ignore(
      "link",
      "",
      `the settings of this link were lost on the way: of ${promised.length} characters after "#s=" ${arrived} arrived; ` +
        "what its address still says is used, and defaults for the rest",
    );
  } else if (fragment !== "" && !isFragmentIntact) {
    ignore("fragment", fragment, "is damaged; what the address says before it is used, and defaults for the rest");
  } else if (fragment !== "" || promised !== null) {
    ignore("link", "", "was changed after it was made: what it says now counts, and what its sender saw does not");
  } else if (query.has("f")) {
    ignore("f", query.get("f") ?? "", "is cut off or damaged: the settings of this link were lost on the way");
  } else if (query.get("v") === "2" && !saysMore(query)) {
    ignore("link", "", "ends after its version: the rest of it was lost on the way");
  }
}

function saysMore(query: Query): boolean {
  return [...query.keys()].some((key) => key !== "v" && key !== VIEW_KEY && !TRACKING_KEY.test(key));
}

function bodyOf({ fragment, isFragmentIntact }: LinkParts, ignore: Ignore): Readonly<Record<string, unknown>> | null {
  if (!isFragmentIntact) return null;
  const unpacked = unpackSettings(fragment);
  if (unpacked.kind === "unpacked") return unpacked.body;
  ignore("fragment", fragment, `${unpacked.problem}; defaults are used instead`);
  return null;
}
