import type {
  TunableSetting as TunableTraining,
  TuningObjective,
} from "../core/fine-tuning/answer/tunable-fine-tuning.ts";
import type { TunableSetting as TunableServing } from "../core/serving/answer/tuning.ts";
import {
  bestMeasuredFineTuningSettings,
  type FineTuningPolicy,
  fineTuningPolicyIn,
} from "../questions/fine-tuning/fine-tuning-settings.ts";
import type { ServingSettings } from "../questions/serving/serving-choice.ts";
import { baseServingSettings, bestMeasuredServingSettings } from "../questions/serving/serving-settings.ts";
import { gemmaServingStudy as study } from "../study/shipped-studies.ts";
import { type Change, onPlatform } from "./changes.ts";
import type { Platform, Workspace } from "./workspace.ts";

/** Which preset all compared platforms are on; custom where none. Told from the settings, so that it cannot disagree with them. */
export type ServingPolicy = "best-measured" | "same" | "tuned" | "custom";

/** Every platform as its GPU's fastest steady row served; a GPU without rows on the engine's base settings. */
export function withBestMeasuredServing(): Change {
  return untuned(bestServing);
}

/** Every platform on the settings that all were measured with, but for the weights, which are the GPU's. */
export function withSameServing(): Change {
  return untuned(({ gpu, serve }) => baseServingSettings(study, gpu, serve.lora));
}

/** Searches for every platform's settings, but for the locked ones. */
export function withTunedServing(): Change {
  return (workspace) => ({ ...workspace, serve: { ...workspace.serve, tuned: true } });
}

/** An adapter is part of what is served, so it is the same everywhere; platforms as best measured stay so. */
export function withAdapter(lora: boolean): Change {
  return onPlatform(null, (platform) => {
    const adapted = { ...platform, serve: { ...platform.serve, lora } };
    return isSame(platform.serve, bestServing(platform)) ? { ...adapted, serve: bestServing(adapted) } : adapted;
  });
}

/** Keeps a setting out of the search, at the value it has there now, or gives it back. */
export function withServingLock<Setting extends TunableServing>(
  id: string,
  setting: Setting,
  value: ServingSettings[Setting],
  locked: boolean,
): Change {
  return onPlatform(id, (platform) => {
    const others = platform.serve.locked.filter((name) => name !== setting);
    const serve = { ...platform.serve, [setting]: value, locked: locked ? [...others, setting] : others };
    return { ...platform, serve };
  });
}

export function servingPolicyOf({ serve, platforms }: Workspace): ServingPolicy {
  if (serve.tuned) return "tuned";
  const compared = platforms.filter((platform) => platform.compared);
  if (compared.every((platform) => isSame(platform.serve, bestServing(platform)))) return "best-measured";
  const [first] = compared;
  // Weights are the GPU's own in either preset.
  const areAlike = compared.every(
    ({ gpu, serve: own }) =>
      first !== undefined &&
      own.weights === baseServingSettings(study, gpu, own.lora).weights &&
      isSame({ ...own, weights: first.serve.weights }, first.serve),
  );
  return compared.length > 1 && areAlike ? "same" : "custom";
}

/** Every platform as its GPU's fastest measured run. */
export function withBestMeasuredFineTuning(): Change {
  return onPlatform(null, (platform) => ({ ...platform, fineTune: bestMeasuredFineTuningSettings(platform.gpu) }));
}

/** Tunes every platform for the cheapest or the fastest run; what was locked stays so where it was tuned already. */
export function withTunedFineTuning(objective: TuningObjective): Change {
  return (workspace) =>
    onPlatform(null, ({ fineTune, ...row }) => ({
      ...row,
      fineTune: { ...fineTune, tuned: true, locked: fineTune.tuned ? fineTune.locked : [] },
    }))({ ...workspace, fineTune: { ...workspace.fineTune, objective } });
}

/** Keeps a setting out of the search, at the value it has there now, or gives it back. */
export function withFineTuningLock(
  id: string,
  setting: Exclude<TunableTraining, "gpuCount">,
  value: Platform["fineTune"][Exclude<TunableTraining, "gpuCount">],
  locked: boolean,
): Change {
  return onPlatform(id, (platform) => {
    const others = platform.fineTune.locked.filter((name) => name !== setting);
    const fineTune = { ...platform.fineTune, [setting]: value, locked: locked ? [...others, setting] : others };
    return { ...platform, fineTune };
  });
}

export function fineTuningPolicyOf({ fineTune: { objective }, platforms }: Workspace): FineTuningPolicy {
  const compared = platforms.flatMap((own) => (own.compared ? [{ gpu: own.gpu, settings: own.fineTune }] : []));
  return fineTuningPolicyIn(objective, compared);
}

function untuned(settingsOf: (platform: Platform) => ServingSettings): Change {
  return (workspace) =>
    onPlatform(null, (platform) => ({ ...platform, serve: settingsOf(platform) }))({
      ...workspace,
      serve: { ...workspace.serve, tuned: false },
    });
}

function bestServing({ gpu, serve: { lora } }: Platform): ServingSettings {
  return bestMeasuredServingSettings(study, gpu, lora) ?? baseServingSettings(study, gpu, lora);
}

function isSame(a: object, b: object): boolean {
  const other: Readonly<Record<string, unknown>> = { ...b };
  return Object.entries(a).every(([key, value]) => String(value) === String(other[key]));
}
