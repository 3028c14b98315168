import { kvCapacityRequests, type EngineOverhead, type MemoryBudget } from "../physics/memory-budget.ts";
import { holdingHow, kvPerRequest } from "./explain-kv-cache.ts";
import {
  constant,
  derived,
  input,
  named,
  part,
  type Derived,
  type Input,
  type Quantity,
} from "../../explanation/quantity.ts";
import { assumed, chosen, gpuFact, llmFact, sharedByGpus, tensorParallel, type Subject } from "./explain-subject.ts";

/** Parts that a deployment does not have are left out of a formula. */
export function present(...quantities: readonly (Quantity | null)[]): readonly Quantity[] {
  return quantities.filter((quantity) => quantity !== null);
}

/** What the engine may use of all GPUs of a replica. */
function usable(subject: Subject, budget: MemoryBudget): Derived {
  const { gpu } = subject.model;
  const device = gpuFact(subject, "memory of one GPU", gpu.deviceMemoryBytes, "bytes", {
    group: "memory",
    field: "driverMemoryMebibytes",
  });
  return derived("memory the engine may use", budget.usableBytes, "bytes", "product", [
    device,
    ...sharedByGpus(subject),
    chosen("gpu_memory_utilization", subject.deployment.gpuMemoryUtilization, "fraction"),
  ]);
}

function activations(subject: Subject, bytes: number): Derived {
  const { llm, engine } = subject.model;
  const { maxNumBatchedTokens } = subject.deployment;
  const product = part("product", [
    chosen("max_num_batched_tokens", maxNumBatchedTokens, "tokens"),
    llmFact(subject, "feed-forward dimension", llm.intermediateSize, "count", {
      group: "architecture",
      field: "feedForwardDimensions",
    }),
    constant(2, "bytes of a 16-bit activation"),
    assumed("activations alive at once", engine.activationCopies, "count", "activation-copies"),
  ]);
  return acrossGpus(subject, "activations of the profile run", bytes, product);
}

function logits(subject: Subject, bytes: number): Derived {
  const { llm, engine } = subject.model;
  const { maxNumSeqs, draftLength } = subject.deployment;
  const product = part("product", [
    chosen("max_num_seqs", maxNumSeqs),
    part("sum", [chosen("drafts", draftLength, "tokens"), constant(1, "the step's own token")]),
    llmFact(subject, "vocabulary", llm.vocabularySize, "tokens", { group: "architecture", field: "vocabularyTokens" }),
    assumed("bytes per logit", engine.bytesPerLogit, "bytes", "logit-workspace"),
  ]);
  return acrossGpus(subject, "logits", bytes, product);
}

/** A product that the GPUs of a replica share. */
function acrossGpus(subject: Subject, name: string, bytes: number, product: Derived): Derived {
  return subject.deployment.tensorParallel === 1
    ? derived(name, bytes, "bytes", "product", product.inputs)
    : derived(name, bytes, "bytes", "quotient", [product, tensorParallel(subject)]);
}

function adapter(subject: Subject): Input {
  const at = { group: "loraAdapter", field: "loraAdapterBytes" };
  return llmFact(subject, "LoRA adapter", subject.model.llm.loraAdapterBytes, "bytes", at);
}

function overhead(subject: Subject, budget: MemoryBudget, parts: EngineOverhead): Derived {
  const { deployment: offer } = subject;
  const inputs = present(
    activations(subject, parts.activationBytes),
    logits(subject, parts.logitBytes),
    offer.lora
      ? offer.tensorParallel === 1
        ? adapter(subject)
        : derived("LoRA adapter, per GPU", parts.adapterBytes, "bytes", "quotient", [
            adapter(subject),
            tensorParallel(subject),
          ])
      : null,
    assumed("CUDA context, graphs, buffers", parts.fixedBytes, "bytes", "fixed-overhead"),
    input("overhead nothing counted explains", parts.fittedBytes, "bytes", {
      kind: "fitted",
      prior: "unexplained-overhead",
      how: holdingHow(subject.model.parameters.kvHolding.fittedRows),
    }),
  );
  return offer.tensorParallel === 1
    ? derived("overhead", budget.overheadBytes, "bytes", "sum", inputs)
    : derived("overhead", budget.overheadBytes, "bytes", "product", [
        { ...part("sum", inputs, "bytes"), name: "overhead per GPU" },
        tensorParallel(subject),
      ]);
}

/** KV cache of one replica. */
function kvCacheOfReplica(subject: Subject, budget: MemoryBudget): Derived | Input {
  const { deployment: offer } = subject;
  const name = offer.tensorParallel === 1 ? "KV cache" : "KV cache of a replica";
  if (budget.overheadPerGpu === null) {
    const logged = chosen("KV cache per GPU, from the engine's log", offer.kvCacheBytesPerGpu!, "bytes");
    if (offer.tensorParallel === 1) return logged;
    return derived(name, budget.kvCacheBytes, "bytes", "product", [logged, tensorParallel(subject)]);
  }
  const { llm } = subject.model;
  return derived(
    name,
    budget.kvCacheBytes,
    "bytes",
    "difference",
    present(
      usable(subject, budget),
      llmFact(subject, "weights", budget.weightBytes, "bytes", {
        group: offer.weights === "fp8" ? "fp8Checkpoint" : "checkpointBytes",
        field: `checkpointBytes.${offer.weights}`,
      }),
      offer.draftLength > 0 && llm.drafter !== null
        ? llmFact(subject, "drafter", budget.drafterBytes, "bytes", { group: "drafter", field: "drafter" })
        : null,
      overhead(subject, budget, budget.overheadPerGpu),
    ),
    "What weights, drafter and overhead leave of the memory the engine may use.",
  );
}

/** KV cache of one GPU; what does not fit leaves none. */
export function kvCachePerGpu(subject: Subject, budget: MemoryBudget): Derived | Input {
  const whole = kvCacheOfReplica(subject, budget);
  const { tensorParallel: gpus } = subject.deployment;
  if (gpus > 1) {
    const left =
      budget.kvCacheBytes > 0 ? whole : part("maximum", [constant(0, "no less than nothing"), whole], "bytes");
    return derived("KV cache per GPU", left.value / gpus, "bytes", "quotient", [left, tensorParallel(subject)]);
  }
  if (budget.kvCacheBytes > 0) return whole.kind === "input" ? whole : named(whole, "KV cache per GPU");
  return derived("KV cache per GPU", 0, "bytes", "maximum", [constant(0, "no less than nothing"), whole]);
}

/** Requests whose KV cache fits at once, on average. */
export function requestsThatFit(subject: Subject, budget: MemoryBudget): Derived {
  return derived("requests that fit", kvCapacityRequests(budget), "requests", "quotient", [
    kvCacheOfReplica(subject, budget),
    kvPerRequest(subject, budget.kvCacheBytesPerRequest),
  ]);
}
