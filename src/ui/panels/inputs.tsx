import { lazy, type ReactNode } from "react";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { settingsPolicyOf } from "../../scenario/settings.ts";
import { Fold } from "../controls/fold.tsx";
import { LoadField } from "../controls/load-field.tsx";
import { PriceFields } from "../controls/price-fields.tsx";
import { formatCount, formatPercent, formatTime } from "../format/format.ts";
import { useScenario } from "../use-scenario.ts";

// What is folded at first may come after the answer.
const workloadFields = () => import("../controls/workload-fields.tsx");
const ComparedFields = lazy(() =>
  import("../controls/compared-fields.tsx").then((module) => ({ default: module.ComparedFields })),
);
const SettingsFields = lazy(() =>
  import("../controls/settings-fields.tsx").then((module) => ({ default: module.SettingsFields })),
);
const EngineLogFields = lazy(() =>
  import("../controls/engine-log-fields.tsx").then((module) => ({ default: module.EngineLogFields })),
);
const LengthFields = lazy(() => workloadFields().then((module) => ({ default: module.LengthFields })));
const LimitFields = lazy(() => workloadFields().then((module) => ({ default: module.LimitFields })));
const DemandFields = lazy(() =>
  import("../controls/demand-fields.tsx").then((module) => ({ default: module.DemandFields })),
);
const TieField = lazy(() => workloadFields().then((module) => ({ default: module.TieField })));

/** Everything that can be chosen; the first view holds prices and load, the rest folds. */
export function Inputs() {
  const hasDemand = useScenario(({ demand }) => demand !== null);
  return (
    <aside className="inputs" aria-label="Inputs">
      <PriceFields />
      <LoadField />
      {hasDemand && (
        <ServingFold title="Day and rental" summary={demandText}>
          <DemandFields />
        </ServingFold>
      )}
      <ServingFold title="Prompt and output" summary={lengthsText}>
        <LengthFields />
      </ServingFold>
      <ServingFold title="Engine settings" summary={settingsSummary}>
        <SettingsFields />
      </ServingFold>
      <ServingFold title="KV cache from your log" summary={engineLogText}>
        <EngineLogFields />
      </ServingFold>
      <ServingFold title="Limits and ties" summary={limitsText}>
        <LimitFields />
        <TieField />
      </ServingFold>
      <ServingFold title="Platforms compared" summary={comparedText}>
        <ComparedFields />
      </ServingFold>
    </aside>
  );
}

interface ServingFoldProps {
  readonly title: string;
  readonly summary: (scenario: Scenario) => string;
  readonly children: ReactNode;
}

function ServingFold({ title, summary, children }: ServingFoldProps) {
  return (
    <Fold title={title} summary={useScenario(summary)} defaultSummary={summary(defaultScenario)}>
      {children}
    </Fold>
  );
}

function demandText({ demand, platforms }: Scenario): string {
  if (demand === null) return "";
  const units = new Set(platforms.filter(({ compared }) => compared).map(({ rentalUnitGpus }) => rentalUnitGpus));
  const spare = demand.spareUnits > 0 ? `, ${formatCount(demand.spareUnits)} spare` : "";
  return `peak ${demand.peakOverMean}x, ${units.size === 1 ? `units of ${[...units].join()}` : "own units"}${spare}`;
}

function lengthsText({ workload }: Scenario): string {
  return `${formatCount(workload.inputTokens)} in, ${formatCount(workload.outputTokens)} out`;
}

function settingsSummary(scenario: Scenario): string {
  const names = { "best-measured": "best measured", same: "same for all", tuned: "tuned", custom: "own" };
  const lora = scenario.platforms.every((platform) => platform.lora);
  return `${names[settingsPolicyOf(scenario)]}${lora ? ", LoRA" : ""}`;
}

function engineLogText({ platforms }: Scenario): string {
  const typed = platforms.filter(({ kvCacheBytesPerGpu }) => kvCacheBytesPerGpu !== null).length;
  return typed === 0 ? "worked out" : `${typed} typed`;
}

function limitsText({ limits, tieThresholdFraction }: Scenario): string {
  const parts = [
    limits.tpotSeconds === null ? null : `TPOT ${formatTime(limits.tpotSeconds)}`,
    limits.ttftSeconds === null ? null : `TTFT ${formatTime(limits.ttftSeconds)}`,
    limits.requestSeconds === null ? null : `request ${formatTime(limits.requestSeconds)}`,
  ].filter((part) => part !== null);
  if (tieThresholdFraction !== defaultScenario.tieThresholdFraction) {
    parts.push(`tie ${formatPercent(tieThresholdFraction)}`);
  }
  return parts.length === 0 ? "none" : parts.join(", ");
}

function comparedText({ platforms }: Scenario): string {
  const compared = platforms.filter((platform) => platform.compared).length;
  return compared === platforms.length ? `all ${compared}` : `${compared} of ${platforms.length}`;
}
