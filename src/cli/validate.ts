import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { gpus } from "../catalog/gpus.ts";
import { VALIDATE_USAGE, validateCommand } from "./arguments.ts";
import { endQuietlyWithReader, pathFromUser, print, readProblem, refuse } from "./terminal.ts";

endQuietlyWithReader();
const command = validateCommand(argv.slice(2));
switch (command.kind) {
  case "help":
    await print(`${VALIDATE_USAGE}\n`);
    break;
  case "misuse":
    refuse("validate", [command.problem], VALIDATE_USAGE);
    break;
  case "validate":
    await printValidation(command.json);
    break;
  case "score-rows":
    await printRowScores(command.path, command.json);
    break;
}

async function printValidation(json: boolean): Promise<void> {
  const [{ validation }, { fineTuningValidation }, { servingFitOf }, serving, fineTuning, { validationText }] =
    await Promise.all([
      import("../study/serving-validation.ts"),
      import("../study/fine-tuning-validation.ts"),
      import("../study/serving-fit.ts"),
      import("../study/shipped-studies.ts"),
      import("../study/shipped-fine-tuning-studies.ts"),
      import("./validation-text.ts"),
    ]);
  const { gemmaServingData } = await import("../study/shipped/gemma-4-31b-serving.ts");
  const { modelVersion } = serving.gemmaServingStudy;
  const report = {
    ...validation(modelVersion, servingFitOf(gemmaServingData)),
    fineTuning: fineTuningValidation(fineTuning.gemmaFineTuningStudy),
  };
  await print(json ? `${JSON.stringify(report, null, 2)}\n` : validationText(report, nameOfGpu));
}

async function printRowScores(path: string, json: boolean): Promise<void> {
  let csv: string;
  try {
    csv = await readFile(pathFromUser(path, "validate"), "utf8");
  } catch (error) {
    refuse("validate", [`${path}: ${readProblem(error)}`]);
    return;
  }
  const { readRowTable } = await import("./row-table.ts");
  const table = readRowTable(csv);
  if (!table.ok) {
    refuse("validate", [`${path}: ${table.problem}`]);
    return;
  }
  const [{ rowScores }, { rowScoresText }] = await Promise.all([
    import("./row-scores.ts"),
    import("./row-scores-text.ts"),
  ]);
  const scores = rowScores(table);
  await print(
    json
      ? `${JSON.stringify(scores, null, 2)}
`
      : rowScoresText(scores, path),
  );
}

function nameOfGpu(gpu: string): string {
  return gpus.get(gpu)?.shortName ?? gpu;
}
