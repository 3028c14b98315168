import { servingModel } from "../catalog/serving-model.ts";
import { defaultScenario } from "../scenario/default-scenario.ts";
import type { FineTuningScenario } from "../scenario/fine-tuning-scenario.ts";
import { speaksOfFineTuning } from "../scenario/link-mode.ts";
import { decodePermalink, type Ignored } from "../scenario/permalink.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { isFineTuningFile, parseScenarioFile } from "../scenario/scenario-file.ts";
import { isPermalink } from "./permalink-text.ts";

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario | FineTuningScenario; readonly ignored: readonly Ignored[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The LLMs that an evaluation can answer for. */
export const LLM_IDS = [servingModel.llm.id];

/** A scenario as people and programs write it: the JSON of a scenario file, a permalink, or a permalink as JSON text. */
export async function readScenario(text: string): Promise<ReadScenario> {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { ok: false, problems: ["is empty"] };
  if (isPermalink(trimmed)) return scenarioOfPermalink(trimmed);
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problems: [`is neither JSON nor a permalink: ${withLine(error.message, trimmed)}`] };
  }
  if (typeof json === "string" && isPermalink(json.trim())) return scenarioOfPermalink(json.trim());
  const parsed = isFineTuningFile(json)
    ? (await withFineTuning()).parsedFineTuning(json)
    : parseScenarioFile(json, defaultScenario, LLM_IDS);
  if (parsed.ok) return { ok: true, scenario: parsed.scenario, ignored: [] };
  return { ok: false, problems: parsed.problems.map(({ path, problem }) => (path ? `${path} ${problem}` : problem)) };
}

/** Fine-tuning has a model of its own, which serving does not wait for. */
const withFineTuning = () => import("./fine-tuning-text.ts");

async function scenarioOfPermalink(link: string): Promise<ReadScenario> {
  if (speaksOfFineTuning(link)) return (await withFineTuning()).scenarioOfWorkspace(link);
  const { scenario, ignored } = decodePermalink(link, defaultScenario, LLM_IDS);
  return { ok: true, scenario, ignored };
}

/** On one line, and with the place as an editor shows it: Node counts characters from the start of the text. */
function withLine(quoted: string, text: string): string {
  const message = quoted.replaceAll(/\s+/g, " ");
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined || /line \d/.test(message)) return message;
  const before = text.slice(0, Number(position)).split("\n");
  return `${message} (line ${before.length}, column ${before.at(-1)!.length + 1})`;
}
