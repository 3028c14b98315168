/** Longer than any value that a workspace holds; what is longer is quoted by its beginning. */
const QUOTED_CHARACTERS = 40;
const MESSAGE_CHARACTERS = 400;

/** What cannot be seen, turns a line round, ends it, or speaks to a terminal. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Text from outside for a message: on one line, with what cannot be seen written out, and no longer than `most`. */
export function harmless(text: string, most = MESSAGE_CHARACTERS): string {
  // A character is at most two of the string's units, and no more are looked at than can be shown.
  const characters = Array.from(text.slice(0, 2 * most + 2));
  const cut = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
  return cut.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A refused value as a message quotes it, never longer than a line, however large or deep it is. */
export function shown(value: unknown): string {
  return harmless(beginningOf(value, QUOTED_CHARACTERS + 1), QUOTED_CHARACTERS);
}

/** JSON of a value as far as `room` characters, and little more. */
function beginningOf(value: unknown, room: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room));
  if (typeof value !== "object" || value === null) return String(value ?? (value === null ? "null" : "nothing"));
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const key of Object.keys(value)) {
    if (text.length > room) break;
    const inner: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (text.length > 1) text += ",";
    if (!isList) text += `${JSON.stringify(key.slice(0, room))}:`;
    text += beginningOf(inner, room - text.length);
  }
  return text + (isList ? "]" : "}");
}

/** Something of a file or link that is not as it should be. */
export interface Problem {
  /** As in `platforms[1].serve.kvCache`; empty for the whole. */
  readonly path: string;
  readonly problem: string;
}

/** More of them push the answer off the page and help nobody. */
const MOST_LISTED = 20;

/** A list that a person can read: its beginning, and how many more there are. */
export function listed<Item>(items: readonly Item[], more: (count: number) => Item): readonly Item[] {
  if (items.length <= MOST_LISTED) return items;
  return [...items.slice(0, MOST_LISTED), more(items.length - MOST_LISTED)];
}

/** Lists something that was not used as it stands: where it is, what it says, and what is used instead. */
export type Ignore = (where: string, value: string, problem: string) => void;

/** Something a link holds that was not used as it stands. */
export interface Ignored {
  /** A query key, "link", "fragment", "seen", or a path such as `platforms[b200-sxm].serve.kvCache`. */
  readonly where: string;
  /** Harmless, and shortened to fit a line. */
  readonly value: string;
  /** What is wrong, and what is used instead. */
  readonly problem: string;
}

const WHERE_CHARACTERS = 60;

/** @returns What was listed so far, in an order of its own and no longer than a person reads. */
export function listOfIgnored(): { readonly ignored: () => readonly Ignored[]; readonly ignore: Ignore } {
  const all: Ignored[] = [];
  let left = 0;
  return {
    ignore: (where, value, problem) => {
      if (all.length >= MOST_LISTED) left += 1;
      else
        all.push({
          where: harmless(where, WHERE_CHARACTERS),
          value: harmless(value, QUOTED_CHARACTERS),
          problem: harmless(problem),
        });
    },
    ignored: () =>
      left === 0 ? all : [...all, { where: "", value: "", problem: `and ${left.toLocaleString("en-US")} more` }],
  };
}
