import { costOfRuns, costOfServedHours, oneBill, type OneBill } from "../core/economics/one-bill.ts";
import type { FineTuningAnswer } from "../questions/fine-tuning/fine-tuning-answer.ts";
import type { ServingAnswer } from "../questions/serving/serving-answer.ts";
import type { ServingPlatformAnswer } from "../questions/serving/serving-platforms.ts";
import { costPerMonthOf } from "../questions/serving/serving-cost.ts";
import { SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../core/units/units.ts";
import type { BillChoice } from "./workspace.ts";

/** A month of fine-tuning now and then and of serving, platform by platform of the one list. */
export function monthlyBill(fineTuning: FineTuningAnswer, serving: ServingAnswer, choice: BillChoice): OneBill {
  const runs = new Map(fineTuning.platforms.map((own) => [own.platform.id, own.runQuote]));
  const tokensPerSecond = tokensServed(serving);
  return oneBill(
    serving.platforms.map((own) => {
      const run = runs.get(own.platform.id);
      return {
        id: own.platform.id,
        fineTuning: run?.kind === "priced" ? costOfRuns(run.cost, choice.runsPerMonth) : null,
        serving: servingCost(own, serving, tokensPerSecond, choice.servingHoursPerDay),
      };
    }),
  );
}

/** Of the platform that serving recommends, whose hours are asked about; null where nothing serves. */
function tokensServed({ ranking, platforms }: ServingAnswer): number | null {
  if (ranking.kind === "none") return null;
  const delivery = platforms.find(({ platform }) => platform.id === ranking.winner.id)?.delivery;
  return delivery?.kind === "delivers" ? delivery.performance.outputTokensPerSecond : null;
}

/** For a demand what its traffic takes to rent; else the same tokens for all, in as many hours as each needs. */
function servingCost(
  { quote, withinLimits }: ServingPlatformAnswer,
  { asked }: ServingAnswer,
  tokensPerSecond: number | null,
  hoursPerDay: number,
): number | null {
  if (quote?.kind !== "priced" || !withinLimits) return null;
  const { demand, workload } = asked.choice;
  if (demand !== null) return costPerMonthOf(quote, demand, workload.outputTokens);
  if (tokensPerSecond === null) return null;
  return costOfServedHours((quote.cost * tokensPerSecond * SECONDS_PER_HOUR) / TOKENS_PER_MILLION, hoursPerDay);
}
