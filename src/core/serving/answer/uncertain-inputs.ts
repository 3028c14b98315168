import { acceptanceDeviation, acceptanceKey } from "../fit/acceptance.ts";
import type { Demand } from "../../economics/demand.ts";
import { BAND_DEVIATE } from "../../units/band.ts";
import type { Deployment } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { Limits } from "./limits.ts";
import type { ServedLoad } from "./served-load.ts";
import type { ServingModel } from "./serving-model.ts";

/** A platform with the settings that are in use: an input that turns out otherwise does not tune them anew. */
interface PlannedPlatform {
  readonly id: string;
  readonly deployment: Deployment;
  readonly rentalUnitGpus: number;
}

/** All that deliveries follow from. */
export interface ServingPlan {
  readonly model: ServingModel;
  readonly workload: ServingWorkload;
  readonly limits: Limits;
  readonly demand: Demand | null;
  readonly platforms: readonly PlannedPlatform[];
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
interface InputEnd {
  readonly value: number;
  readonly plan: ServingPlan;
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
    | "load";
  /** The only platforms that it touches, by id; null where it is the same for all. */
  readonly ids: readonly string[] | null;
  readonly low: InputEnd;
  readonly high: InputEnd;
}

/**
 * Every input of a plan's deliveries that is not known for sure, each by itself. What is known of a GPU errs alike for
 * all platforms of it. Prices are no part of a delivery.
 *
 * @param servedOf What each platform does at present, by id.
 */
export function uncertainInputs(
  plan: ServingPlan,
  servedOf: (id: string) => ServedLoad | null,
  uncertainty: InputUncertainty,
): readonly UncertainInput[] {
  const gpus = [...new Set(plan.platforms.map(({ deployment }) => deployment.gpu))];
  return [
    ...workloadInputs(plan, uncertainty),
    ...plan.platforms.flatMap((platform) => [
      ...stepTimeInput(plan, platform, servedOf(platform.id)),
      ...acceptanceInput(plan, platform),
    ]),
    ...gpus.flatMap((gpu) => kvHoldingInput(plan, gpu, uncertainty.kvHolding)),
  ];
}

/** Both ends of a value that may be off by a factor of 1 + `fraction`. */
function endsOf(
  value: number,
  fraction: number,
  planAt: (value: number) => ServingPlan,
): Pick<UncertainInput, "low" | "high"> {
  const end = (at: number): InputEnd => ({ value: at, plan: planAt(at) });
  return { low: end(value / (1 + fraction)), high: end(value * (1 + fraction)) };
}

function workloadInputs(plan: ServingPlan, uncertainty: InputUncertainty): readonly UncertainInput[] {
  const { workload, demand } = plan;
  const withWorkload = (change: Partial<ServingWorkload>): ServingPlan => ({
    ...plan,
    workload: { ...workload, ...change },
  });
  const { inputTokens, outputTokens, inputTokensVariation = 0, outputTokensVariation = 0, concurrency } = workload;
  const load =
    demand === null
      ? endsOf(concurrency, uncertainty.load, (value) => withWorkload({ concurrency: Math.max(1, Math.round(value)) }))
      : endsOf(demand.requestsPerSecond, uncertainty.load, (requestsPerSecond) => ({
          ...plan,
          demand: { ...demand, requestsPerSecond },
        }));
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
    { kind: "load", ids: null, ...load },
    { kind: "prompt-length", ids: null, ...promptLength },
    { kind: "output-length", ids: null, ...outputLength },
    { kind: "prompt-variation", ids: null, ...promptVariation },
    { kind: "output-variation", ids: null, ...outputVariation },
  ];
}

/** Time per output token counts from the second token on. */
const LEAST_OUTPUT_TOKENS = 2;

/** Every step of the platform slower or faster by as much as the band of the present one allows. */
function stepTimeInput(
  plan: ServingPlan,
  { id, deployment }: PlannedPlatform,
  served: ServedLoad | null,
): readonly UncertainInput[] {
  if (served === null || served.kind === "cannot") return [];
  const { step, stepSecondsBand } = served.performance.busiest;
  const [fastest, slowest] = stepSecondsBand;
  if (slowest === fastest) return [];
  const logShift = Math.log((slowest - step.prefillSeconds) / (step.totalSeconds - step.prefillSeconds));
  const { residuals } = plan.model;
  const shiftedBy = (shift: number): ServingPlan => ({
    ...plan,
    model: {
      ...plan.model,
      residuals: {
        ...residuals,
        meanAlong: (situation) => {
          const meanAt = residuals.meanAlong(situation);
          return situation.gpuId === deployment.gpu ? (running) => meanAt(running) + shift : meanAt;
        },
      },
    },
  });
  return [
    {
      kind: "step-time",
      ids: [id],
      low: { value: fastest, plan: shiftedBy(-logShift) },
      high: { value: slowest, plan: shiftedBy(logShift) },
    },
  ];
}

/** The scatter of the measured rows; a typed rate is taken at its word. */
function acceptanceInput(plan: ServingPlan, { id, deployment }: PlannedPlatform): readonly UncertainInput[] {
  const { gpu, kvCache, draftLength, acceptanceRate } = deployment;
  if (draftLength === 0 || acceptanceRate !== null) return [];
  const { rows, acceptance } = plan.model;
  const measured = acceptance.get(acceptanceKey(gpu, kvCache, draftLength));
  const deviation = acceptanceDeviation(rows, gpu, kvCache, draftLength);
  if (!measured || deviation === null) return [];
  const end = (deviates: number): InputEnd => {
    const value = Math.min(1, Math.max(0, measured.rate + deviates * deviation));
    const platforms = plan.platforms.map((platform) =>
      platform.id === id ? { ...platform, deployment: { ...platform.deployment, acceptanceRate: value } } : platform,
    );
    return { value, plan: { ...plan, platforms } };
  };
  return [{ kind: "acceptance", ids: [id], low: end(-BAND_DEVIATE), high: end(BAND_DEVIATE) }];
}

function kvHoldingInput(plan: ServingPlan, gpu: string, fraction: number): readonly UncertainInput[] {
  const { model, platforms } = plan;
  const parameters = model.fitted[gpu];
  if (!parameters) return [];
  const ends = endsOf(parameters.kvHolding.factor, fraction, (factor) => {
    const changed = { ...parameters, kvHolding: { ...parameters.kvHolding, factor } };
    return { ...plan, model: { ...model, fitted: { ...model.fitted, [gpu]: changed } } };
  });
  const ids = platforms.filter(({ deployment }) => deployment.gpu === gpu).map(({ id }) => id);
  return [{ kind: "kv-holding", ids, ...ends }];
}
