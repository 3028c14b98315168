import { platformLabels } from "../../questions/platform-labels.ts";
import { settingsWords } from "../../questions/serving/settings-words.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { gpus } from "../../study/known-gpus.ts";
import { useWorkspace } from "../use-workspace.ts";

/** What each row of the list is called, switched off or not. */
export function useLabels(): (id: string) => string {
  const platforms = useWorkspace((workspace) => workspace.platforms);
  const labels = labelsOf(platforms);
  return (id) => labels.get(id) ?? id;
}

function labelsOf(platforms: Workspace["platforms"]): ReadonlyMap<string, string> {
  return platformLabels(platforms, gpus, (id) => {
    const platform = platforms.find((row) => row.id === id);
    return platform === undefined ? [] : settingsWords(platform.serve);
  });
}
