import { useState } from "react";
import type { ServingAsked } from "../questions/serving/serving-platforms.ts";
import { servingAskedIn } from "../workspace/answers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { useWorkspace } from "./use-workspace.ts";

/** What is asked, for what runs over all loads: the same object while only the load changes, so that a dragged slider computes nothing anew. */
export function useServingButLoad(): ServingAsked {
  const workspace = useWorkspace((current) => current);
  const [kept, setKept] = useState(workspace);
  const stays = kept === workspace || differsInLoadAlone(kept, workspace);
  if (!stays) setKept(workspace);
  return servingAskedIn(stays ? kept : workspace);
}

function differsInLoadAlone(a: Workspace, b: Workspace): boolean {
  return (
    a.platforms === b.platforms &&
    a.llm === b.llm &&
    a.tieThresholdFraction === b.tieThresholdFraction &&
    a.serve.limits === b.serve.limits &&
    a.serve.tuned === b.serve.tuned &&
    // Settings are tuned for one load in flight.
    (!a.serve.tuned || a.serve.workload.concurrency === b.serve.workload.concurrency) &&
    isSame({ ...a.serve.workload, concurrency: null }, { ...b.serve.workload, concurrency: null }) &&
    isSame(
      a.serve.demand && { ...a.serve.demand, requestsPerSecond: null },
      b.serve.demand && { ...b.serve.demand, requestsPerSecond: null },
    )
  );
}

function isSame(a: object | null, b: object | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
