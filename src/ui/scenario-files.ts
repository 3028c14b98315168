import { createStore } from "zustand/vanilla";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { changeWorkspace, workspaceStore } from "../scenario/store.ts";
import { withServing, type Workspace } from "../scenario/workspace.ts";
import { download } from "./download.ts";

/** Why the last file was refused; empty where it was taken. */
export const fileProblemsStore = createStore<{ readonly title: string; readonly problems: readonly string[] }>()(
  () => ({
    title: "",
    problems: [],
  }),
);

/** Takes a scenario file as one undoable change, or says what is wrong with it and leaves everything as it was. */
export async function openScenarioFile(file: File): Promise<void> {
  const title = `${file.name} was not opened; nothing has changed`;
  fileProblemsStore.setState({ title, problems: [] });
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch (error) {
    fileProblemsStore.setState({ title, problems: [`not JSON: ${(error as Error).message}`] });
    return;
  }
  const result = await changeOf(json);
  if (result.ok) changeWorkspace(result.change);
  else
    fileProblemsStore.setState({
      title,
      problems: result.problems.map(({ path, problem }) => `${path}: ${problem}`),
    });
}

/** What a file changes: the scenario of its mode, which is then shown. */
export type FileChange =
  | { readonly ok: true; readonly change: (workspace: Workspace) => Workspace }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly problem: string }[] };

async function changeOf(json: unknown): Promise<FileChange> {
  const { isFineTuningFile, parseScenarioFile } = await import("../scenario/scenario-file.ts");
  const llmIds = [defaultScenario.llm];
  if (isFineTuningFile(json)) {
    const { changeByFineTuningFile } = await import("./fine-tuning/fine-tuning-files.ts");
    return changeByFineTuningFile(json, llmIds);
  }
  const parsed = parseScenarioFile(json, defaultScenario, llmIds);
  if (!parsed.ok) return parsed;
  return { ok: true, change: (workspace) => ({ ...withServing(workspace, parsed.scenario), mode: "serve" }) };
}

/** The scenario of the shown mode as a file that this page and the terminal read. */
export async function saveScenarioFile(): Promise<void> {
  try {
    const text = JSON.stringify(await shownScenario(workspaceStore.getState()), null, 2);
    download("headroom-scenario.json", "application/json", `${text}\n`);
  } catch (error) {
    fileProblemsStore.setState({ title: "The scenario was not saved", problems: [(error as Error).message] });
  }
}

async function shownScenario(workspace: Workspace): Promise<unknown> {
  if (workspace.mode === "serve") {
    const { scenarioToFile } = await import("../scenario/scenario-file.ts");
    return scenarioToFile(workspace.serving);
  }
  const { fineTuningFileOf } = await import("./fine-tuning/fine-tuning-files.ts");
  return fineTuningFileOf(workspace);
}
