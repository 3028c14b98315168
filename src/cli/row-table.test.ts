import { describe, expect, it } from "vitest";
import { readRowTable } from "./row-table.ts";

function tableOf(csv: string) {
  const table = readRowTable(csv);
  if (!table.ok) throw new Error(table.problem);
  return table;
}

describe(readRowTable, () => {
  it("leaves what a cell does not say to the defaults", () => {
    const { rows, refused } = tableOf("llm,gpu,lora,concurrency,weights,tpotSeconds\n,h100-sxm,,16,,0.02\n");
    expect(refused).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        workspace: { serve: { workload: { concurrency: 16 } }, platforms: [{ gpu: "h100-sxm", serve: {} }] },
        measured: { ttftSeconds: null, tpotSeconds: 0.02, outputTokensPerSecond: null },
      },
    ]);
  });

  it("takes columns in any order, a byte order mark, CRLF, blanks and quotes", () => {
    const { rows } = tableOf('\uFEFF"ttftSeconds", gpu ,lora,acceptanceRate\r\n"1.5", "b200-sxm" ,TRUE,7e-1\r\n\r\n');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.workspace).toEqual({
      serve: { workload: {} },
      platforms: [{ gpu: "b200-sxm", serve: { lora: true, acceptanceRate: 0.7 } }],
    });
    expect(rows[0]!.measured.ttftSeconds).toBe(1.5);
  });

  it("leaves text that is no number for the workspace's rules to refuse", () => {
    const { rows } = tableOf('gpu,concurrency,lora,ttftSeconds\nh100-sxm,"1,024",perhaps,1\n');
    expect(rows[0]!.workspace).toEqual({
      serve: { workload: { concurrency: "1,024" } },
      platforms: [{ gpu: "h100-sxm", serve: { lora: "perhaps" } }],
    });
  });

  it.each([
    ["h100-sxm,16", "has 2 cells where the header has 3"],
    [",16,1", "names no gpu"],
    ["h100-sxm,16,", "measures nothing"],
    ["h100-sxm,16,0", 'ttftSeconds must be a number above 0, not "0"'],
    ['h100-sxm,16,"30,000"', 'ttftSeconds must be a number above 0, not "30,000"'],
    ['h100-sxm,1"6,1', "Quote"],
  ])("refuses the record %s with its line, and keeps its neighbours", (record, problem) => {
    const { rows, refused } = tableOf(`gpu,concurrency,ttftSeconds\nh100-sxm,1,1\n${record}\nh100-sxm,2,2\n`);
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(refused).toEqual([{ line: 3, problem: expect.stringContaining(problem) }]);
  });

  it("lists columns that are not understood", () => {
    expect(tableOf("gpu,kv_cahce,ttftSeconds\nh100-sxm,fp8,1").unusedColumns).toEqual([
      'kv_cahce (did you mean "kvCache"?)',
    ]);
  });

  it.each([
    ["", "holds no rows"],
    ["llm,ttftSeconds\n", 'has no column "gpu"'],
    ["GPUs,ttftSeconds\n", 'did you mean "gpu"?'],
    ["gpu,concurrency\n", "measures nothing"],
    ["gpu,gpu,ttftSeconds\n", 'names column "gpu" twice'],
  ])("refuses the table %j as a whole", (csv, problem) => {
    expect(readRowTable(csv)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});
