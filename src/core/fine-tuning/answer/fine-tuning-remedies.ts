import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";

/** One change of settings that would make a run fit; two together where no single one does. */
export type FineTuningRemedy =
  | { readonly kind: "checkpointing" }
  | { readonly kind: "fsdp" }
  | { readonly kind: "compile" }
  | { readonly kind: "micro-batch"; readonly microBatch: number }
  | { readonly kind: "checkpointing-and-fsdp" };

/** What a remedy changes. */
export function remedied(deployment: FineTuningDeployment, remedy: FineTuningRemedy): FineTuningDeployment {
  switch (remedy.kind) {
    case "checkpointing":
      return { ...deployment, checkpointing: true };
    case "fsdp":
      return { ...deployment, strategy: "fsdp" };
    case "compile":
      return { ...deployment, compile: true };
    case "micro-batch":
      return { ...deployment, microBatch: remedy.microBatch };
    case "checkpointing-and-fsdp":
      return { ...deployment, checkpointing: true, strategy: "fsdp" };
  }
}

/** Every single change that makes it fit; both of the strong ones together where none does. */
export function fineTuningRemedies(
  deployment: FineTuningDeployment,
  fits: (changed: FineTuningDeployment) => boolean,
): readonly FineTuningRemedy[] {
  const { checkpointing, strategy, compile, gpuCount, microBatch } = deployment;
  const canShard = strategy === "ddp" && gpuCount > 1;
  const helps = (remedy: FineTuningRemedy): boolean => fits(remedied(deployment, remedy));
  const single: readonly FineTuningRemedy[] = [
    ...(checkpointing ? [] : [{ kind: "checkpointing" } as const]),
    ...(canShard ? [{ kind: "fsdp" } as const] : []),
    ...(compile ? [] : [{ kind: "compile" } as const]),
  ];
  const smaller = halvesOf(microBatch).map((half): FineTuningRemedy => ({ kind: "micro-batch", microBatch: half }));
  const largestThatFits = smaller.find(helps);
  const remedies = [...single.filter(helps), ...(largestThatFits ? [largestThatFits] : [])];
  if (remedies.length > 0) return remedies;
  const both = { kind: "checkpointing-and-fsdp" } as const;
  return canShard && !checkpointing && helps(both) ? [both] : [];
}

/** 8 has 4, 2 and 1. */
function halvesOf(count: number): readonly number[] {
  const half = Math.floor(count / 2);
  return half < 1 ? [] : [half, ...halvesOf(half)];
}
