import { lazy, Suspense, type ReactNode } from "react";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { settingsPolicyOf } from "../../scenario/settings.ts";
import { LoadField } from "../controls/load-field.tsx";
import { PriceFields } from "../controls/price-fields.tsx";
import { formatCount, formatPercent, formatTime } from "../format/format.ts";
import { OrElse } from "../or-else.tsx";
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
        <Fold title="Day and rental" summary={demandText}>
          <DemandFields />
        </Fold>
      )}
      <Fold title="Prompt and output" summary={lengthsText}>
        <LengthFields />
      </Fold>
      <Fold title="Engine settings" summary={settingsSummary}>
        <SettingsFields />
      </Fold>
      <Fold title="KV cache from your log" summary={engineLogText}>
        <EngineLogFields />
      </Fold>
      <Fold title="Limits and ties" summary={limitsText}>
        <LimitFields />
        <TieField />
      </Fold>
      <Fold title="Platforms compared" summary={comparedText}>
        <ComparedFields />
      </Fold>
    </aside>
  );
}

interface FoldProps {
  readonly title: string;
  /** What is chosen inside, shown while folded; null where it is the default. */
  readonly summary: (scenario: Scenario) => string;
  readonly children: ReactNode;
}

function Fold({ title, summary, children }: FoldProps) {
  const text = useScenario(summary);
  const isDefault = summary(defaultScenario) === text;
  return (
    <details className="fold">
      <summary>
        <span>{title}</span>
        <span className={isDefault ? "summary" : "summary changed"}>{text}</span>
      </summary>
      <div className="fold-body">
        <OrElse message="These fields could not be loaded; reload the page to try again.">
          <Suspense fallback={null}>{children}</Suspense>
        </OrElse>
      </div>
    </details>
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
