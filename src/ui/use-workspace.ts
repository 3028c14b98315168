import { useStore } from "zustand";
import type { ServingAnswer } from "../questions/serving/serving-answer.ts";
import { gemmaServingStudy } from "../study/shipped-studies.ts";
import { servingAnswerIn } from "../workspace/answers.ts";
import { workspaceStore } from "../workspace/store.ts";
import type { Workspace } from "../workspace/workspace.ts";

export function useWorkspace<T>(select: (workspace: Workspace) => T): T {
  return useStore(workspaceStore, select);
}

/** The study that the page shows: the first load carries one. */
export function useServingStudy() {
  return gemmaServingStudy;
}

export function useServingAnswer<T>(select: (answer: ServingAnswer) => T): T {
  const study = useServingStudy();
  return useStore(workspaceStore, (workspace) => select(servingAnswerIn(study, workspace)));
}

/** Place of a platform in the whole list, which its colour is by; null for one that is not in it. */
export function placeOf(platforms: Workspace["platforms"], id: string | null): number | null {
  const place = platforms.findIndex((platform) => platform.id === id);
  return place < 0 ? null : place;
}
