import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FINE_TUNING_RANGES } from "../../questions/fine-tuning/fine-tuning-schema.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { lexemesOf } from "./lexemes.ts";
import { readCount } from "./read-count.ts";
import { readFraction } from "./read-fraction.ts";
import { readRate } from "./read-rate.ts";
import { type Reading, shortened } from "./reading.ts";
import { readTime, timeInUnit } from "./read-time.ts";

const concurrency = (text: string) =>
  readCount(text, { ...SERVING_RANGES.concurrency, integer: true, nouns: ["requests"], what: "concurrency" });
const runTokens = (text: string) =>
  readCount(text, { ...FINE_TUNING_RANGES.tokens, integer: true, nouns: ["tokens"], what: "tokens" });
const promptLength = (text: string) =>
  readCount(text, {
    ...SERVING_RANGES.inputTokens,
    integer: true,
    nouns: ["tokens"],
    thousands: "of-a-length",
    what: "prompt",
  });
const contextLength = (text: string) =>
  readCount(text, { ...SERVING_RANGES.maxModelLen, integer: true, thousands: "of-a-limit", what: "max_model_len" });
const millionsPerDay = (text: string) =>
  readCount(text, { min: 0.001, max: 1e9, inMillions: true, what: "tokens a day" });
const rate = (text: string) => readRate(text, { ...SERVING_RANGES.requestsPerSecond, what: "requests per second" });
const acceptance = (text: string) => readFraction(text, { ...SERVING_RANGES.acceptanceRate, what: "acceptance" });
const scatter = (text: string) => readFraction(text, { ...SERVING_RANGES.inputTokensVariation, what: "scatter" });
const milliseconds = (text: string) =>
  readTime(text, { ...SERVING_RANGES.ttftSeconds, unit: "ms", what: "TTFT limit" });
const seconds = (text: string) =>
  readTime(text, { ...SERVING_RANGES.requestSeconds, unit: "s", what: "request limit" });

const valueOf = (reading: Reading<number>) => (reading.kind === "read" ? reading.value : reading);
const choicesOf = (reading: Reading<number>) =>
  reading.kind === "question" ? reading.choices.map(({ value }) => value) : reading;

describe(readCount, () => {
  it.each([
    ["1024", 1024],
    ["1,024", 1024],
    ["1.024", 1024],
    ["1 024", 1024],
    ["1_024", 1024],
    ["1'024", 1024],
    ["1k", 1000],
    ["1K requests", 1000],
    ["2.5K", 2500],
    ["2,5k", 2500],
    ["1.024k", 1024],
    ["1e3", 1000],
    ["16.0", 16],
    ["007", 7],
    ["~500", 500],
    ["1万", 10_000],
  ])("reads the concurrency %j as %j", (text, value) => {
    expect(concurrency(text)).toEqual({ kind: "read", value, note: null });
  });

  it.each([
    ["10M", 1e7],
    ["10m", 1e7],
    ["2k", 2000],
    ["2 million", 2e6],
    ["1.5 billion tokens", 1.5e9],
    ["1B", 1e9],
    ["0.5T", 5e11],
    ["4,096", 4096],
    ["4_096", 4096],
    ["1e6", 1e6],
  ])("reads the tokens of a run %j as %j", (text, value) => {
    expect(runTokens(text)).toEqual({ kind: "read", value, note: null });
  });

  it("says which k it took where engines have another one", () => {
    expect(promptLength("128K")).toEqual({
      kind: "read",
      value: 128_000,
      note: "128K read as 128,000; type 131072 for the other meaning",
    });
    expect(contextLength("128k")).toMatchObject({ value: 131_072, note: expect.stringContaining("128000") });
    expect(promptLength("100k")).toEqual({ kind: "read", value: 100_000, note: null });
    expect(valueOf(promptLength("128Ki"))).toBe(131_072);
    expect(valueOf(contextLength("4096"))).toBe(4096);
  });

  it("takes a multiple as it stands in a field of millions, and asks about one below a million", () => {
    expect(millionsPerDay("10")).toEqual({ kind: "read", value: 10, note: null });
    expect(valueOf(millionsPerDay("10M"))).toBe(10);
    expect(valueOf(millionsPerDay("1B"))).toBe(1000);
    expect(choicesOf(millionsPerDay("2k"))).toEqual([0.002, 2000].filter((value) => value >= 0.001));
  });

  it.each([
    ["", "type a number: concurrency goes from 1 to 16,384"],
    ["0", "concurrency goes from 1 to 16,384"],
    ["-5", "concurrency goes from 1 to 16,384"],
    ["1e9", "concurrency goes from 1 to 16,384"],
    ["1e999", "concurrency goes from 1 to 16,384"],
    ["2.5", "concurrency must be a whole number"],
    ["2,49", "concurrency must be a whole number"],
    ["16Ki", '"16Ki" is not a number: "ki" is not understood'],
    ["0x10", '"0x10" is not a number'],
    ["1,23,456", '"1,23,456" is not a number'],
    ["1kk", '"1kk" is not a number: "kk" is not understood'],
    ["$5", '"$5" is not a number'],
    ["60%", '"60%" is not a number'],
    ["12 ms", '"12 ms" is not a number: "ms" is not understood'],
  ])("refuses %j with a short reason", (text, problem) => {
    const reading = concurrency(text);
    expect(reading.kind).toBe("refused");
    if (reading.kind === "refused") expect(reading.problem).toContain(problem);
  });

  it("asks where a mark can be read both ways", () => {
    expect(choicesOf(concurrency("512.000"))).toEqual([512]);
    expect(choicesOf(concurrency("1,024k"))).toEqual([1024]);
    expect(choicesOf(millionsPerDay("1,500"))).toEqual([1.5, 1500]);
  });
});

describe(readRate, () => {
  it.each([
    ["100", 100],
    ["100 rps", 100],
    ["100 req/s", 100],
    ["1.5k requests per second", 1500],
    ["6k/min", 100],
    ["6,000,000 per hour", 1666.66666667],
    ["864k a day", 10],
    ["8.64M requests/day", 100],
    ["2.628M per month", 1],
    ["600 rpm", 10],
    ["864k daily", 10],
  ])("reads %j as %j a second", (text, value) => {
    expect(valueOf(rate(text))).toBe(value);
  });

  it.each(["100 per cat", "rps", "5/s/s", "-1", "1e9", ""])("refuses %j", (text) => {
    expect(rate(text).kind).toBe("refused");
  });
});

describe(readFraction, () => {
  it.each([
    ["60%", 0.6, null],
    ["60 %", 0.6, null],
    ["73,45%", 0.7345, null],
    ["80pct", 0.8, null],
    ["80 per cent", 0.8, null],
    ["７５％", 0.75, null],
    ["0.8", 0.8, "read as 80 %"],
    ["80", 0.8, "read as 80 %"],
    ["7", 0.07, "read as 7 %"],
    ["1", 1, "read as 100 %"],
    ["100", 1, "read as 100 %"],
    ["100%", 1, null],
    ["0", 0, null],
    ["-0", 0, null],
  ])("reads %j as %j", (text, value, note) => {
    expect(acceptance(text)).toEqual({ kind: "read", value, note });
  });

  it("asks where a number can be a percentage and a factor", () => {
    expect(choicesOf(scatter("2"))).toEqual([0.02, 2]);
    expect(valueOf(scatter("120"))).toBe(1.2);
    expect(valueOf(scatter("0.5"))).toBe(0.5);
  });

  it.each(["", "120", "-5", "abc", "8 ms", "1e999", "101 %"])("refuses %j", (text) => {
    expect(acceptance(text).kind).toBe("refused");
  });
});

describe(readTime, () => {
  it.each([
    ["20", 0.02, null],
    ["20ms", 0.02, null],
    ["20 ms/token", 0.02, null],
    ["< 20 ms", 0.02, null],
    ["0.5 s", 0.5, "read as 500 ms"],
    ["0,5s", 0.5, "read as 500 ms"],
    ["0.07 s", 0.07, "read as 70 ms"],
    ["1.5 min", 90, "read as 90000 ms"],
    ["500us", 0.0005, "read as 0.5 ms"],
    ["500µs", 0.0005, "read as 0.5 ms"],
    ["500 μs", 0.0005, "read as 0.5 ms"],
    ["2 h", 7200, "read as 7200000 ms"],
  ])("reads %j in a field of milliseconds as %j s", (text, value, note) => {
    expect(milliseconds(text)).toEqual({ kind: "read", value, note });
  });

  it.each([
    ["60", 60],
    ["0.2", 0.2],
    ["500ms", 0.5],
    ["2 min", 120],
  ])("reads %j in a field of seconds as %j s", (text, value) => {
    expect(valueOf(seconds(text))).toBe(value);
  });

  it("asks about a bare number that is usual in the other unit only, and about m", () => {
    expect(choicesOf(milliseconds("0.5"))).toEqual([0.5, 0.0005]);
    expect(choicesOf(seconds("20000"))).toEqual([20, 20_000]);
    expect(choicesOf(milliseconds("20m"))).toEqual([1200, 0.02]);
    expect(choicesOf(milliseconds("1,500"))).toEqual([0.0015, 1.5]);
  });

  it.each(["", "0", "-3", "-3 ms", "1e999", "20 apples", "1:30", "20 ms ms", "5 tok/s"])("refuses %j", (text) => {
    expect(milliseconds(text).kind).toBe("refused");
  });

  it("reads back what its fields show", () => {
    const time = fc.integer({ min: 1, max: 36_000_000 }).map((tenths) => tenths / 10_000);
    fc.assert(
      fc.property(time, (value) => {
        expect(valueOf(milliseconds(`${timeInUnit(value, "ms")} ms`))).toBe(value);
        expect(valueOf(seconds(`${timeInUnit(value, "s")} s`))).toBe(value);
      }),
    );
  });
});

const READERS = {
  concurrency: [concurrency, SERVING_RANGES.concurrency],
  runTokens: [runTokens, FINE_TUNING_RANGES.tokens],
  promptLength: [promptLength, SERVING_RANGES.inputTokens],
  contextLength: [contextLength, SERVING_RANGES.maxModelLen],
  rate: [rate, SERVING_RANGES.requestsPerSecond],
  acceptance: [acceptance, SERVING_RANGES.acceptanceRate],
  scatter: [scatter, SERVING_RANGES.inputTokensVariation],
  milliseconds: [milliseconds, SERVING_RANGES.ttftSeconds],
  seconds: [seconds, SERVING_RANGES.requestSeconds],
} as const;

describe.each(Object.entries(READERS))("a field of %s", (_name, [reader, { min, max }]) => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("1", "024", "8", "2.5", ",", ".", " ", "k", "M", "%", "/", "s", "ms", "min", "per", "e3", "-", "<"),
  );

  it("never throws, never leaves the range, and says what is wrong in a line", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const reading = reader(pieces.join(""));
        expect(reader(pieces.join(""))).toEqual(reading);
        if (reading.kind === "refused") expect(reading.problem.length).toBeLessThan(110);
        const found = reading.kind === "read" ? [reading] : reading.kind === "question" ? reading.choices : [];
        for (const { value } of found) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
        }
        if (reading.kind === "question") expect(found.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["1", "1,", " ", "1 ", "$ ", "1.000", "e", "9e9"])("refuses ten thousand of %j", (unit) => {
    expect(reader(unit.repeat(10_000)).kind).toBe("refused");
  });
});

describe(lexemesOf, () => {
  it("loses no character that can be seen, and takes each once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("1", "0", ",", ".", " ", "a", "$", "/", "e", "-", "元"), { maxLength: 60 }),
        (all) => {
          const lexed = lexemesOf(all.join(""));
          if (lexed.kind === "unreadable") throw new Error(lexed.why);
          const text = lexed.lexemes
            .map((lexeme) => {
              if (lexeme.kind === "number") return lexeme.digits + (lexeme.exponent ?? "");
              return lexeme.kind === "word" ? lexeme.word : lexeme.mark;
            })
            .join("");
          const seen = (typed: string) => [...typed].filter((character) => /[a1$/元]/u.test(character)).join("");
          expect(seen(text)).toBe(seen(all.join("")));
          expect(lexed.lexemes.length).toBeLessThanOrEqual(all.length);
        },
      ),
    );
  });
});

describe(shortened, () => {
  it("quotes a text in one short line without what hides in it or turns it round", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect([...shortened(text)].length).toBeLessThanOrEqual(24);
        expect(shortened(text)).not.toMatch(/\p{C}/u);
      }),
    );
  });
});
