import type { MeasuredDot } from "../../core/serving/fit/measured-dots.ts";
import type { CurvePoint, CurveServed } from "../../questions/serving/curves.ts";
import type { Band } from "../../core/units/band.ts";
import type { Limits } from "../../core/serving/answer/limits.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { costUnitName, formatAmount, formatAxisCount, formatCount, formatRatio, formatTime } from "../format/format.ts";

/** A quantity over load. */
export interface CurveMetric {
  readonly id: "relative" | "cost" | "throughput" | "tpot" | "chunk" | "ttft" | "request";
  readonly title: string;
  readonly subtitle: string;
  readonly value: (point: CurvePoint) => number | null;
  /** 90 % band around the value; null where it has none. */
  readonly band: (point: CurvePoint) => Band | null;
  /** What no engine can go below on this hardware, in the same unit; null where that is not known. */
  readonly floor: (point: CurvePoint) => number | null;
  /** The published figure in the same unit; null where it has none. */
  readonly measured: (dot: MeasuredDot) => number | null;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly limit: (limits: Limits) => number | null;
}

const noLimit = (): null => null;
const unmeasured = (): null => null;
const noBand = (): null => null;
const noFloor = (): null => null;

/** What a platform that serves has; null where it cannot. */
const served =
  <T>(read: (point: CurveServed) => T) =>
  (point: CurvePoint): T | null =>
    point.kind === "serves" ? read(point) : null;

/** Cost goes as one over throughput. */
function costBand({ costPerMillionOutputTokens: cost, performance }: CurveServed): Band | null {
  const { outputTokensPerSecond: rate, outputTokensPerSecondBand: band } = performance;
  return cost === null ? null : [(cost * rate) / band[1], (cost * rate) / band[0]];
}

/** Time per token goes as the step's time. */
function tpotBand({ performance: { tpotSeconds, stepSeconds, stepSecondsBand: band } }: CurveServed): Band {
  return [(tpotSeconds / stepSeconds) * band[0], (tpotSeconds / stepSeconds) * band[1]];
}

const costMetricsByUnit = new Map<PriceUnit, readonly [relative: CurveMetric, absolute: CurveMetric]>();

/** The same objects for the same unit, so that a chart of them need not be drawn anew. */
export function costMetrics(unit: PriceUnit): readonly [relative: CurveMetric, absolute: CurveMetric] {
  const metrics = costMetricsByUnit.get(unit) ?? makeCostMetrics(unit);
  costMetricsByUnit.set(unit, metrics);
  return metrics;
}

function makeCostMetrics(unit: PriceUnit): readonly [relative: CurveMetric, absolute: CurveMetric] {
  return [
    {
      id: "relative",
      title: "Cost against load",
      subtitle: "per output token, cheapest within the limits = 1",
      value: served((point) => point.relativeCost),
      band: noBand,
      floor: noFloor,
      measured: unmeasured,
      format: formatRatio,
      formatTick: String,
      limit: noLimit,
    },
    {
      id: "cost",
      title: "Cost against load",
      subtitle: `${costUnitName(unit)} per million output tokens`,
      value: served((point) => point.costPerMillionOutputTokens),
      band: served(costBand),
      floor: noFloor,
      measured: unmeasured,
      format: (value) => formatAmount(value, unit),
      formatTick: String,
      limit: noLimit,
    },
  ];
}

export const THROUGHPUT_METRIC: CurveMetric = {
  id: "throughput",
  title: "Throughput against load",
  subtitle: "output tokens per second, whole platform",
  value: served(({ performance }) => performance.outputTokensPerSecond),
  band: served(({ performance }) => performance.outputTokensPerSecondBand),
  floor: noFloor,
  measured: (dot) => dot.outputTokensPerSecond,
  format: formatCount,
  formatTick: formatAxisCount,
  limit: noLimit,
};

const shortTime = (seconds: number): string =>
  seconds < 1 ? `${Number((seconds * 1000).toPrecision(3))}\u00a0ms` : `${seconds}\u00a0s`;

export const LATENCY_METRICS: readonly [CurveMetric, ...CurveMetric[]] = [
  {
    id: "tpot",
    title: "Latency against load",
    subtitle: "TPOT, mean time per output token",
    value: served(({ performance }) => performance.tpotSeconds),
    band: served(tpotBand),
    floor: noFloor,
    measured: (dot) => dot.tpotSeconds,
    format: formatTime,
    formatTick: shortTime,
    limit: ({ tpotSeconds, tpotBasis }) => (tpotBasis === "token" ? tpotSeconds : null),
  },
  {
    id: "chunk",
    title: "Latency against load",
    subtitle: "TPOT per chunk, gap between streamed chunks",
    value: served(({ performance }) => performance.stepSeconds),
    band: served(({ performance }) => performance.stepSecondsBand),
    floor: served(({ performance }) => performance.floorStepSeconds),
    measured: (dot) => dot.stepSeconds,
    format: formatTime,
    formatTick: shortTime,
    limit: ({ tpotSeconds, tpotBasis }) => (tpotBasis === "chunk" ? tpotSeconds : null),
  },
  {
    id: "ttft",
    title: "Latency against load",
    subtitle: "TTFT: line mean, dots published median",
    value: served(({ performance }) => performance.ttftSeconds),
    band: noBand,
    floor: noFloor,
    measured: (dot) => dot.ttftSeconds,
    format: formatTime,
    formatTick: shortTime,
    limit: ({ ttftSeconds }) => ttftSeconds,
  },
  {
    id: "request",
    title: "Latency against load",
    subtitle: "mean time of a whole request",
    value: served(({ performance }) => performance.requestSeconds),
    band: noBand,
    floor: noFloor,
    measured: unmeasured,
    format: formatTime,
    formatTick: shortTime,
    limit: noLimit,
  },
];

/** Whether a point lies outside what was measured on the GPU. */
export function isBeyond(point: CurvePoint | undefined): boolean {
  return point?.kind === "serves" && point.extrapolated;
}
