import type { Demand } from "../../core/economics/demand.ts";
import { millionOutputTokensPerMonth } from "../../core/economics/fleet.ts";
import type { Quote } from "../../core/economics/quote.ts";

/** What a demand's traffic costs in a month; null without a cost, and where no demand is asked about. */
export function costPerMonthOf(quote: Quote | null, demand: Demand | null, outputTokens: number): number | null {
  if (quote?.kind !== "priced" || demand === null) return null;
  return quote.cost * millionOutputTokensPerMonth(demand, outputTokens);
}
