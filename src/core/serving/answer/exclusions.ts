import type { PlatformPrediction } from "./platform-evaluation.ts";
import type { Reason } from "./recommend.ts";
import type { LimitBreach } from "./limits.ts";
import { type Closest, infeasibilityClause } from "./sentence.ts";
import { excessOf, type HighestLoad, worst } from "./sustainable.ts";
import { inList, inPercent, inTime } from "./wording.ts";

const LIMIT_NAMES: Readonly<Record<LimitBreach["kind"], string>> = {
  ttft: "mean TTFT",
  request: "whole request",
  "tpot-per-token": "TPOT per token",
  "tpot-per-chunk": "TPOT per chunk",
};

/** Platforms left out, one line for each why, with the numbers of each platform. */
export function exclusionLines(reasons: readonly Reason[], nameOf: (gpu: string) => string): readonly string[] {
  const overByKind = new Map<string, string[]>();
  const namesByClause = new Map<string, string[]>();
  for (const reason of reasons) {
    if (reason.kind === "breaks-limit") {
      const { kind, limitSeconds } = reason.breach;
      const title = `Over the ${LIMIT_NAMES[kind]} limit of ${inTime(limitSeconds)}`;
      overByKind.set(title, [...(overByKind.get(title) ?? []), `${nameOf(reason.gpu)} ${overText(reason.breach)}`]);
    } else if (reason.kind === "infeasible") {
      const clause = infeasibilityClause(reason.reason);
      namesByClause.set(clause, [...(namesByClause.get(clause) ?? []), nameOf(reason.gpu)]);
    }
  }
  return [
    ...[...overByKind].map(([title, platforms]) => `${title}: ${inList(platforms)}`),
    ...[...namesByClause].map(([clause, names]) => `${inList(names)} ${names.length === 1 ? clause : plural(clause)}`),
  ];
}

/** By how much, where that is a near miss; else how far it is. */
function overText(breach: LimitBreach): string {
  const excess = excessOf(breach) - 1;
  return excess < 1 ? `by ${inPercent(excess)} (${inTime(breach.actualSeconds)})` : `(${inTime(breach.actualSeconds)})`;
}

function plural(clause: string): string {
  return clause.replace(/^has /, "have ").replace(/^needs /, "need ");
}

/** A platform that breaks a limit, and up to which load it would keep them all; null where that is not known. */
type Missing = Pick<PlatformPrediction, "gpu" | "breaches"> & { readonly highestLoad: HighestLoad | null };

/**
 * Of platforms that all break a limit, the one that keeps them up to the highest load; where none does at any load, the
 * one that breaks its limit by least. Null where none can serve at all.
 */
export function closestOf(platforms: readonly Missing[]): Closest | null {
  const missing = platforms.flatMap(({ gpu, breaches, highestLoad }) => {
    const breach = worst(breaches);
    return breach === null ? [] : [{ gpu: gpu.id, breach, concurrencyWithin: highestLoad?.concurrency ?? null }];
  });
  return (
    missing.toSorted(
      (a, b) => (b.concurrencyWithin ?? 0) - (a.concurrencyWithin ?? 0) || excessOf(a.breach) - excessOf(b.breach),
    )[0] ?? null
  );
}
