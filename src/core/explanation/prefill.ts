import { attendedPairs, prefillAttentionFlops, type PrefillTime } from "../performance/prefill.ts";
import { forEachKind } from "./kv-cache.ts";
import { present } from "./memory.ts";
import { constant, derived, part, type Derived } from "./quantity.ts";
import { adapterTime, allReduceTime, densePeak, linearFlops } from "./step-parts.ts";
import { assumed, fitted, llmFact, promptTokens, sharedByGpus, type Subject } from "./subject.ts";

const ARCHITECTURE = { group: "architecture", field: "attention" };

function attentionFlops(subject: Subject): Derived {
  const prompt = promptTokens(subject);
  return derived(
    "attention work of the prompt",
    prefillAttentionFlops(subject.model.llm, prompt.value),
    "flops",
    "sum",
    forEachKind(subject, (layers, name) => {
      const window =
        layers.windowTokens === null
          ? prompt
          : part("minimum", [prompt, llmFact(subject, "window", layers.windowTokens, "tokens", ARCHITECTURE)]);
      const pairs = derived("query-key pairs", attendedPairs(prompt.value, layers.windowTokens), "count", "product", [
        window,
        part("difference", [prompt, part("quotient", [window, constant(2, "causal: half of the square")])]),
      ]);
      const inputs = [
        llmFact(subject, "layers", layers.layers, "count", ARCHITECTURE),
        constant(4, "two products, of scores and of values, of two operations each"),
        llmFact(subject, "query heads", layers.queryHeads, "count", ARCHITECTURE),
        llmFact(subject, "head dimension", layers.headDim, "count", ARCHITECTURE),
        pairs,
      ];
      return { ...part("product", inputs, "flops"), name };
    }),
  );
}

/** Time that one request's prompt takes from a replica. */
export function prefill(subject: Subject, time: PrefillTime): Derived {
  const { engine } = subject.model;
  const { weights, lora, tensorParallel: gpus } = subject.prediction.offer;
  const prompt = promptTokens(subject);
  const matrix = derived("matrix work of the prompt", time.matrixSeconds, "seconds", "quotient", [
    linearFlops(subject, prompt),
    ...sharedByGpus(subject),
    fitted(subject, "share of the peak in prefill", "prefillEfficiency", "fraction"),
    densePeak(subject, weights),
  ]);
  const attention = derived("attention over the prompt", time.attentionSeconds, "seconds", "quotient", [
    attentionFlops(subject),
    ...sharedByGpus(subject),
    assumed(
      "share of the peak in attention",
      engine.prefillAttentionEfficiency,
      "fraction",
      "prefill-attention-efficiency",
    ),
    densePeak(subject, "bf16"),
  ]);
  const adapter = derived(
    "adapter over the prompt",
    time.loraSeconds,
    "seconds",
    "difference",
    [
      adapterTime(subject, "adapter in a step of the prompt's tokens", prompt),
      fitted(subject, "adapter, per step", "loraSecondsPerStep", "seconds"),
    ],
    "The step that carries the prompt pays the adapter's fixed part already.",
  );
  return derived(
    "prefill of one prompt",
    time.totalSeconds,
    "seconds",
    "sum",
    present(
      fitted(subject, "admission", "admissionSeconds", "seconds"),
      matrix,
      attention,
      lora ? adapter : null,
      gpus > 1 ? allReduceTime(subject, prompt) : null,
    ),
    "What one request's prompt takes from its replica; drafting does not speed it up.",
  );
}
