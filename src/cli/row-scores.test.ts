import { describe, expect, it } from "vitest";
import { gemmaServingStudy } from "../study/shipped-studies.ts";
import { servingAnswerIn } from "../workspace/answers.ts";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import { rowScores } from "./row-scores.ts";
import { rowScoresText } from "./row-scores-text.ts";
import { readRowTable } from "./row-table.ts";

function scoresOf(csv: string) {
  const table = readRowTable(csv);
  if (!table.ok) throw new Error(table.problem);
  return rowScores(table);
}

function performanceOf(id: string) {
  const { platforms } = servingAnswerIn(gemmaServingStudy, defaultWorkspace);
  const delivery = platforms.find(({ platform }) => platform.id === id)?.delivery;
  if (delivery?.kind !== "delivers") throw new Error(`${id} delivers nothing`);
  return delivery.performance;
}

const [h100, b200] = [performanceOf("h100-sxm"), performanceOf("b200-sxm")];
const HEADER = "llm,gpu,weights,concurrency,ttftSeconds,tpotSeconds,outputTokensPerSecond";

describe(rowScores, () => {
  it("scores each measured column against what evaluate predicts, by LLM and GPU and over all", () => {
    const { errors, scoredRows, refused } = scoresOf(
      `${HEADER}
,h100-sxm,,,${h100.ttftSeconds},${h100.tpotSeconds / 1.1},
,b200-sxm,,,,${b200.tpotSeconds / 0.8},${b200.outputTokensPerSecond}
`,
    );
    expect([scoredRows, refused]).toEqual([2, []]);
    const biases = errors.map(({ column, llm, gpu, rows, bias }) => [column, llm, gpu, rows, Number(bias.toFixed(9))]);
    expect(biases).toEqual([
      ["ttftSeconds", "gemma-4-31b-it", "h100-sxm", 1, 0],
      ["ttftSeconds", null, null, 1, 0],
      ["tpotSeconds", "gemma-4-31b-it", "h100-sxm", 1, 0.1],
      ["tpotSeconds", "gemma-4-31b-it", "b200-sxm", 1, -0.2],
      ["tpotSeconds", null, null, 2, -0.05],
      ["outputTokensPerSecond", "gemma-4-31b-it", "b200-sxm", 1, 0],
      ["outputTokensPerSecond", null, null, 1, 0],
    ]);
  });

  it("refuses with line and reason what it cannot read or the platform cannot serve", () => {
    const scores = scoresOf(`${HEADER}
,b200,,16,1,,
gpt-2,b200-sxm,int8,16,1,,
,a100-sxm-80gb,fp8,16,1,,
,b200-sxm,,16
`);
    expect(scores.refused).toEqual([
      { line: 2, problem: 'gpu "b200" is not a known GPU (did you mean "b200-sxm"?)' },
      { line: 3, problem: expect.stringMatching(/llm "gpt-2" is not a known LLM.*weights must be "bf16" or "fp8"/) },
      { line: 4, problem: "A100 has no FP8 tensor cores: choose bf16 weights" },
      { line: 5, problem: "has 4 cells where the header has 7" },
    ]);
    expect(rowScoresText(scores, "rows.csv")).toContain("0 rows scored, 4 refused");
  });
});
