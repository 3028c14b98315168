import fc from "fast-check";
import type { Bill } from "../core/economics/quote.ts";
import { gpus } from "../catalog/gpus.ts";
import type { Candidate } from "./comparison.ts";

const [anyGpu] = gpus.values();

/** A candidate that buys so many GPU-hours on demand at a price. */
export function candidate(id: string, pricePerGpuHour: number | null, hours: number | null, seconds = 1): Candidate {
  if (!anyGpu) throw new Error("the catalogue has no GPU");
  const bought = (onDemand: number) => ({ onDemand, reserved: 0, spot: 0 });
  const bill: Bill | null =
    hours === null ? null : { gpuHours: bought(hours), least: bought(hours * 0.9), most: bought(hours * 1.2) };
  return {
    platform: {
      id,
      name: null,
      gpu: anyGpu.id,
      gpuCount: 8,
      compared: true,
      offer: {
        pricePerGpuHour,
        reservedPricePerGpuHour: null,
        spotPricePerGpuHour: null,
        provider: null,
        rentalUnitGpus: 8,
      },
    },
    gpu: anyGpu,
    label: id,
    bill,
    seconds: hours === null ? null : seconds,
    withinLimits: true,
  };
}

const anyCandidate = fc.record({
  pricePerGpuHour: fc.option(fc.double({ min: 0.01, max: 100, noNaN: true })),
  hours: fc.option(fc.double({ min: 0.01, max: 100, noNaN: true })),
  seconds: fc.double({ min: 0.1, max: 100, noNaN: true }),
  withinLimits: fc.boolean(),
});

export const anyCandidates: fc.Arbitrary<readonly Candidate[]> = fc.array(anyCandidate, { maxLength: 12 }).map((all) =>
  all.map(({ pricePerGpuHour, hours, seconds, withinLimits }, i) => ({
    ...candidate(`p${i}`, pricePerGpuHour, hours, seconds),
    withinLimits,
  })),
);
