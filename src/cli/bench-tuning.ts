import { DEFAULT_DEMAND, type Demand } from "../core/economics/demand.ts";
import { TUNABLE_SETTINGS, type TunableSetting } from "../core/serving/answer/tuning.ts";
import { gemmaServingStudy as study } from "../study/shipped-studies.ts";
import { servingAnswerIn } from "../workspace/answers.ts";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { inDuration, secondsPerCall } from "./stopwatch.ts";

/** The default workspace, tuned, with its first so many platforms and with settings kept from the search. */
function tunedWorkspace(
  platforms: number,
  locked: readonly TunableSetting[],
  demand: Demand | null,
  inputTokens = defaultWorkspace.serve.workload.inputTokens,
): Workspace {
  const { serve } = defaultWorkspace;
  return {
    ...defaultWorkspace,
    serve: { ...serve, tuned: true, demand, workload: { ...serve.workload, inputTokens } },
    platforms: defaultWorkspace.platforms.map((platform, i) => ({
      ...platform,
      compared: i < platforms,
      serve: { ...platform.serve, locked },
    })),
  };
}

function candidatesIn(workspace: Workspace): number {
  return servingAnswerIn(study, workspace).platforms.reduce(
    (sum, { delivery: { tuning } }) => sum + (tuning?.candidates ?? 0),
    0,
  );
}

/** A tuned answer of lengths not seen before, at a load and for a demand, as it grows with what is searched. */
export function tuningTimes(): readonly (readonly string[])[] {
  let tokens = 300;
  const most = defaultWorkspace.platforms.length;
  const cases = [
    ...Array.from({ length: most }, (_, i) => ({ platforms: i + 1, locked: [] as readonly TunableSetting[] })),
    // One setting after the other is left to the search.
    ...TUNABLE_SETTINGS.slice(1).map((_, i) => ({ platforms: most, locked: TUNABLE_SETTINGS.slice(i + 1) })),
  ];
  return cases.flatMap(({ platforms, locked }) =>
    [null, DEFAULT_DEMAND].map((demand) => {
      const candidates = candidatesIn(tunedWorkspace(platforms, locked, demand));
      const what = `tuned ${demand === null ? "at a load" : "for a demand"}, ${platforms} platforms, ${candidates} candidates`;
      const seconds = secondsPerCall(() => {
        tokens += 1;
        return servingAnswerIn(study, tunedWorkspace(platforms, locked, demand, tokens));
      });
      return [what, inDuration(seconds)];
    }),
  );
}
