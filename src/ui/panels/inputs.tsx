import { lazy, type ReactNode } from "react";
import { defaultWorkspace } from "../../workspace/default-workspace.ts";
import { servingPolicyOf } from "../../workspace/settings-policies.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { Fold } from "../controls/fold.tsx";
import { LoadField } from "../controls/load-field.tsx";
import { formatCount, formatPercent, formatTime } from "../format/format.ts";
import { PlatformList } from "../platforms/platform-list.tsx";
import { useWorkspace } from "../use-workspace.ts";

// What is folded at first may come after the answer.
const workloadFields = () => import("../controls/workload-fields.tsx");
const AllServingSettings = lazy(() =>
  import("../platforms/all-settings.tsx").then((module) => ({ default: module.AllServingSettings })),
);
const LengthFields = lazy(() => workloadFields().then((module) => ({ default: module.LengthFields })));
const LimitFields = lazy(() => workloadFields().then((module) => ({ default: module.LimitFields })));
const DemandFields = lazy(() =>
  import("../controls/demand-fields.tsx").then((module) => ({ default: module.DemandFields })),
);
const TieField = lazy(() => workloadFields().then((module) => ({ default: module.TieField })));

/** Everything that can be chosen about serving; the first view holds platforms, prices and load, the rest folds. */
export function Inputs() {
  const hasDemand = useWorkspace(({ serve }) => serve.demand !== null);
  return (
    <aside className="inputs" aria-label="Inputs">
      <PlatformList />
      <LoadField />
      {hasDemand && (
        <WorkspaceFold title="Day and rental" summary={demandText}>
          <DemandFields />
        </WorkspaceFold>
      )}
      <WorkspaceFold title="Prompt and output" summary={lengthsText}>
        <LengthFields />
      </WorkspaceFold>
      <WorkspaceFold title="Engine settings, all platforms" summary={settingsSummary}>
        <AllServingSettings />
      </WorkspaceFold>
      <WorkspaceFold title="Limits and close calls" summary={limitsText}>
        <LimitFields />
        <TieField />
      </WorkspaceFold>
    </aside>
  );
}

interface WorkspaceFoldProps {
  readonly title: string;
  readonly summary: (workspace: Workspace) => string;
  readonly children: ReactNode;
}

export function WorkspaceFold({ title, summary, children }: WorkspaceFoldProps) {
  return (
    <Fold title={title} summary={useWorkspace(summary)} defaultSummary={summary(defaultWorkspace)}>
      {children}
    </Fold>
  );
}

function demandText({ serve: { demand }, platforms }: Workspace): string {
  if (demand === null) return "";
  const units = new Set(platforms.filter(({ compared }) => compared).map(({ offer }) => offer.rentalUnitGpus));
  const spare = demand.spareUnits > 0 ? `, ${formatCount(demand.spareUnits)} spare` : "";
  return `peak ${demand.peakOverMean}x, ${units.size === 1 ? `units of ${[...units].join()}` : "own units"}${spare}`;
}

function lengthsText({ serve: { workload } }: Workspace): string {
  return `${formatCount(workload.inputTokens)} in, ${formatCount(workload.outputTokens)} out`;
}

const POLICIES = { "best-measured": "best measured", same: "same for all", tuned: "tuned", custom: "own" } as const;

function settingsSummary(workspace: Workspace): string {
  const lora = workspace.platforms.every(({ serve }) => serve.lora);
  return `${POLICIES[servingPolicyOf(workspace)]}${lora ? ", LoRA" : ""}`;
}

function limitsText({ serve: { limits }, tieThresholdFraction }: Workspace): string {
  const parts = [
    limits.tpotSeconds === null ? null : `TPOT ${formatTime(limits.tpotSeconds)}`,
    limits.ttftSeconds === null ? null : `TTFT ${formatTime(limits.ttftSeconds)}`,
    limits.requestSeconds === null ? null : `request ${formatTime(limits.requestSeconds)}`,
  ].filter((part) => part !== null);
  if (tieThresholdFraction !== defaultWorkspace.tieThresholdFraction) {
    parts.push(`close below ${formatPercent(tieThresholdFraction)}`);
  }
  return parts.length === 0 ? "none" : parts.join(", ");
}
