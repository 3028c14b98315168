import * as z from "zod/mini";
import { withContextThatFits } from "./context-length.ts";
import { checksum, packSettings } from "./permalink-codec.ts";
import { readFragment } from "./permalink-fragment.ts";
import { isNewer, type LinkQuery, pricesOf, queryOf, queryText, readQuery } from "./permalink-query.ts";
import { repaired, settingsOf, uncheckedScenario } from "./permalink-settings.ts";
import type { Scenario } from "./scenario.ts";
import { headlineSchema, shown } from "./scenario-schema.ts";

/** What the sender of a link saw, so that the page can say what has moved since. */
export interface Headline {
  readonly modelVersion: string;
  /** GPU id; null when nothing was feasible. */
  readonly winner: string | null;
  readonly tie: boolean;
  /** Cost per token relative to the reference, by GPU id; null where infeasible. Four significant digits in a link. */
  readonly relativeCost: Readonly<Record<string, number | null>>;
}

/** Something a link holds that was not used as it stands. */
export interface Ignored {
  /** A query key, "link", "query", "fragment", "seen", or a path such as `platforms[b200-sxm].kvCache`. */
  readonly where: string;
  /** Shortened to fit a line. */
  readonly value: string;
  /** What is wrong, and what is used instead. */
  readonly problem: string;
}

export type Ignore = (where: string, value: string, problem: string) => void;

export interface DecodedPermalink {
  readonly scenario: Scenario;
  readonly seen: Headline | null;
  readonly ignored: readonly Ignored[];
}

const MAX_LINK_CHARACTERS = 16_384;

/** The scenario as "?…#s=…": load, prices and limits to read and edit, everything else packed in the fragment. */
export function encodePermalink(scenario: Scenario, seen: Headline | null): string {
  return linkOf(queryText(queryOf(scenario)), settingsOf(scenario), seen);
}

/** A link of its two halves, with what its sender saw and a checksum of what can be edited. */
export function linkOf(query: string, settings: Readonly<Record<string, unknown>>, seen: Headline | null): string {
  const body = { ...settings, seen: seen && packHeadline(seen), query: checksum(query) };
  return `?${query}#s=${packSettings(body)}`;
}

/**
 * The scenario of a link: a whole address, its part from "?", a bare query, or nothing.
 *
 * Never throws. What is damaged or not understood has its default and is listed.
 *
 * @param defaults A valid scenario with every GPU there is.
 * @param llmIds Every LLM there is; without it any well-formed id is taken.
 */
export function decodePermalink(link: string, defaults: Scenario, llmIds?: readonly string[]): DecodedPermalink {
  const { ignored, ignore } = listOfIgnored();
  const parts = readLink(link, llmIds, ignore);
  if (parts === null) return { scenario: defaults, seen: null, ignored };
  return { scenario: servingOf(parts, defaults, ignore), seen: parts.seen, ignored };
}

/** A link read, and not yet understood. */
export interface LinkParts {
  readonly query: LinkQuery;
  /** What is packed; null when there is nothing that can be read. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Whether the query was written by hand, or changed since the link was made. */
  readonly byHand: boolean;
  readonly seen: Headline | null;
}

/** The two halves of a link; null, and listed, for what is longer than any link. */
export function readLink(link: string, llmIds: readonly string[] | undefined, ignore: Ignore): LinkParts | null {
  if (link.length > MAX_LINK_CHARACTERS) {
    ignore("link", link, "is longer than any link of Headroom; none of it is used");
    return null;
  }
  const { queryPart, fragmentPart } = halvesOf(link.trim());
  const query = readQuery(queryPart, ignore);
  const fragment = readFragment(fragmentPart, llmIds, ignore);
  // What a newer version made its checksum from is not known here; that it is newer is listed already.
  const made = isNewer(query) ? undefined : fragment?.body["query"];
  const edited = made !== undefined && made !== checksum(queryText(query));
  if (edited) {
    ignore(
      "query",
      queryText(query),
      "was changed after the link was made: it counts, and what its sender saw does not",
    );
  }
  const seen = fragment && !edited && fragment.intact ? readHeadline(fragment.body["seen"], ignore) : null;
  return { query, body: fragment && fragment.body, byHand: !fragment || edited, seen };
}

/** The serving scenario of a link's halves. */
export function servingOf(
  { query, body, byHand }: Omit<LinkParts, "seen">,
  defaults: Scenario,
  ignore: Ignore,
): Scenario {
  const gpuIds = defaults.platforms.map(({ gpu }) => gpu);
  const prices = pricesOf(query, gpuIds, ignore);
  const unchecked = uncheckedScenario(query, body, prices, defaults, ignore);
  const scenario = repaired(unchecked, query, defaults, ignore);
  // Lengths written by hand come without the engine limit that goes with them.
  return byHand ? withContextThatFits(scenario) : scenario;
}

/** A list, and the function that adds to it. */
export function listOfIgnored(): { readonly ignored: readonly Ignored[]; readonly ignore: Ignore } {
  const ignored: Ignored[] = [];
  return { ignored, ignore: (where, value, problem) => ignored.push({ where, value: shortened(value), problem }) };
}

function halvesOf(link: string): { readonly queryPart: string; readonly fragmentPart: string } {
  const hash = link.indexOf("#");
  const address = hash < 0 ? link : link.slice(0, hash);
  const mark = address.indexOf("?");
  const isPage = mark < 0 && /^(\w+:\/\/|[/.])/.test(address);
  return {
    queryPart: isPage ? "" : address.slice(mark + 1),
    fragmentPart: hash < 0 ? "" : link.slice(hash + 1),
  };
}

function packHeadline({ modelVersion, winner, tie, relativeCost }: Headline): unknown {
  const rounded = Object.entries(relativeCost).map(([gpu, cost]) => [
    gpu,
    cost === null ? null : Number(cost.toPrecision(4)),
  ]);
  return [modelVersion, winner, tie, Object.fromEntries(rounded)];
}

function readHeadline(packed: unknown, ignore: Ignore): Headline | null {
  if (packed === undefined || packed === null) return null;
  const headline = z.safeParse(headlineSchema, packed);
  if (headline.success) {
    const [modelVersion, winner, tie, relativeCost] = headline.data;
    return { modelVersion, winner, tie, relativeCost };
  }
  ignore("seen", shown(packed), "is not what a sender can have seen; it is left out");
  return null;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
