import type { ReactNode } from "react";
import { trainingPolicyOf, type TrainingPolicy } from "../../scenario/fine-tuning-changes.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "../../scenario/fine-tuning-scenario.ts";
import { changeFineTuning } from "../../scenario/fine-tuning-store.ts";
import { Fold } from "../controls/fold.tsx";
import { Prices } from "../controls/price-fields.tsx";
import { formatCount, formatPercent } from "../format/format.ts";
import { AdapterFields, BatchFields, RunLengthField, TrainingTieField } from "./run-fields.tsx";
import { TrainingComparedFields, TrainingSettingsFields } from "./training-settings.tsx";
import { gpuName } from "./training-text.ts";
import { useFineTuning } from "./use-fine-tuning.ts";

/** Everything that can be chosen of a run; the first view holds prices and its length, the rest folds. */
export function TrainingInputs() {
  const scenario = useFineTuning((current) => current);
  return (
    <aside className="inputs" aria-label="Inputs">
      <Prices scenario={scenario} nameOf={gpuName} onChange={changeFineTuning} />
      <RunLengthField />
      <TrainingFold title="Batch and sequence" summary={batchText}>
        <BatchFields />
      </TrainingFold>
      <TrainingFold title="Adapter" summary={adapterText}>
        <AdapterFields />
      </TrainingFold>
      <TrainingFold title="Training settings" summary={settingsText}>
        <TrainingSettingsFields />
      </TrainingFold>
      <TrainingFold title="Ties" summary={({ tieThresholdFraction }) => `below ${formatPercent(tieThresholdFraction)}`}>
        <TrainingTieField />
      </TrainingFold>
      <TrainingFold title="Platforms compared" summary={comparedText}>
        <TrainingComparedFields />
      </TrainingFold>
    </aside>
  );
}

interface TrainingFoldProps {
  readonly title: string;
  readonly summary: (scenario: FineTuningScenario) => string;
  readonly children: ReactNode;
}

function TrainingFold({ title, summary, children }: TrainingFoldProps) {
  return (
    <Fold title={title} summary={useFineTuning(summary)} defaultSummary={summary(defaultFineTuningScenario)}>
      {children}
    </Fold>
  );
}

function batchText({ fineTuning }: FineTuningScenario): string {
  return `${formatCount(fineTuning.globalBatchSequences)} x ${formatCount(fineTuning.sequenceLength)}`;
}

function adapterText({ fineTuning }: FineTuningScenario): string {
  const targets = { all: "all", attention: "attention", mlp: "MLP" }[fineTuning.loraTargets];
  return `rank ${formatCount(fineTuning.loraRank)}, ${targets}`;
}

const POLICIES: Readonly<Record<TrainingPolicy, string>> = {
  "best-measured": "best measured",
  "tuned-cheapest": "cheapest",
  "tuned-fastest": "fastest",
  custom: "own",
};

function settingsText(scenario: FineTuningScenario): string {
  return POLICIES[trainingPolicyOf(scenario)];
}

function comparedText({ platforms }: FineTuningScenario): string {
  const compared = platforms.filter((platform) => platform.compared).length;
  return compared === platforms.length ? `all ${compared}` : `${compared} of ${platforms.length}`;
}
