import { createStore } from "zustand/vanilla";
import { changeWorkspace, workspaceStore } from "../workspace/store.ts";
import { download } from "./download.ts";

/** Why the last file was refused; empty where it was taken. */
export const fileProblemsStore = createStore<{ readonly title: string; readonly problems: readonly string[] }>()(
  () => ({ title: "", problems: [] }),
);

/** What reads and writes files is loaded when the first one is. */
const files = () => import("../workspace/workspace-file.ts");

/** Takes a workspace file as one undoable change, or says what is wrong with it and leaves everything as it was. */
export async function openWorkspaceFile(file: File): Promise<"opened" | "refused"> {
  const title = `${file.name} was not opened; nothing has changed`;
  fileProblemsStore.setState({ title, problems: [] });
  try {
    const [{ readWorkspaceText }, text] = await Promise.all([files(), file.text()]);
    const read = readWorkspaceText(text);
    if (read.kind === "read") {
      changeWorkspace(() => read.workspace);
      return "opened";
    }
    const problems = read.problems.map(({ path, problem }) => (path === "" ? problem : `${path} ${problem}`));
    fileProblemsStore.setState({ title, problems });
  } catch {
    fileProblemsStore.setState({
      title,
      problems: ["What reads files could not be loaded; reload the page to try again."],
    });
  }
  return "refused";
}

/** Everything chosen, as a file that this page and the terminal read. */
export async function saveWorkspaceFile(): Promise<void> {
  try {
    const { workspaceToFile } = await files();
    const text = JSON.stringify(workspaceToFile(workspaceStore.getState()), null, 2);
    download("headroom.json", "application/json", `${text}\n`);
  } catch (error) {
    fileProblemsStore.setState({ title: "The file was not saved", problems: [(error as Error).message] });
  }
}
