import { acceptanceDeviation, acceptanceKey } from "../fit/acceptance.ts";
import { BAND_DEVIATE } from "../../units/band.ts";
import type { PlatformPrediction, ServingModel } from "./platform-evaluation.ts";
import type { PlanRequest, PlatformTerms } from "./platform-plan.ts";

/** All that a recommendation follows from. */
export interface Plan {
  readonly model: ServingModel;
  readonly request: PlanRequest;
  /** With the settings that are in use: an input that turns out otherwise does not tune them anew. */
  readonly terms: readonly PlatformTerms[];
}

/** How far inputs that no row measures may be off, as a fraction f: from value / (1 + f) to value (1 + f). */
export interface InputUncertainty {
  readonly promptLength: number;
  readonly outputLength: number;
  readonly lengthVariation: number;
  readonly kvHolding: number;
  readonly load: number;
  readonly price: number;
}

/** What an input could turn out to be, and the plan with that in place. */
export interface InputEnd {
  readonly value: number;
  readonly plan: Plan;
}

/** An input at the ends of its own uncertainty. */
export interface UncertainInput {
  /** `step-time` in seconds, `load` in requests in flight or per second, `kv-holding` as the factor on whole blocks. */
  readonly kind:
    | "step-time"
    | "acceptance"
    | "prompt-length"
    | "output-length"
    | "prompt-variation"
    | "output-variation"
    | "kv-holding"
    | "load"
    | "price";
  /** The only platform that it touches; null where it is the same for all. */
  readonly gpu: string | null;
  readonly low: InputEnd;
  readonly high: InputEnd;
}

/** Every input of a plan that is not known for sure, each by itself. @param present What the plan predicts. */
export function uncertainInputs(
  plan: Plan,
  present: readonly PlatformPrediction[],
  uncertainty: InputUncertainty,
): readonly UncertainInput[] {
  return [
    ...workloadInputs(plan, uncertainty),
    ...plan.terms.flatMap((terms, i) => [
      ...stepTimeInput(plan, terms, present[i]!),
      ...acceptanceInput(plan, terms),
      ...kvHoldingInput(plan, terms, uncertainty.kvHolding),
      priceInput(plan, terms, uncertainty.price),
    ]),
  ];
}

/** Both ends of a value that may be off by a factor of 1 + `fraction`. */
function endsOf(
  value: number,
  fraction: number,
  planAt: (value: number) => Plan,
): Pick<UncertainInput, "low" | "high"> {
  const end = (at: number): InputEnd => ({ value: at, plan: planAt(at) });
  return { low: end(value / (1 + fraction)), high: end(value * (1 + fraction)) };
}

function workloadInputs(plan: Plan, uncertainty: InputUncertainty): readonly UncertainInput[] {
  const { workload, demand } = plan.request;
  const withRequest = (request: Partial<PlanRequest>): Plan => ({ ...plan, request: { ...plan.request, ...request } });
  const withWorkload = (change: Partial<PlanRequest["workload"]>): Plan =>
    withRequest({ workload: { ...workload, ...change } });
  const { inputTokens, outputTokens, inputTokensVariation = 0, outputTokensVariation = 0, concurrency } = workload;
  const load =
    demand === null
      ? endsOf(concurrency, uncertainty.load, (value) => withWorkload({ concurrency: Math.max(1, Math.round(value)) }))
      : endsOf(demand.requestsPerSecond, uncertainty.load, (requestsPerSecond) =>
          withRequest({ demand: { ...demand, requestsPerSecond } }),
        );
  const promptLength = endsOf(inputTokens, uncertainty.promptLength, (value) => withWorkload({ inputTokens: value }));
  const outputLength = endsOf(outputTokens, uncertainty.outputLength, (value) =>
    withWorkload({ outputTokens: Math.max(LEAST_OUTPUT_TOKENS, value) }),
  );
  const promptVariation = endsOf(inputTokensVariation, uncertainty.lengthVariation, (value) =>
    withWorkload({ inputTokensVariation: value }),
  );
  const outputVariation = endsOf(outputTokensVariation, uncertainty.lengthVariation, (value) =>
    withWorkload({ outputTokensVariation: value }),
  );
  return [
    { kind: "load", gpu: null, ...load },
    { kind: "prompt-length", gpu: null, ...promptLength },
    { kind: "output-length", gpu: null, ...outputLength },
    { kind: "prompt-variation", gpu: null, ...promptVariation },
    { kind: "output-variation", gpu: null, ...outputVariation },
  ];
}

/** Time per output token counts from the second token on. */
const LEAST_OUTPUT_TOKENS = 2;

/** Every step of the platform slower or faster by as much as the band of the present one allows. */
function stepTimeInput(plan: Plan, { gpu }: PlatformTerms, present: PlatformPrediction): readonly UncertainInput[] {
  if (present.performance === null) return [];
  const { step, stepSecondsBand } = present.performance.busiest;
  const [fastest, slowest] = stepSecondsBand;
  if (slowest === fastest) return [];
  const logShift = Math.log((slowest - step.prefillSeconds) / (step.totalSeconds - step.prefillSeconds));
  const { residuals } = plan.model;
  const shiftedBy = (shift: number): Plan => ({
    ...plan,
    model: {
      ...plan.model,
      residuals: {
        ...residuals,
        meanAlong: (situation) => {
          const meanAt = residuals.meanAlong(situation);
          return situation.gpuId === gpu ? (running) => meanAt(running) + shift : meanAt;
        },
      },
    },
  });
  return [
    {
      kind: "step-time",
      gpu,
      low: { value: fastest, plan: shiftedBy(-logShift) },
      high: { value: slowest, plan: shiftedBy(logShift) },
    },
  ];
}

/** The scatter of the measured rows; a typed rate is taken at its word. */
function acceptanceInput(plan: Plan, terms: PlatformTerms): readonly UncertainInput[] {
  const { gpu, kvCache, draftLength, acceptanceRate } = terms;
  if (draftLength === 0 || acceptanceRate !== null) return [];
  const { rows, acceptance } = plan.model;
  const measured = acceptance.get(acceptanceKey(gpu, kvCache, draftLength));
  const deviation = acceptanceDeviation(rows, gpu, kvCache, draftLength);
  if (!measured || deviation === null) return [];
  const end = (deviates: number): InputEnd => {
    const value = Math.min(1, Math.max(0, measured.rate + deviates * deviation));
    return { value, plan: withTerms(plan, gpu, { acceptanceRate: value }) };
  };
  return [{ kind: "acceptance", gpu, low: end(-BAND_DEVIATE), high: end(BAND_DEVIATE) }];
}

function kvHoldingInput(plan: Plan, { gpu }: PlatformTerms, fraction: number): readonly UncertainInput[] {
  const { model } = plan;
  const parameters = model.fitted[gpu];
  if (!parameters) return [];
  const ends = endsOf(parameters.kvHolding.factor, fraction, (factor) => {
    const changed = { ...parameters, kvHolding: { ...parameters.kvHolding, factor } };
    return { ...plan, model: { ...model, fitted: { ...model.fitted, [gpu]: changed } } };
  });
  return [{ kind: "kv-holding", gpu, ...ends }];
}

/** All prices of the platform together. */
function priceInput(plan: Plan, terms: PlatformTerms, fraction: number): UncertainInput {
  const { gpu, pricePerGpuHour, reservedPricePerGpuHour: reserved, spotPricePerGpuHour: spot } = terms;
  const ends = endsOf(pricePerGpuHour, fraction, (price) => {
    const share = price / pricePerGpuHour;
    return withTerms(plan, gpu, {
      pricePerGpuHour: price,
      reservedPricePerGpuHour: reserved === null ? null : reserved * share,
      spotPricePerGpuHour: spot === null ? null : spot * share,
    });
  });
  return { kind: "price", gpu, ...ends };
}

function withTerms(plan: Plan, gpu: string, change: Partial<PlatformTerms>): Plan {
  return { ...plan, terms: plan.terms.map((terms) => (terms.gpu === gpu ? { ...terms, ...change } : terms)) };
}
