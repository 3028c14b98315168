import { constant, derived, input, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import { BAND_DEVIATE } from "../../units/band.ts";
import type { OperatingPoint } from "../physics/operating-point.ts";
import type { PlatformPerformance } from "../physics/platform-performance.ts";
import { batchRequests, stepsOfARequest } from "./explain-operating-point.ts";
import { type Group, groupCount, groupName, inBatch, overReplicas } from "./explain-platform.ts";
import { floorOf, othersPrompts, ownStep, stepTime } from "./explain-step.ts";
import { outputTokens, type Subject } from "./explain-subject.ts";

/** Ends of the 90 % band: with every step as fast, or as slow, as measurements leave open. */
type BandEnd = "fast" | "slow";

/** Steps are listed from the fast end, throughput from the slow one. */
const STEP_INDEX = { fast: 0, slow: 1 } as const;
const THROUGHPUT_INDEX = { fast: 1, slow: 0 } as const;

/** Half the band of a step's own time, as a factor. */
function spreadFactor(point: OperatingPoint): Derived {
  const { ownSeconds, prefillSeconds } = point.step;
  const deviation = Math.log((point.stepSecondsBand[1] - prefillSeconds) / ownSeconds) / BAND_DEVIATE;
  const spread = input("spread of measured steps, in logarithms", deviation, "ratio", {
    kind: "fitted",
    prior: null,
    how: "by a Gaussian process: how far a step that is measured may lie from this, more the farther from the rows",
  });
  return part("power", [
    constant(Math.E, "the base of the logarithm"),
    part("product", [constant(BAND_DEVIATE, "deviations to either end of a 90 % band"), spread]),
  ]);
}

function stepAtEnd(subject: Subject, point: OperatingPoint, end: BandEnd): Derived {
  const own = ownStep(subject, point);
  const factor = spreadFactor(point);
  const ownAtEnd =
    end === "slow"
      ? part("product", [own, factor], "seconds")
      : part("maximum", [floorOf(subject, point), part("quotient", [own, factor], "seconds")], "seconds");
  return derived(
    `${end} step`,
    point.stepSecondsBand[STEP_INDEX[end]],
    "seconds",
    "sum",
    [ownAtEnd, othersPrompts(subject, point)],
    "Prompts take what they take: the band is that of the rest of the step.",
  );
}

/** An end of the band of the platform's step. */
export function stepBandEnd(subject: Subject, performance: PlatformPerformance, end: BandEnd): Derived {
  const value = performance.stepSecondsBand[STEP_INDEX[end]];
  return overReplicas(subject, performance, `${end} step of the platform`, value, (point) =>
    stepAtEnd(subject, point, end),
  );
}

function replicaRate(subject: Subject, point: OperatingPoint, end: BandEnd): Derived {
  const longer = part("difference", [stepAtEnd(subject, point, end), stepTime(subject, point)], "seconds");
  return derived(
    `output tokens per second of a replica with a ${end} step`,
    point.outputTokensPerSecondBand[THROUGHPUT_INDEX[end]],
    "tokensPerSecond",
    "quotient",
    [
      part("product", [batchRequests(subject, point), outputTokens(subject)], "tokens"),
      part("sum", [inBatch(subject, point), part("product", [stepsOfARequest(subject, point), longer])], "seconds"),
    ],
    "How many requests run at once is taken as known.",
  );
}

/** An end of the band of the platform's throughput. */
export function throughputBandEnd(subject: Subject, performance: PlatformPerformance, end: BandEnd): Derived {
  const { groups } = performance;
  const rateOf = (group: Group): Quantity => {
    const rate = replicaRate(subject, group.point, end);
    const own = groups.length === 1 ? rate : { ...rate, name: `${rate.name}, ${groupName(group)}` };
    return part("product", [groupCount(group), own], "tokensPerSecond");
  };
  const value = performance.outputTokensPerSecondBand[THROUGHPUT_INDEX[end]];
  const name = `output tokens per second with ${end} steps`;
  return derived(name, value, "tokensPerSecond", "sum", groups.map(rateOf));
}
