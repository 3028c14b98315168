import { createStore } from "zustand/vanilla";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { changeScenario, scenarioStore } from "../scenario/store.ts";
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
  const { parseScenarioFile } = await import("../scenario/scenario-file.ts");
  const result = parseScenarioFile(json, defaultScenario, [defaultScenario.llm]);
  if (result.ok) changeScenario(() => result.scenario);
  else
    fileProblemsStore.setState({
      title,
      problems: result.problems.map(({ path, problem }) => `${path}: ${problem}`),
    });
}

/** The scenario as a file that this page and the terminal read. */
export async function saveScenarioFile(): Promise<void> {
  try {
    const { scenarioToFile } = await import("../scenario/scenario-file.ts");
    const text = JSON.stringify(scenarioToFile(scenarioStore.getState()), null, 2);
    download("headroom-scenario.json", "application/json", `${text}\n`);
  } catch (error) {
    fileProblemsStore.setState({ title: "The scenario was not saved", problems: [(error as Error).message] });
  }
}
