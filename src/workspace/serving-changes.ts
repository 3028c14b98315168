import { DEFAULT_DEMAND, type Demand } from "../core/economics/demand.ts";
import type { Limits } from "../core/serving/answer/limits.ts";
import type { ServingWorkload } from "../core/serving/physics/serving-workload.ts";
import { SERVING_RANGES } from "../questions/serving/serving-schema.ts";
import { type Change, onPlatform, withServingChoice } from "./changes.ts";
import type { Workspace } from "./workspace.ts";

function onChoice(patch: (choice: Workspace["serve"]) => Partial<Workspace["serve"]>): Change {
  return (workspace) => withServingChoice(patch(workspace.serve))(workspace);
}

export function withConcurrency(concurrency: number): Change {
  return onChoice(({ workload }) => ({ workload: { ...workload, concurrency } }));
}

/** Rows whose `max_model_len` is too short for the lengths get a longer one, which the page says (`contextRaisedTo`). */
export function withLengths(lengths: Partial<Omit<ServingWorkload, "concurrency">>): Change {
  return (workspace) => {
    const changed = onChoice(({ workload }) => ({ workload: { ...workload, ...lengths } }))(workspace);
    const least = contextTokens(changed);
    return onPlatform(null, (platform) =>
      platform.serve.maxModelLen >= least
        ? platform
        : { ...platform, serve: { ...platform.serve, maxModelLen: roundContext(least) } },
    )(changed);
  };
}

export function withLimits(limits: Partial<Limits>): Change {
  return onChoice((choice) => ({ limits: { ...choice.limits, ...limits } }));
}

/** @param demand What changes of it; null asks about requests in flight again. */
export function withDemand(demand: Partial<Demand> | null): Change {
  return onChoice((choice) => ({
    demand: demand === null ? null : { ...(choice.demand ?? DEFAULT_DEMAND), ...demand },
  }));
}

/** Tokens of the longest request asked about. */
export function contextTokens({ serve: { workload } }: Workspace): number {
  return workload.inputTokens + workload.outputTokens;
}

/** Engines are given powers of two. */
function roundContext(tokens: number): number {
  return Math.min(SERVING_RANGES.maxModelLen.max, 2 ** Math.ceil(Math.log2(tokens)));
}
