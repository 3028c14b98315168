import type { TrainingDeployment } from "../physics/training-deployment.ts";

/** One change of settings that would make a run fit; `and` where it takes two. */
export type TrainingRemedy =
  | { readonly kind: "checkpointing" }
  | { readonly kind: "fsdp" }
  | { readonly kind: "compile" }
  | { readonly kind: "micro-batch"; readonly microBatch: number }
  | { readonly kind: "checkpointing-and-fsdp" };

/** Every single change that makes it fit; both of the strong ones together where none does. */
export function trainingRemedies(
  deployment: TrainingDeployment,
  fits: (changed: TrainingDeployment) => boolean,
): readonly TrainingRemedy[] {
  const { checkpointing, strategy, compile, gpuCount } = deployment;
  const canShard = strategy === "ddp" && gpuCount > 1;
  const remedies: TrainingRemedy[] = [];
  if (!checkpointing && fits({ ...deployment, checkpointing: true })) remedies.push({ kind: "checkpointing" });
  if (canShard && fits({ ...deployment, strategy: "fsdp" })) remedies.push({ kind: "fsdp" });
  if (!compile && fits({ ...deployment, compile: true })) remedies.push({ kind: "compile" });
  for (
    let microBatch = Math.floor(deployment.microBatch / 2);
    microBatch >= 1;
    microBatch = Math.floor(microBatch / 2)
  ) {
    if (!fits({ ...deployment, microBatch })) continue;
    remedies.push({ kind: "micro-batch", microBatch });
    break;
  }
  if (remedies.length > 0) return remedies;
  const both = { ...deployment, checkpointing: true, strategy: "fsdp" } as const;
  return canShard && !checkpointing && fits(both) ? [{ kind: "checkpointing-and-fsdp" }] : [];
}
