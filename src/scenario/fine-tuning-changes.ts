import {
  TUNABLE_SETTINGS,
  type TunableSetting,
  type TuningObjective,
} from "../core/fine-tuning/answer/tune-training.ts";
import {
  bestMeasuredTrainingSettings,
  defaultFineTuningScenario,
  type FineTuningChoice,
  type FineTuningPlatformChoice,
  type FineTuningScenario,
} from "./fine-tuning-scenario.ts";

/** What a control does to the fine-tuning scenario. Pure; every function returns a new one. */
export type FineTuningChange = (scenario: FineTuningScenario) => FineTuningScenario;

/** The settings of one platform that tuning may choose. */
export type TrainingSettings = Pick<FineTuningPlatformChoice, TunableSetting>;

function onPlatforms(change: (platform: FineTuningPlatformChoice) => FineTuningPlatformChoice): FineTuningChange {
  return (scenario) => ({ ...scenario, platforms: scenario.platforms.map(change) });
}

export function withRun(run: Partial<FineTuningChoice>): FineTuningChange {
  return (scenario) => ({ ...scenario, fineTuning: { ...scenario.fineTuning, ...run } });
}

export function withTrainingTieThreshold(tieThresholdFraction: number): FineTuningChange {
  return (scenario) => ({ ...scenario, tieThresholdFraction });
}

/** The last compared platform stays: an empty comparison has no answer. */
export function withTrainingCompared(gpu: string, compared: boolean): FineTuningChange {
  return (scenario) => {
    const next = onPlatforms((platform) => (platform.gpu === gpu ? { ...platform, compared } : platform))(scenario);
    return next.platforms.some((platform) => platform.compared) ? next : scenario;
  };
}

/** A setting chosen by hand; where settings are tuned it is kept from then on, and the others stay tuned. */
export function withTrainingSettings(gpu: string, settings: Partial<TrainingSettings>): FineTuningChange {
  const chosen = TUNABLE_SETTINGS.filter((name) => settings[name] !== undefined);
  return onPlatforms((platform) => {
    if (platform.gpu !== gpu) return platform;
    const locked = platform.tuned ? [...new Set([...platform.locked, ...chosen])] : platform.locked;
    return { ...platform, ...settings, locked };
  });
}

/** Keeps a setting out of the search, at the value it has there now, or gives it back. */
export function withTrainingLock<Setting extends TunableSetting>(
  gpu: string,
  setting: Setting,
  value: TrainingSettings[Setting],
  locked: boolean,
): FineTuningChange {
  return onPlatforms((platform) => {
    if (platform.gpu !== gpu) return platform;
    const others = platform.locked.filter((name) => name !== setting);
    return { ...platform, [setting]: value, locked: locked ? [...others, setting] : others };
  });
}

/** Tunes every platform, with nothing kept, for the cheapest or the fastest run. */
export function withTrainingTuned(objective: TuningObjective): FineTuningChange {
  return (scenario) => ({
    ...scenario,
    objective,
    platforms: scenario.platforms.map((platform) => ({
      ...platform,
      tuned: true,
      locked: platform.tuned ? platform.locked : [],
    })),
  });
}

/** Every platform at the settings of its fastest measured run, on the benchmark's nodes. */
export function withBestMeasuredTraining(): FineTuningChange {
  return onPlatforms((platform) => ({ ...platform, ...measuredSetup(platform.gpu), tuned: false, locked: [] }));
}

/** Which preset all compared platforms are on; custom where none. */
export type TrainingPolicy = "best-measured" | "tuned-cheapest" | "tuned-fastest" | "custom";

/** Told from the settings themselves, so that it can never disagree with them. */
export function trainingPolicyOf({ platforms, objective }: FineTuningScenario): TrainingPolicy {
  const compared = platforms.filter((platform) => platform.compared);
  if (compared.every(({ tuned }) => tuned)) return `tuned-${objective}`;
  const isMeasured = (platform: FineTuningPlatformChoice): boolean => {
    const setup = measuredSetup(platform.gpu);
    return !platform.tuned && TUNABLE_SETTINGS.every((name) => platform[name] === setup[name]);
  };
  return compared.every(isMeasured) ? "best-measured" : "custom";
}

function measuredSetup(gpu: string): TrainingSettings {
  const { gpuCount } = defaultFineTuningScenario.platforms.find((platform) => platform.gpu === gpu)!;
  return { gpuCount, ...bestMeasuredTrainingSettings(gpu) };
}
