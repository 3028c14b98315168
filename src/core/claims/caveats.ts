import { exclusionOf, completionsPerSlot } from "../serving/fit/steady.ts";
import { tokensPerStep } from "../serving/physics/drafting.ts";
import { inCount, inTime } from "../units/wording.ts";
import { agreementOf, endsOf, inPublishedUnit } from "./agreement.ts";
import type { Caveat, Claim, Measure, Rule } from "./claim.ts";
import { figuresText, measureText, settingText, settingValueText } from "./claim-wording.ts";
import type { EvidenceRow } from "./evidence-row.ts";
import { memoryCaveat } from "./memory-caveats.ts";
import { bestRowId, type Evidence, evidenceRow, figuresOf, pairsOf, rowIdsOf, valueOf } from "./rule.ts";

/** A median first chunk later than this has waited in a queue: without one it takes some steps. */
const QUEUE_TTFT_SECONDS = 1;
/** Below this many requests per client nearly all did one: the window's tokens are those of one request each. */
const LEAST_BEYOND_A_WAVE = 1.2;
/** Rows within this share of the highest are as good as it: repeated runs differ by up to 3.5 %. */
const PLATEAU_FRACTION = 0.05;

/** Whether a caveat holds of the rows: its sentence, with their numbers; else null. */
export function caveatSentence(caveat: Caveat, claim: Claim, evidence: Evidence): string | null {
  const rows = rowIdsOf(claim.rule).map((id) => evidenceRow(evidence, id));
  switch (caveat.kind) {
    case "also-differs":
      return alsoDiffers(claim.rule, caveat.besides, evidence);
    case "setting-is": {
      const found = rows.filter((row) => row.settings[caveat.setting] === caveat.is);
      if (found.length === 0) return null;
      return `${named(found)} ran with ${settingText(caveat.setting)} ${settingValueText(caveat.is)}.`;
    }
    case "setting-unknown": {
      const found = rows.filter((row) => row.settings[caveat.setting] === null);
      return found.length === 0 ? null : `${named(found)} does not state its ${settingText(caveat.setting)}.`;
    }
    case "per-chunk":
      return sentences(rows, perChunk);
    case "clients-exceed":
      return sentences(rows, (row) => clientsExceed(row, caveat.statedRequests));
    case "batch-limit":
      return sentences(rows, batchLimit);
    case "queue":
      return sentences(rows, ({ id, measured: { ttftMedianSeconds: ttft } }) =>
        ttft === null || ttft === undefined || ttft < QUEUE_TTFT_SECONDS
          ? null
          : `${id} has a queue: half its requests waited ${inTime(ttft)} or more for the first token.`,
      );
    case "other-reading":
      return otherReading(caveat.label, caveat.rule, claim, evidence);
    case "better-row":
      return betterRow(caveat, claim.rule, evidence);
    case "unmoved-memory":
    case "gibibytes":
      return memoryCaveat(caveat, claim, evidence);
    case "missing-rows": {
      const found = caveat.rows.map((id) => evidenceRow(evidence, id)).filter(({ missing }) => missing !== null);
      return found.length === 0 ? null : `${named(found)} of the same session: ${found[0]!.missing}`;
    }
    case "plateau":
      return plateau(claim.rule, evidence);
    case "modelled-limit": {
      const fit = valueOf(evidenceRow(evidence, caveat.row), "requestsThatFit", "modelled");
      if (fit === null || fit >= endsOf(claim.published)[0]) return null;
      return `By the model, ${inCount(fit)} requests fit a GPU's KV cache at once; the others wait.`;
    }
  }
}

/** Measures that a wave or an anomaly distorts. */
const OF_STEADY_LOAD: ReadonlySet<Measure> = new Set<Measure>([
  "outputTokensPerSecond",
  "stepSeconds",
  "ttftMedianSeconds",
  "costIndexPerMillionOutputTokens",
]);

/** Rows that the steady rule leaves out of every fit, where a claim rests on them. */
export function steadinessCaveats(rule: Rule, evidence: Evidence): readonly string[] {
  if (!OF_STEADY_LOAD.has(rule.measure)) return [];
  return rowIdsOf(rule).flatMap((id) => {
    const { serving } = evidenceRow(evidence, id);
    const exclusion = serving && exclusionOf(serving);
    if (exclusion === "named-anomaly") return `${id} has an anomaly: ${serving!.anomaly}`;
    if (exclusion !== "one-wave") return [];
    const completions = completionsPerSlot(serving!);
    const reached = `In ${id} each client completed ${completions.toFixed(2)} requests on average`;
    return completions < LEAST_BEYOND_A_WAVE
      ? `${reached}: one synchronized wave, whose rate follows from the number of clients.`
      : `${reached}, fewer than the two of a steady state.`;
  });
}

function alsoDiffers(rule: Rule, besides: readonly string[], evidence: Evidence): string | null {
  const ids = rowIdsOf(rule);
  const pairs = pairsOf(rule).length > 0 ? pairsOf(rule) : ids.slice(1).map((id) => [ids[0]!, id] as const);
  const found = pairs.flatMap(([baseId, comparedId]) => {
    const [base, compared] = [evidenceRow(evidence, baseId).settings, evidenceRow(evidence, comparedId).settings];
    const settings = (Object.keys(base) as (keyof typeof base)[]).filter(
      (setting) => !besides.includes(setting) && base[setting] !== compared[setting],
    );
    if (settings.length === 0) return [];
    const differences = settings.map(
      (setting) =>
        `${settingText(setting)} (${settingValueText(base[setting])} and ${settingValueText(compared[setting])})`,
    );
    return `${baseId} and ${comparedId} also differ in ${differences.join(", ")}.`;
  });
  return found.length === 0 ? null : found.join(" ");
}

function perChunk({ id, serving }: EvidenceRow): string | null {
  const gap = serving?.chunkGapMedianSeconds;
  const perChunkTokens = serving ? tokensPerStep(serving.draftLength, serving.acceptanceRate ?? 0) : 1;
  if (!gap || perChunkTokens <= 1) return null;
  const chunk = `a gap between streamed chunks of ${perChunkTokens.toFixed(2)} tokens`;
  return `${id}: ${inTime(gap)} is ${chunk}; per token it is ${inTime(gap / perChunkTokens)}.`;
}

function clientsExceed({ id, serving, measured }: EvidenceRow, stated: number): string | null {
  const clients = measured.nodeClients ?? 0;
  if (!serving || clients <= stated) return null;
  return `${id} had ${inCount(clients)} requests in flight on the node, ${inCount(serving.concurrencyPerReplica)} on each replica.`;
}

function batchLimit({ id, serving, measured }: EvidenceRow): string | null {
  if (!serving?.maxNumSeqs || serving.concurrencyPerReplica <= serving.maxNumSeqs) return null;
  const running = inCount(serving.maxNumSeqs * serving.replicas);
  return `At most ${running} of ${id}'s ${inCount(measured.nodeClients ?? 0)} requests run at once (max_num_seqs ${serving.maxNumSeqs} on ${serving.replicas} replicas); the others wait.`;
}

function otherReading(label: string, rule: Rule, claim: Claim, evidence: Evidence): string | null {
  const figures = figuresOf(rule, evidence, "measured");
  if (figures === null) return `${label}: a row has no measurement (${rowIdsOf(rule).join(", ")}).`;
  const printed = inPublishedUnit(figures, claim.unit);
  if (agreementOf(claim, printed) === "agrees") return null;
  return `${label}: ${figuresText(printed, claim.unit, claim.rounding)} (${rowIdsOf(rule).join(", ")}).`;
}

function betterRow(
  { label, measure, best, row }: Extract<Caveat, { readonly kind: "better-row" }>,
  rule: Rule,
  evidence: Evidence,
): string | null {
  const own = rowIdsOf(rule)[0]!;
  const valueIn = (id: string): number => valueOf(evidenceRow(evidence, id), measure, "measured") ?? Number.NaN;
  if (bestRowId([own, row], valueIn, best) === own) return null;
  return `${label}: ${measureText(measure, valueIn(row))} (${row}) against ${measureText(measure, valueIn(own))} (${own}).`;
}

function plateau(rule: Rule, evidence: Evidence): string | null {
  const ids = rowIdsOf(rule);
  const valueIn = (id: string): number => valueOf(evidenceRow(evidence, id), rule.measure, "measured") ?? Number.NaN;
  const best = bestRowId(ids, valueIn, "highest");
  const close = ids.filter((id) => id !== best && valueIn(id) > (1 - PLATEAU_FRACTION) * valueIn(best));
  if (close.length === 0) return null;
  const texts = close.map((id) => {
    const clients = evidenceRow(evidence, id).measured.clientsPerReplica ?? null;
    return `${measureText("clientsPerReplica", clients)} per replica give ${Math.round((100 * valueIn(id)) / valueIn(best))} % (${id})`;
  });
  return `Of the highest throughput, ${texts.join(", ")}.`;
}

function named(rows: readonly EvidenceRow[]): string {
  return rows.map(({ id }) => id).join(", ");
}

function sentences(rows: readonly EvidenceRow[], sentence: (row: EvidenceRow) => string | null): string | null {
  const found = rows.map(sentence).filter((text) => text !== null);
  return found.length === 0 ? null : found.join(" ");
}
