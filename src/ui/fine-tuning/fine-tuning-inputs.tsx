import { fineTuningPolicyOf } from "../../workspace/settings-policies.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { TieField } from "../controls/workload-fields.tsx";
import { formatCount, formatPercent } from "../format/format.ts";
import { WorkspaceFold } from "../panels/inputs.tsx";
import { AllFineTuningSettings } from "../platforms/all-settings.tsx";
import { PlatformList } from "../platforms/platform-list.tsx";
import { AdapterFields, BatchFields, RunLengthField } from "./run-fields.tsx";

/** Everything that can be chosen about fine-tuning; the first view holds platforms, prices and the run's length. */
export function FineTuningInputs() {
  return (
    <aside className="inputs" aria-label="Inputs">
      <PlatformList />
      <RunLengthField />
      <WorkspaceFold title="Batch and sequence" summary={batchText}>
        <BatchFields />
      </WorkspaceFold>
      <WorkspaceFold title="Adapter" summary={adapterText}>
        <AdapterFields />
      </WorkspaceFold>
      <WorkspaceFold title="Fine-tuning settings, all platforms" summary={settingsText}>
        <AllFineTuningSettings />
      </WorkspaceFold>
      <WorkspaceFold
        title="Close calls"
        summary={({ tieThresholdFraction }) => `below ${formatPercent(tieThresholdFraction)}`}
      >
        <TieField />
      </WorkspaceFold>
    </aside>
  );
}

function batchText({ fineTune }: Workspace): string {
  return `${formatCount(fineTune.globalBatchSequences)} x ${formatCount(fineTune.sequenceLength)}`;
}

const TARGETS = { all: "all", attention: "attention", mlp: "MLP" } as const;

function adapterText({ fineTune }: Workspace): string {
  return `rank ${formatCount(fineTune.loraRank)}, ${TARGETS[fineTune.loraTargets]}`;
}

const POLICIES = {
  "best-measured": "best measured",
  "tuned-cheapest": "cheapest",
  "tuned-fastest": "fastest",
  custom: "own",
} as const;

function settingsText(workspace: Workspace): string {
  return POLICIES[fineTuningPolicyOf(workspace)];
}
