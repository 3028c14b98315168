import { type Agreement, agreementOf, differenceFraction, endsOf, inPublishedUnit } from "./agreement.ts";
import { caveatSentence, steadinessCaveats } from "./caveats.ts";
import { type Claim, MODELLED_MEASURES } from "./claim.ts";
import { figuresText, publishedText } from "./claim-wording.ts";
import { type Evidence, evidenceRow, figuresOf, inputsOf, rowIdsOf, type RuleInput } from "./rule.ts";
import { workingText } from "./working.ts";

/**
 * `reproduced` from the rows; `within-model`, by the model alone; `caveat`, the figure is right and something that
 * matters is left out; `unsupported` by the rows; `judgement`, a choice that the rows allow and do not force.
 */
type VerdictKind = "reproduced" | "within-model" | "caveat" | "unsupported" | "judgement";

/** What became of one claim. Plain data; figures are in the published unit. */
export interface ClaimVerdict {
  readonly id: string;
  readonly places: readonly string[];
  readonly quote: string;
  readonly verdict: VerdictKind;
  readonly unit: Claim["unit"];
  readonly relation: Claim["relation"];
  readonly published: Claim["published"];
  readonly publishedText: string;
  /** Null where a row that the claim needs has no measurement. */
  readonly computed: readonly number[] | null;
  readonly computedText: string | null;
  /** computed / published - 1; null where there is no computed figure, 0 was published, or the claim is a comparison. */
  readonly differenceFraction: number | null;
  readonly rows: readonly string[];
  readonly inputs: readonly RuleInput[];
  /** The calculation, with its numbers. */
  readonly working: string;
  /** Each that holds, as a sentence; for a verdict of unsupported, first what is missing. */
  readonly caveats: readonly string[];
  /** The same figure from the model's steady state at the rows' settings; null where the model has none. */
  readonly modelled: { readonly figures: readonly number[]; readonly text: string } | null;
}

/**
 * A model's figure that is further off than this supports nothing. What an engine needs beside weights and KV cache is
 * assumed, so that the memory left is known to about a quarter.
 */
const MODEL_TOLERANCE_FRACTION = 0.25;

export function verdictOf(claim: Claim, evidence: Evidence): ClaimVerdict {
  const { rule, unit, rounding } = claim;
  const figures = figuresOf(rule, evidence, "measured");
  const computed = figures && inPublishedUnit(figures, unit);
  const agreement = computed === null ? "differs" : agreementOf(claim, computed);
  const difference = computed && differenceFraction(claim, computed);
  const caveats = [
    ...(computed === null ? missingSentences(claim, evidence) : []),
    ...(agreement === "cut" ? [`${figuresText(computed!, unit, rounding)}, cut and not rounded.`] : []),
    ...rangeSentences(claim, computed),
    ...steadinessCaveats(rule, evidence),
    ...claim.caveats.flatMap((caveat) => caveatSentence(caveat, claim, evidence) ?? []),
  ];
  const modelledFigures = figuresOf(rule, evidence, "modelled");
  const modelled = modelledFigures && inPublishedUnit(modelledFigures, unit);
  return {
    id: claim.id,
    places: claim.places,
    quote: claim.quote,
    verdict: verdictKind(claim, agreement, difference, computed !== null, caveats.length > 0),
    unit,
    relation: claim.relation,
    published: claim.published,
    publishedText: publishedText(claim),
    computed,
    computedText: computed && figuresText(computed, unit, rounding),
    differenceFraction: difference,
    rows: rowIdsOf(rule),
    inputs: inputsOf(rule, evidence),
    working: workingText(rule, evidence),
    caveats,
    modelled: modelled && { figures: modelled, text: figuresText(modelled, unit, rounding) },
  };
}

function verdictKind(
  claim: Claim,
  agreement: Agreement,
  difference: number | null,
  complete: boolean,
  hasCaveats: boolean,
): VerdictKind {
  if (!complete) return "unsupported";
  if (MODELLED_MEASURES.has(claim.rule.measure)) {
    if (difference === null || Math.abs(difference) > MODEL_TOLERANCE_FRACTION) return "unsupported";
    return hasCaveats ? "caveat" : "within-model";
  }
  if (agreement === "differs") return claim.rule.kind === "choice" ? "judgement" : "unsupported";
  return hasCaveats ? "caveat" : "reproduced";
}

function missingSentences({ rule }: Claim, evidence: Evidence): readonly string[] {
  return inputsOf(rule, evidence).flatMap(({ rowId, value }) =>
    value === null ? `${rowId} has no such measurement. ${evidenceRow(evidence, rowId).missing ?? ""}`.trim() : [],
  );
}

/** A range that holds every figure and yet promises more than any of them. */
function rangeSentences(claim: Claim, computed: readonly number[] | null): readonly string[] {
  if (claim.relation !== "inside" || computed === null) return [];
  const [low, high] = endsOf(claim.published);
  const half = claim.rounding / 2;
  const reached = Math.min(...computed) <= low + half && Math.max(...computed) >= high - half;
  return reached ? [] : [`Of this range the rows reach ${figuresText(computed, claim.unit, claim.rounding)}.`];
}
