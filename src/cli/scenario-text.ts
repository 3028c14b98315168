import { servingModel } from "../catalog/serving-model.ts";
import { defaultScenario } from "../scenario/default-scenario.ts";
import type { Ignored } from "../scenario/permalink.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { parseFineTuningFile } from "../scenario/fine-tuning-file.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "../scenario/fine-tuning-scenario.ts";
import { isFineTuningFile, parseScenarioFile } from "../scenario/scenario-file.ts";
import { fineTuningIn } from "../scenario/fine-tuning-workspace.ts";
import { decodeWorkspace } from "../scenario/workspace-permalink.ts";
import { isPermalink } from "./permalink-text.ts";

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario | FineTuningScenario; readonly ignored: readonly Ignored[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The LLMs that an evaluation can answer for. */
export const LLM_IDS = [servingModel.llm.id];

/** A scenario as people and programs write it: the JSON of a scenario file, a permalink, or a permalink as JSON text. */
export function readScenario(text: string): ReadScenario {
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
    ? parseFineTuningFile(json, defaultFineTuningScenario, LLM_IDS)
    : parseScenarioFile(json, defaultScenario, LLM_IDS);
  if (parsed.ok) return { ok: true, scenario: parsed.scenario, ignored: [] };
  return { ok: false, problems: parsed.problems.map(({ path, problem }) => (path ? `${path} ${problem}` : problem)) };
}

/** Of a link the mode that it shows. */
function scenarioOfPermalink(link: string): ReadScenario {
  const defaults = { serving: defaultScenario, fineTuning: defaultFineTuningScenario };
  const { workspace, ignored } = decodeWorkspace(link, defaults, LLM_IDS);
  const scenario = workspace.mode === "serve" ? workspace.serving : fineTuningIn(workspace);
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
