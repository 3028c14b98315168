import { infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import { isExtrapolated } from "../../core/serving/fit/evidence.ts";
import { BINDING } from "../../questions/serving/serving-answer-text.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import { EVIDENCE_TEXT } from "../format/evidence-text.ts";
import { useServingAnswer } from "../use-workspace.ts";
import { CostBars, type CostedPlatform } from "./cost-bars.tsx";

/** Relative cost per output token, the cheapest at 1.00. */
export function ServingCostBars() {
  const { platforms, ranking, asked } = useServingAnswer((answer) => answer);
  const how = asked.choice.demand === null ? "modelled steady state" : "whole units with their idle time paid for";
  return (
    <CostBars
      title="Relative cost per output token"
      subtitle={`cheapest = 1.00, ${how}, with 90 % bands`}
      per="per million output tokens"
      platforms={platforms.map(costed)}
      ranking={ranking}
    />
  );
}

function costed(own: ServingPlatformAnswer): CostedPlatform {
  const { delivery, withinLimits } = own;
  if (delivery.kind === "cannot") {
    return { ...own, cannot: infeasibilityClause(delivery.why), notes: [], mayBeChosen: false, restsOn: null };
  }
  const { breaches, evidence, bill } = delivery;
  const over = breaches.map(({ kind }) => BINDING[kind]);
  return {
    ...own,
    cannot: bill === null ? "keeps no limit with any number of units" : null,
    notes: [
      ...(over.length > 0 ? [`over the ${over.join(", ")} limit`] : []),
      ...(isExtrapolated(evidence) ? ["extrapolated"] : []),
    ],
    mayBeChosen: withinLimits,
    restsOn: EVIDENCE_TEXT[evidence],
  };
}
