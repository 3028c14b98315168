import { costOfServedHours, oneBill, type OneBill } from "../core/bill/one-bill.ts";
import type { Evaluation, ScenarioPlatform } from "./evaluation.ts";
import type { FineTuningEvaluation } from "./fine-tuning-evaluation.ts";
import type { BillChoice } from "./workspace.ts";

export type BillResult =
  | { readonly kind: "bill"; readonly bill: OneBill }
  /** Costs in different units cannot be added. */
  | { readonly kind: "price-units-differ"; readonly fineTuning: string; readonly serving: string };

/**
 * The monthly bill of a fine-tune now and then and of serving: the best platform for each, and what one for both would cost
 * more. Serving costs what its demand takes to rent, or without one the scenario's GPUs for so many hours a day. A platform
 * that breaks a latency limit does not serve.
 */
export function billOf(
  training: FineTuningEvaluation,
  serving: Evaluation,
  { runsPerMonth, servingHoursPerDay }: BillChoice,
): BillResult {
  const [trainingUnit, servingUnit] = [training.scenario.priceUnit, serving.scenario.priceUnit];
  if (trainingUnit !== servingUnit) {
    return { kind: "price-units-differ", fineTuning: trainingUnit, serving: servingUnit };
  }
  const runs = training.platforms.map(({ gpu, cost }) => ({ gpu: gpu.id, cost }));
  const costPerMonthOf = ({ offer, performance, breaches, fleet }: ScenarioPlatform): number | null => {
    if (performance === null || breaches.length > 0) return null;
    if (serving.scenario.demand !== null) return fleet?.costPerMonth ?? null;
    return costOfServedHours(offer.pricePerGpuHour * offer.gpuCount, servingHoursPerDay);
  };
  const servers = serving.platforms.map((platform) => ({
    gpu: platform.gpu.id,
    costPerMonth: costPerMonthOf(platform),
  }));
  return { kind: "bill", bill: oneBill(runs, runsPerMonth, servers) };
}
