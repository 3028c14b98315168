import { costOfServedHours, oneBill, type OneBill } from "../core/economics/one-bill.ts";
import type { Evaluation, ScenarioPlatform } from "./evaluation.ts";
import type { FineTuningEvaluation } from "./fine-tuning-evaluation.ts";
import type { BillChoice } from "./workspace.ts";

export type BillResult =
  | { readonly kind: "bill"; readonly bill: OneBill }
  /** Costs in different units cannot be added. */
  | { readonly kind: "price-units-differ"; readonly fineTuning: string; readonly serving: string };

/**
 * The monthly bill of a fine-tune now and then and of serving: the best platform for each, and what one for both would cost
 * more. A platform that breaks a latency limit does not serve.
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
  const costPerMonthOf = serving.scenario.demand === null ? costOfHours(serving, servingHoursPerDay) : rentOf;
  const servers = serving.platforms.map((platform) => ({
    gpu: platform.gpu.id,
    costPerMonth: platform.performance === null || platform.breaches.length > 0 ? null : costPerMonthOf(platform),
  }));
  return { kind: "bill", bill: oneBill(runs, runsPerMonth, servers) };
}

/** What a demand takes to rent. */
function rentOf({ fleet }: ScenarioPlatform): number | null {
  return fleet?.costPerMonth ?? null;
}

/**
 * The same work for all: the tokens that the recommended platform delivers in those hours, which others serve in more or
 * fewer hours of theirs. Hours alone would favour the cheapest node, however little it serves.
 */
function costOfHours(
  { platforms, recommendation }: Evaluation,
  hoursPerDay: number,
): (platform: ScenarioPlatform) => number | null {
  const recommended = platforms.find(({ gpu }) => gpu.id === recommendation.winner);
  if (!recommended) return () => null;
  const { offer, costPerMillionOutputTokens: costPerMillion } = recommended;
  const costPerMonth = costOfServedHours(offer.pricePerGpuHour * offer.gpuCount, hoursPerDay);
  return (platform) => (costPerMonth * platform.costPerMillionOutputTokens!) / costPerMillion!;
}
