import { oneBill, type OneBill } from "../core/bill/one-bill.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FineTuningEvaluation } from "./fine-tuning-evaluation.ts";

export type BillResult =
  | { readonly kind: "bill"; readonly bill: OneBill }
  /** Costs in different units cannot be added. */
  | { readonly kind: "price-units-differ"; readonly fineTuning: string; readonly serving: string };

/**
 * The monthly bill of a fine-tune now and then and of serving so many hours a day: the best platform for each, and what one
 * for both would cost more. A platform that breaks a latency limit does not serve.
 */
export function billOf(
  training: FineTuningEvaluation,
  runsPerMonth: number,
  serving: Evaluation,
  servingHoursPerDay: number,
): BillResult {
  const [trainingUnit, servingUnit] = [training.scenario.priceUnit, serving.scenario.priceUnit];
  if (trainingUnit !== servingUnit) {
    return { kind: "price-units-differ", fineTuning: trainingUnit, serving: servingUnit };
  }
  const runs = training.platforms.map(({ gpu, cost }) => ({ gpu: gpu.id, cost }));
  const servers = serving.platforms.map(({ gpu, offer, performance, breaches }) => ({
    gpu: gpu.id,
    costPerHour: performance === null || breaches.length > 0 ? null : offer.pricePerGpuHour * offer.gpuCount,
  }));
  return { kind: "bill", bill: oneBill(runs, runsPerMonth, servers, servingHoursPerDay) };
}
