import { stepFloor } from "../physics/floor.ts";
import type { OperatingPoint } from "../physics/operating-point.ts";
import { kvReadPerSequence } from "./explain-kv-cache.ts";
import { present } from "./explain-memory.ts";
import { sequencesInStep, stepsOfARequest } from "./explain-operating-point.ts";
import { prefill } from "./explain-prefill.ts";
import { constant, derived, input, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import { adapterTime, allReduceTime, densePeak, linearFlops } from "./explain-step-parts.ts";
import {
  assumed,
  chosen,
  fitted,
  hbmBandwidth,
  llmFact,
  oncePerPoint,
  sharedByGpus,
  type Subject,
} from "./explain-subject.ts";

/** Tokens of one step: each running request's own and its drafts. */
function tokensInStep(subject: Subject, point: OperatingPoint): Quantity {
  const { draftLength } = subject.deployment;
  const running = sequencesInStep(subject, point);
  if (draftLength === 0) return running;
  const perSequence = part("sum", [chosen("drafts", draftLength, "tokens"), constant(1, "the step's own token")]);
  return { ...part("product", [running, perSequence], "tokens"), name: "tokens in the step" };
}

function readWeights(subject: Subject): Quantity {
  const { weights } = subject.deployment;
  const bytes = subject.model.llm.readWeightBytes[weights];
  if (bytes === null) throw new RangeError(`no ${weights} checkpoint of ${subject.model.llm.id}`);
  const at = { group: "readBytesPerDecodeStep", field: `readBytesPerDecodeStep.${weights}` };
  return llmFact(subject, "weights read in a step", bytes, "bytes", at);
}

function bandwidthCeiling({ model }: Subject): Quantity {
  return assumed("highest share of bandwidth", model.engine.bandwidthCeiling, "fraction", "bandwidth-ceiling");
}

function kvRead(subject: Subject, point: OperatingPoint): Derived {
  return part("product", [sequencesInStep(subject, point), kvReadPerSequence(subject)], "bytes");
}

/** Time of the step without other requests' prompts, as physics has it. */
function physics(subject: Subject, point: OperatingPoint): Derived {
  const { step } = point;
  const { kvCache, draftLength, lora, tensorParallel, weights } = subject.deployment;
  const tokens = tokensInStep(subject, point);
  const linear = derived(
    "linear layers",
    step.linearSeconds,
    "seconds",
    "hypot",
    [
      derived("reading the weights", step.weightReadSeconds, "seconds", "quotient", [
        readWeights(subject),
        ...sharedByGpus(subject),
        bandwidthCeiling(subject),
        hbmBandwidth(subject),
      ]),
      derived("matrix work", step.matrixSeconds, "seconds", "quotient", [
        linearFlops(subject, tokens),
        ...sharedByGpus(subject),
        fitted(subject, "share of the peak", "computeEfficiency", "fraction"),
        densePeak(subject, weights),
      ]),
    ],
    "Reading and computing overlap: a roofline with a rounded knee.",
  );
  return {
    ...part(
      "sum",
      present(
        linear,
        derived("reading the KV cache", step.kvReadSeconds, "seconds", "quotient", [
          kvRead(subject, point),
          fitted(subject, "share of bandwidth for KV cache", "kvReadEfficiency", "fraction"),
          hbmBandwidth(subject),
        ]),
        derived("sequences", step.sequenceSeconds, "seconds", "product", [
          sequencesInStep(subject, point),
          fitted(subject, "time per sequence", "secondsPerSequence", "seconds"),
        ]),
        fitted(subject, "fixed time", "secondsPerStep", "seconds"),
        kvCache === "fp8" ? fitted(subject, "FP8 KV cache", "fp8KvSecondsPerStep", "seconds") : null,
        draftLength > 0
          ? derived("drafting", step.draftingSeconds, "seconds", "sum", [
              fitted(subject, "drafting, per step", "draftingSecondsPerStep", "seconds"),
              part("product", [
                fitted(subject, "drafting, per draft", "secondsPerDraftToken", "seconds"),
                chosen("drafts", draftLength, "tokens"),
              ]),
            ])
          : null,
        lora ? adapterTime(subject, "adapter", tokens) : null,
        tensorParallel > 1 ? allReduceTime(subject, tokens) : null,
      ),
      "seconds",
    ),
    name: "step by physics",
  };
}

/** The step without other requests' prompts, as measurements correct it. */
export function ownStep(subject: Subject, point: OperatingPoint): Derived {
  const factor = input("measured over physics", point.step.residualFactor, "ratio", {
    kind: "fitted",
    prior: null,
    how: "by a Gaussian process to what physics misses of the steady rows, held where throughput would fall with load or the floor be undercut",
  });
  return derived("step without others' prompts", point.step.ownSeconds, "seconds", "product", [
    physics(subject, point),
    factor,
  ]);
}

/** Prompts of other requests, computed between this one's tokens. */
export function othersPrompts(subject: Subject, point: OperatingPoint): Derived {
  const others = part("difference", [sequencesInStep(subject, point), constant(1, "the request itself")], "requests");
  return derived(
    "others' prompts",
    point.step.prefillSeconds,
    "seconds",
    "quotient",
    [part("product", [others, prefill(subject, point.prefill)], "seconds"), stepsOfARequest(subject, point)],
    "Every request that leaves lets one in, whose prompt is computed between the others' tokens.",
  );
}

/** One engine step, which is the gap between two streamed chunks of a request. */
export const stepTime = oncePerPoint((subject, point) =>
  derived("step time", point.step.totalSeconds, "seconds", "sum", [
    ownStep(subject, point),
    othersPrompts(subject, point),
  ]),
);

/** The least that this hardware allows any engine. */
export function floorOf(subject: Subject, point: OperatingPoint): Derived {
  const { model, workload, deployment } = subject;
  const { gpu, llm, engine } = model;
  const floor = stepFloor(gpu, llm, workload, deployment, engine, Math.max(1, point.batchRequests));
  const linear = part(
    "maximum",
    [
      derived("reading the weights at best", floor.weightReadSeconds, "seconds", "quotient", [
        readWeights(subject),
        ...sharedByGpus(subject),
        bandwidthCeiling(subject),
        hbmBandwidth(subject),
      ]),
      derived("matrix work at best", floor.matrixSeconds, "seconds", "quotient", [
        linearFlops(subject, tokensInStep(subject, point)),
        ...sharedByGpus(subject),
        assumed("highest share of the peak", engine.computeCeiling, "fraction", "compute-ceiling"),
        densePeak(subject, deployment.weights),
      ]),
    ],
    "seconds",
  );
  const kv = derived("reading the KV cache at best", floor.kvReadSeconds, "seconds", "quotient", [
    kvRead(subject, point),
    bandwidthCeiling(subject),
    hbmBandwidth(subject),
  ]);
  return derived(
    "floor under the step",
    point.floorStepSeconds,
    "seconds",
    "sum",
    [linear, kv],
    "The least that this hardware allows any engine.",
  );
}

/** What better software could still win of a step. */
export function headroom(subject: Subject, point: OperatingPoint): Derived {
  return derived("headroom", point.headroom, "ratio", "quotient", [ownStep(subject, point), floorOf(subject, point)]);
}
