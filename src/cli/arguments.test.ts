import { describe, expect, it } from "vitest";
import { evaluateCommand, validateCommand } from "./arguments.ts";

describe(evaluateCommand, () => {
  it.each([
    [["?v=2&conc=512"], { kind: "evaluate", argument: "?v=2&conc=512", pretty: false, extras: [] }],
    [["--pretty", "scenario.json"], { kind: "evaluate", argument: "scenario.json", pretty: true, extras: [] }],
    [["-", "--pretty"], { kind: "evaluate", argument: "-", pretty: true, extras: [] }],
    [["--lines"], { kind: "lines", extras: [] }],
    [["--lines", "--with", "segments,map"], { kind: "lines", extras: ["map", "segments"] }],
    [["--lines", "-"], { kind: "lines", extras: [] }],
    [["--help"], { kind: "help" }],
  ] as const)("understands %j", (args, command) => {
    expect(evaluateCommand(args)).toEqual(command);
  });

  it.each([
    [[], "no scenario is given"],
    [[""], "no scenario is given"],
    [["a.json", "b.json"], "one scenario at a time, not 2; for many there is --lines"],
    [["--lines", "a.json"], '--lines reads standard input, not "a.json"'],
    [["--lines", "--pretty"], "--lines prints one result a line, --pretty more than one"],
    [
      ["--with", "segment", "a.json"],
      '--with knows no "segment" (did you mean "segments"?): map, frontier, sensitivity, segments',
    ],
    [["--prety", "a.json"], "Unknown option '--prety'"],
    [["--pretty=2", "a.json"], "Option '--pretty' does not take an argument"],
  ])("refuses %j", (args, problem) => {
    expect(evaluateCommand(args)).toEqual({ kind: "misuse", problem });
  });
});

describe(validateCommand, () => {
  it.each([
    [[], { kind: "validate", json: false }],
    [["--json"], { kind: "validate", json: true }],
    [["--rows", "rows.csv"], { kind: "score-rows", path: "rows.csv", json: false }],
    [["--json", "--rows=rows.csv"], { kind: "score-rows", path: "rows.csv", json: true }],
    [["--help"], { kind: "help" }],
  ])("understands %j", (args, command) => {
    expect(validateCommand(args)).toEqual(command);
  });

  it.each([
    [["rows.csv"], '"rows.csv" is not understood; a table of rows follows --rows'],
    [["--rows="], "--rows names no file"],
    [["--rows"], "Option '--rows <value>' argument missing"],
    [["--csv"], "Unknown option '--csv'"],
  ])("refuses %j", (args, problem) => {
    expect(validateCommand(args)).toEqual({ kind: "misuse", problem });
  });
});
