import { servingModel } from "../../catalog/serving-model.ts";
import { TUNABLE_SETTINGS, type TunableSetting } from "../../core/serving/answer/tuning.ts";
import { withLock, withSettings } from "../../scenario/changes.ts";
import type { PlatformChoice } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";

interface LockProps {
  readonly platform: PlatformChoice;
  readonly setting: TunableSetting;
  readonly name: string;
}

/** Keeps a setting out of the search, at the value it has now. */
export function Lock({ platform, setting, name }: LockProps) {
  return (
    <label className="lock">
      <input
        type="checkbox"
        checked={platform.lockedSettings.includes(setting)}
        aria-label={`Keep ${name}, ${servingModel.gpus.get(platform.gpu)!.shortName}`}
        onChange={(event) => changeScenario(withLock(platform.gpu, setting, platform[setting], event.target.checked))}
      />
      keep
    </label>
  );
}

/** A setting chosen by hand; one that is searched for is kept from then on. */
export function chooseSetting(
  platform: PlatformChoice,
  gpu: string | null,
  settings: Partial<
    Pick<PlatformChoice, "kvCache" | "draftLength" | "acceptanceRate" | "maxNumSeqs" | "tensorParallel">
  >,
): void {
  changeScenario((scenario) => {
    const changed = withSettings(gpu, settings)(scenario);
    if (!scenario.tuned) return changed;
    return TUNABLE_SETTINGS.reduce(
      (result, setting) =>
        settings[setting] === undefined ? result : withLock(platform.gpu, setting, settings[setting], true)(result),
      changed,
    );
  });
}
