import type { AttentionLayers } from "../../facts/llm.ts";
import { attendedPairs, prefillAttentionFlops, type PrefillTime } from "../physics/prefill.ts";
import { forEachKind } from "./explain-kv-cache.ts";
import { present } from "./explain-memory.ts";
import { constant, derived, part, type Derived, type Input } from "../../explanation/quantity.ts";
import { adapterTime, allReduceTime, densePeak, linearFlops } from "./explain-step-parts.ts";
import {
  assumed,
  computedPrompt,
  fitted,
  llmFact,
  meanSquareRatio,
  promptTokens,
  sharedByGpus,
  type Subject,
} from "./explain-subject.ts";

const ARCHITECTURE = { group: "architecture", field: "attention" };

/** Query-key pairs of so many tokens of the prompt, in one layer. */
function pairsOf(subject: Subject, name: string, layers: AttentionLayers, tokens: Input | Derived): Derived {
  const { inputTokensVariation = 0 } = subject.workload;
  const { windowTokens } = layers;
  const square = inputTokensVariation > 0 ? meanSquareRatio("spread of prompts", inputTokensVariation) : null;
  const within =
    windowTokens === null
      ? tokens
      : part("minimum", [
          tokens,
          part("quotient", present(llmFact(subject, "window", windowTokens, "tokens", ARCHITECTURE), square)),
        ]);
  const pairs = attendedPairs(tokens.value, windowTokens, inputTokensVariation);
  return derived(
    name,
    pairs,
    "count",
    "product",
    present(
      square,
      within,
      part("difference", [tokens, part("quotient", [within, constant(2, "causal: half of the square")])]),
    ),
    square === null
      ? undefined
      : "Prompts that scatter reach a window sooner, by as much as their mean square is larger.",
  );
}

function attentionFlops(subject: Subject): Derived {
  const { workload, model } = subject;
  const prompt = promptTokens(subject);
  const cached = { ...part("difference", [prompt, computedPrompt(subject)], "tokens"), name: "cached prompt tokens" };
  return derived(
    "attention work of the prompt",
    prefillAttentionFlops(model.llm, workload),
    "flops",
    "sum",
    forEachKind(subject, (layers, name) => {
      const all = pairsOf(subject, "query-key pairs", layers, prompt);
      const pairs =
        (workload.prefixCachedFraction ?? 0) === 0
          ? all
          : part("maximum", [
              constant(0, "no less than none"),
              part("difference", [all, pairsOf(subject, "query-key pairs in cache", layers, cached)]),
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
  const { weights, lora, tensorParallel: gpus } = subject.deployment;
  const prompt = computedPrompt(subject);
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
