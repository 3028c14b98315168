import { defaultScenario } from "./default-scenario.ts";
import type { FineTuningScenario } from "./fine-tuning-scenario.ts";
import { withPricesOf } from "./shared-prices.ts";
import type { Scenario } from "./scenario.ts";

/** What the page is asked: who should serve the model, or who should fine-tune it. */
export const MODES = ["serve", "fine-tune"] as const;
export type Mode = (typeof MODES)[number];

/** How often both jobs are done, for the bill of both. */
export interface BillChoice {
  readonly runsPerMonth: number;
  /** Where serving has no demand, which says it better. */
  readonly servingHoursPerDay: number;
}

export const BILL_RANGES = {
  runsPerMonth: { min: 0, max: 10_000 },
  servingHoursPerDay: { min: 0, max: 24 },
} as const;

/** Everything the user chose in either mode. Prices and their unit are the same in both. */
export interface Workspace {
  readonly mode: Mode;
  readonly serving: Scenario;
  /** Null until something of it is chosen; until then it is the default at serving's prices (`fineTuningIn`). */
  readonly fineTuning: FineTuningScenario | null;
  readonly bill: BillChoice;
}

/** A run a week, and serving around the clock. */
export const DEFAULT_BILL: BillChoice = { runsPerMonth: 4, servingHoursPerDay: 24 };

export const defaultWorkspace: Workspace = {
  mode: "serve",
  serving: defaultScenario,
  fineTuning: null,
  bill: DEFAULT_BILL,
};

/** Another serving scenario, its prices shared with fine-tuning. */
export function withServing(workspace: Workspace, serving: Scenario): Workspace {
  if (serving === workspace.serving) return workspace;
  const { fineTuning } = workspace;
  return { ...workspace, serving, fineTuning: fineTuning && withPricesOf(fineTuning, serving, workspace.serving) };
}

/** Another fine-tuning scenario, its prices shared with serving. @param before The one it comes from. */
export function withFineTuning(
  workspace: Workspace,
  before: FineTuningScenario,
  fineTuning: FineTuningScenario,
): Workspace {
  if (fineTuning === before) return workspace;
  return { ...workspace, fineTuning, serving: withPricesOf(workspace.serving, fineTuning, before) };
}

/** Whether nothing of fine-tuning or of the bill is chosen or shown: such a workspace is its serving scenario. */
export function isServingAlone({ mode, fineTuning, bill }: Workspace): boolean {
  return mode === "serve" && fineTuning === null && isDefaultBill(bill);
}

/** Whether nothing is chosen, whichever mode is shown. */
export function isUntouchedIn({ serving, fineTuning, bill }: Workspace): boolean {
  return serving === defaultScenario && fineTuning === null && isDefaultBill(bill);
}

function isDefaultBill({ runsPerMonth, servingHoursPerDay }: BillChoice): boolean {
  return runsPerMonth === DEFAULT_BILL.runsPerMonth && servingHoursPerDay === DEFAULT_BILL.servingHoursPerDay;
}
