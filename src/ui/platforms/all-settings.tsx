import {
  fineTuningPolicyOf,
  servingPolicyOf,
  withAdapter,
  withBestMeasuredFineTuning,
  withBestMeasuredServing,
  withSameServing,
  withTunedFineTuning,
  withTunedServing,
} from "../../workspace/settings-policies.ts";
import type { Change } from "../../workspace/changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { useWorkspace } from "../use-workspace.ts";
import { AllKnobs } from "./all-knobs.tsx";
import { fineTuningKnobs } from "./fine-tuning-knobs.ts";
import { servingKnobs } from "./serving-knobs.ts";

interface Policy {
  readonly id: string;
  readonly name: string;
  readonly change: Change;
}

const SERVING_POLICIES: readonly Policy[] = [
  { id: "best-measured", name: "Best measured", change: withBestMeasuredServing() },
  { id: "same", name: "Same for all", change: withSameServing() },
  { id: "tuned", name: "Tuned", change: withTunedServing() },
];

const FINE_TUNING_POLICIES: readonly Policy[] = [
  { id: "best-measured", name: "Best measured", change: withBestMeasuredFineTuning() },
  { id: "tuned-cheapest", name: "Cheapest", change: withTunedFineTuning("cheapest") },
  { id: "tuned-fastest", name: "Fastest", change: withTunedFineTuning("fastest") },
];

/** How all platforms serve: a preset, or one knob for all at once; each row has its own besides. */
export function AllServingSettings() {
  const policy = useWorkspace(servingPolicyOf);
  const platforms = useCompared();
  const lora = platforms.every(({ serve }) => serve.lora);
  return (
    <>
      <Policies label="Settings to compare with" policies={SERVING_POLICIES} current={policy} />
      {policy === "tuned" && (
        <p className="hint">
          The settings that deliver most within the limits, of those somebody has run on the GPU. What is kept stays as
          it is.
        </p>
      )}
      <label className="check">
        <input type="checkbox" checked={lora} onChange={({ target }) => changeWorkspace(withAdapter(target.checked))} />
        LoRA adapter (rank 16) on every request
      </label>
      <AllKnobs board={servingKnobs} platforms={platforms} />
    </>
  );
}

/** How all platforms fine-tune. */
export function AllFineTuningSettings() {
  const policy = useWorkspace(fineTuningPolicyOf);
  return (
    <>
      <Policies label="Settings to fine-tune with" policies={FINE_TUNING_POLICIES} current={policy} />
      {policy.startsWith("tuned") && (
        <p className="hint">
          Of all settings that fit and take the batch asked for, in number formats that somebody has run on the GPU.
          What is kept stays as it is.
        </p>
      )}
      <AllKnobs board={fineTuningKnobs} platforms={useCompared()} />
    </>
  );
}

const comparedIn = new WeakMap<Workspace["platforms"], Workspace["platforms"]>();

function useCompared(): Workspace["platforms"] {
  return useWorkspace(({ platforms }) => {
    let compared = comparedIn.get(platforms);
    if (!compared) comparedIn.set(platforms, (compared = platforms.filter((platform) => platform.compared)));
    return compared;
  });
}

interface PoliciesProps {
  readonly label: string;
  readonly policies: readonly Policy[];
  readonly current: string;
}

function Policies({ label, policies, current }: PoliciesProps) {
  return (
    <div className="choices thirds" role="group" aria-label={label}>
      {policies.map(({ id, name, change }) => (
        <button key={id} type="button" aria-pressed={current === id} onClick={() => changeWorkspace(change)}>
          {name}
        </button>
      ))}
    </div>
  );
}
