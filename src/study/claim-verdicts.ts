import type { Claim } from "../core/claims/claim.ts";
import {
  type EvidenceRow,
  servingEvidence,
  type StabilityRun,
  stabilityEvidence,
  trainingEvidence,
  type TrainingRun,
} from "../core/claims/evidence-row.ts";
import { modelledMeasures } from "../core/claims/modelled-row.ts";
import type { Evidence } from "../core/claims/rule.ts";
import { type ClaimVerdict, verdictOf } from "../core/claims/verdict.ts";
import type { ServingModel } from "../core/serving/answer/serving-model.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import { priceIndex } from "../catalog/prices.ts";
import { publishedClaims } from "../catalog/published-claims.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { fineTuningManifest, fineTuningRows, fineTuningStability } from "../catalog/fine-tuning-benchmark.ts";

/** The measured rows that claims rest on. */
export interface PublishedRows {
  readonly serving: readonly MeasuredServingRow[];
  readonly training: readonly TrainingRun[];
  readonly stability: readonly StabilityRun[];
}

export const publishedRows: PublishedRows = {
  serving: servingRows,
  training: fineTuningRows,
  stability: fineTuningStability,
};

function indexOf(gpuId: string): number {
  const index = priceIndex.indexPerGpuHour[gpuId];
  if (index === undefined) throw new RangeError(`data/prices.json, "index" has no GPU "${gpuId}"`);
  return index;
}

type ModelledMeasures = EvidenceRow["modelled"];
const modelledRows = new WeakMap<ServingModel, WeakMap<MeasuredServingRow, ModelledMeasures>>();

/** Predicted once per row: rows do not change. */
function modelledOf(model: ServingModel, row: MeasuredServingRow): ModelledMeasures {
  let byRow = modelledRows.get(model);
  if (!byRow) modelledRows.set(model, (byRow = new WeakMap()));
  const known = byRow.get(row);
  if (known) return known;
  const modelled = modelledMeasures(row, model, indexOf(row.gpuId));
  byRow.set(row, modelled);
  return modelled;
}

/** Rows of any kind by id, with what the model says of each: the costs are in the article's price index. */
export function evidenceFrom(model: ServingModel, { serving, training, stability }: PublishedRows): Evidence {
  const rows: readonly EvidenceRow[] = [
    ...serving.map((row) => servingEvidence(row, indexOf(row.gpuId), modelledOf(model, row))),
    ...training.map((run) => trainingEvidence(run, indexOf(run.gpu), fineTuningManifest.nodeGpus)),
    ...stability.map(stabilityEvidence),
  ];
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the given rows make of each claim: no verdict is stored anywhere. */
export function claimVerdictsFrom(
  model: ServingModel,
  claims: readonly Claim[],
  rows: PublishedRows,
): readonly ClaimVerdict[] {
  const evidence = evidenceFrom(model, rows);
  return claims.map((claim) => verdictOf(claim, evidence));
}

/** Every figure of the source article, checked against the measured rows. Plain data, in the article's order. */
export function claimVerdictsOf(model: ServingModel): readonly ClaimVerdict[] {
  return claimVerdictsFrom(model, publishedClaims, publishedRows);
}
