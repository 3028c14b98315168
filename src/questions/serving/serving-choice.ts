import type { Deployment } from "../../core/serving/physics/deployment.ts";
import type { Demand } from "../../core/economics/demand.ts";
import type { Limits } from "../../core/serving/answer/limits.ts";
import type { TunableSetting } from "../../core/serving/answer/tuning.ts";
import type { ServingWorkload } from "../../core/serving/physics/serving-workload.ts";

/** What serving is asked of all platforms alike. */
export interface ServingChoice {
  readonly workload: Required<ServingWorkload>;
  readonly limits: Limits;
  /** Traffic to rent for; null asks about requests in flight instead, on the GPUs that there are. */
  readonly demand: Demand | null;
  /** Whether each platform's settings are searched for rather than taken as they are. */
  readonly tuned: boolean;
}

/** How one platform serves: the engine's arguments, per replica. */
export interface ServingSettings extends Omit<Deployment, "gpu" | "gpuCount"> {
  readonly engine: "vllm";
  readonly expertParallel: 1;
  readonly attentionDataParallel: 1;
  /** Settings that tuning leaves as they are. */
  readonly locked: readonly TunableSetting[];
}
