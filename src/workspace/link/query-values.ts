import type { QueryKey } from "../../questions/question.ts";
import type { Ignore } from "../outside-text.ts";
import { readCount } from "../reading/read-count.ts";
import { readFraction } from "../reading/read-fraction.ts";
import { readTime } from "../reading/read-time.ts";
import type { Reading } from "../reading/reading.ts";

/** Which of them a workspace takes is the schema's to say. */
const ANY = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

/** A value of the query, as links write it or as people do; what cannot be read is left as text for the schema to refuse. */
export function queryValue({ key, kind }: QueryKey, text: string, ignore: Ignore): unknown {
  const lower = text.toLowerCase();
  if (kind === "word") return lower;
  if (kind === "flag") return lower === "true" ? true : lower === "false" ? false : text;
  // As links write it: nothing of it is to be interpreted.
  if (/^-?\d+(\.\d+)?(e[-+]?\d+)?$/.test(lower)) return Number(lower);
  const reading = readingOf(kind, text, key);
  if (reading.kind !== "read") return text;
  if (reading.note !== null) ignore(key, text, reading.note);
  return reading.value;
}

function readingOf(kind: "count" | "number" | "seconds" | "fraction", text: string, what: string): Reading<number> {
  switch (kind) {
    case "count":
      return readCount(text, { ...ANY, what, integer: true });
    case "number":
      return readCount(text, { ...ANY, what });
    case "seconds":
      return readTime(text, { ...ANY, what, unit: "s" });
    case "fraction":
      return readFraction(text, { ...ANY, what });
  }
}
