import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { catalogRecords } from "./catalog-file.ts";
import { dateField, nameField, positiveField } from "./fields.ts";
import { parseStrictRecord } from "./strict-record.ts";

const schema = z.strictObject({
  id: nameField,
  hbmTerabytesPerSecond: positiveField,
  links: z.array(z.strictObject({ gigabytes: positiveField })),
});
const good = { id: "x", hbmTerabytesPerSecond: 3.35, links: [{ gigabytes: 450 }] };

function problemOf(record: unknown): string {
  const parsed = parseStrictRecord(schema, record);
  if (parsed.kind === "parsed") throw new Error("was accepted");
  return parsed.problem;
}

describe(parseStrictRecord, () => {
  it("returns a good record as it is", () => {
    expect(parseStrictRecord(schema, good)).toEqual({ kind: "parsed", value: good });
  });

  it.each([
    [{ ...good, hbmTerabytesPerSecond: -3.35 }, 'key "hbmTerabytesPerSecond": expected more than 0, found -3.35'],
    [{ ...good, hbmTerabytesPerSecond: Number.NaN }, 'key "hbmTerabytesPerSecond": expected a number, found NaN'],
    [{ ...good, hbmTerabytesPerSecond: "3.35" }, 'key "hbmTerabytesPerSecond": expected a number, found "3.35"'],
    [{ ...good, hbmTerabytesPerSecond: null }, 'key "hbmTerabytesPerSecond": expected a number, found null'],
    [{ ...good, links: [{ gigabytes: 0 }] }, 'key "links[0].gigabytes": expected more than 0, found 0'],
    [{ ...good, links: [{}] }, 'missing key "links[0].gigabytes"'],
    [{ ...good, links: [{ gigabytes: 1, gigabits: 8 }] }, 'unknown key "links[0].gigabits"'],
    [{ id: "x", links: [] }, 'missing key "hbmTerabytesPerSecond"'],
    [
      { id: "x", hbmTerabytePerSecond: 3.35, links: [] },
      'unknown key "hbmTerabytePerSecond"; did you mean "hbmTerabytesPerSecond"?',
    ],
    [{ ...good, colour: "green", watts: 700 }, 'unknown key "colour"; unknown key "watts"'],
    [{ ...good, id: "" }, 'key "id": expected a text that is not empty, found ""'],
    ["text", 'expected an object, found "text"'],
    [null, "expected an object, found null"],
  ])("says what is wrong with %j", (record, problem) => {
    expect(problemOf(record)).toBe(problem);
  });
});

describe(catalogRecords, () => {
  it("names file, record and key", () => {
    expect(() => catalogRecords(schema, [good, { ...good, id: "y", links: 2 }], "data/x.json")).toThrow(
      'data/x.json, record 2 (y): key "links": expected an array, found 2',
    );
    expect(() => catalogRecords(schema, [{}], "data/x.json")).toThrow(
      'data/x.json, record 1 (no id): missing key "id"; missing key "hbmTerabytesPerSecond"; missing key "links"',
    );
  });

  it("refuses an id that is there already", () => {
    expect(() => catalogRecords(schema, [good, good], "data/x.json")).toThrow(
      'data/x.json, record 2 (x): duplicate id "x"',
    );
  });
});

it("takes a day, a month or a year, and no day that does not exist", () => {
  for (const date of ["2026-09-25", "2026-09", "2026", "2024-02-29"]) {
    expect(dateField.safeParse(date).success).toBe(true);
  }
  for (const date of ["2026-02-31", "2026-13", "26-09-25", "25.09.2026", "2026-9-5", ""]) {
    expect(dateField.safeParse(date).success).toBe(false);
  }
});
