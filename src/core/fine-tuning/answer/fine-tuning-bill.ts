import { type Bill, billAtFullUse, type GpuHours } from "../../economics/quote.ts";
import { SECONDS_PER_HOUR } from "../../units/units.ts";
import type { FineTuningPerformance } from "./fine-tuning-performance.ts";

/** GPU-hours of a million trained tokens while it trains, start-up apart: what published costs compare. */
export function billPerMillionTokens(
  gpuCount: number,
  { tokensPerSecond, tokensPerSecondBand }: FineTuningPerformance,
): Bill {
  return billAtFullUse(gpuCount, tokensPerSecond, tokensPerSecondBand);
}

/** GPU-hours of a whole run, from its start to its end; it is rented when it is due, and nothing of it is reserved. */
export function billOfRun(gpuCount: number, { wallSeconds, wallSecondsBand }: FineTuningPerformance): Bill {
  const [shortest, longest] = wallSecondsBand;
  const hoursOf = (seconds: number): GpuHours => ({
    onDemand: (gpuCount * seconds) / SECONDS_PER_HOUR,
    reserved: 0,
    spot: 0,
  });
  return { gpuHours: hoursOf(wallSeconds), least: hoursOf(shortest), most: hoursOf(longest) };
}
