import type { AttentionLayers } from "../../facts/llm.ts";
import {
  BASE_BLOCK_TOKENS,
  kvBlockLayout,
  kvBlocksHeld,
  kvBytesHeld,
  kvBytesPerTokenAndLayer,
  kvBytesReadPerStep,
  meanLiveTokens,
} from "../physics/kv-cache.ts";
import { BYTES_PER_ELEMENT } from "../../units/dtype.ts";
import { constant, derived, input, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import {
  chosen,
  llmFact,
  meanSquareRatio,
  outputTokens,
  promptTokens,
  sharedByGpus,
  tensorParallel,
  type Subject,
} from "./explain-subject.ts";

const ARCHITECTURE = { group: "architecture", field: "attention" };

/** "sliding layers of 1,024" would repeat the window; the kind is enough to tell layers apart. */
function layerKindName({ windowTokens }: AttentionLayers): string {
  return windowTokens === null ? "full-attention layers" : `sliding layers (${windowTokens})`;
}

/** Several kinds with the same window are told apart by their place. */
function kindNames(kinds: readonly AttentionLayers[]): readonly string[] {
  const names = kinds.map(layerKindName);
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name}, kind ${i + 1}`));
}

/** One quantity for each kind of layers, under the kind's name. */
export function forEachKind<T>(
  { model }: Subject,
  quantityOf: (layers: AttentionLayers, name: string, kind: number) => T,
): readonly T[] {
  const { attention } = model.llm;
  const names = kindNames(attention);
  return attention.map((layers, kind) => quantityOf(layers, names[kind]!, kind));
}

function liveTokens(subject: Subject): Derived {
  const { outputTokensVariation = 0 } = subject.workload;
  const half = part("quotient", [outputTokens(subject), constant(2, "half the output, over its life")], "tokens");
  return derived(
    "mean context",
    meanLiveTokens(subject.workload),
    "tokens",
    "sum",
    [
      promptTokens(subject),
      outputTokensVariation === 0
        ? half
        : part("product", [half, meanSquareRatio("spread of outputs", outputTokensVariation)], "tokens"),
    ],
    outputTokensVariation === 0
      ? "A running request holds its prompt and, over its life, half its output."
      : "A running request holds its prompt and, over its life, half its output; long outputs run longest.",
  );
}

function bytesPerToken(subject: Subject, layers: AttentionLayers): Derived {
  const { kvCache, tensorParallel: gpus } = subject.deployment;
  const kvHeads = llmFact(subject, "KV heads", layers.kvHeads, "count", ARCHITECTURE);
  const headsPerGpu =
    gpus === 1 ? kvHeads : part("quotient", [kvHeads, part("minimum", [tensorParallel(subject), kvHeads])]);
  return derived(
    "KV bytes per token and layer",
    kvBytesPerTokenAndLayer(layers, kvCache, gpus),
    "bytes",
    "product",
    [
      constant(2, "a key and a value"),
      headsPerGpu,
      llmFact(subject, "head dimension", layers.headDim, "count", ARCHITECTURE),
      chosen(`bytes per ${kvCache === "fp8" ? "FP8" : "bf16"} element`, BYTES_PER_ELEMENT[kvCache], "bytes"),
    ],
    gpus === 1 ? null : "KV heads divide over the GPUs only as far as there are heads.",
  );
}

/** What a decode step reads of one sequence, on one GPU. */
export function kvReadPerSequence(subject: Subject): Derived {
  const { llm } = subject.model;
  const { kvCache, tensorParallel: gpus } = subject.deployment;
  const context = liveTokens(subject);
  return derived(
    "KV cache read per sequence",
    kvBytesReadPerStep(llm, context.value, kvCache, gpus),
    "bytes",
    "sum",
    forEachKind(subject, (layers, name) => {
      const attended =
        layers.windowTokens === null
          ? context
          : part("minimum", [context, llmFact(subject, "window", layers.windowTokens, "tokens", ARCHITECTURE)]);
      const inputs = [
        llmFact(subject, "layers", layers.layers, "count", ARCHITECTURE),
        attended,
        bytesPerToken(subject, layers),
      ];
      return { ...part("product", inputs, "bytes"), name };
    }),
    "Sliding layers read no further back than their window.",
  );
}

/** What one running request holds in the KV cache of one GPU, in whole blocks. */
function kvHeldPerRequest(subject: Subject): Derived {
  const { llm } = subject.model;
  const { kvCache, tensorParallel: gpus } = subject.deployment;
  const layout = kvBlockLayout(llm, kvCache, gpus);
  const context = liveTokens(subject);
  const layersOf = forEachKind(subject, (layers, name) => llmFact(subject, name, layers.layers, "count", ARCHITECTURE));
  const tokenBytes = forEachKind(subject, (layers, name) => ({
    ...bytesPerToken(subject, layers),
    name: `KV bytes per token, ${name}`,
  }));
  const layersPerBlock = derived("layers per block", layout.layersPerBlock, "count", "minimum", layersOf);
  const page = {
    ...part(
      "product",
      [
        input("tokens per block at least", BASE_BLOCK_TOKENS, "tokens", { kind: "engine", source: "vllm-main" }),
        part("maximum", tokenBytes),
      ],
      "bytes",
    ),
    name: "page of one layer",
  };
  const blockBytes = derived("bytes per block", layout.blockBytes, "bytes", "product", [layersPerBlock, page]);
  const blocks = layout.kinds.map((kind, i): Quantity => {
    const groups = derived("groups of layers", kind.blocksPerTokenGroup, "count", "ceiling", [
      part("quotient", [layersOf[i]!, layersPerBlock]),
    ]);
    const tokensPerBlock = derived("tokens per block", kind.blockTokens, "tokens", "quotient", [page, tokenBytes[i]!]);
    const needed = part("ceiling", [part("quotient", [context, tokensPerBlock])]);
    const held = kvBlocksHeld(kind, context.value);
    const perGroup =
      kind.windowTokens === null
        ? derived("blocks per group", held, "count", "ceiling", needed.inputs)
        : derived("blocks per group", held, "count", "minimum", [
            needed,
            part("sum", [
              part("ceiling", [
                part("quotient", [
                  llmFact(subject, "window", kind.windowTokens, "tokens", ARCHITECTURE),
                  tokensPerBlock,
                ]),
              ]),
              constant(1, "a window is rarely aligned with the blocks"),
            ]),
          ]);
    return { ...part("product", [groups, perGroup]), name: `blocks, ${layersOf[i]!.name}` };
  });
  return derived(
    gpus === 1 ? "KV cache in whole blocks" : "KV cache in whole blocks, per GPU",
    kvBytesHeld(llm, context.value, kvCache, gpus),
    "bytes",
    "product",
    [blockBytes, part("sum", blocks)],
    "vLLM's rule for models that mix kinds of layers: one pool of equal blocks.",
  );
}

/** What one running request takes of a replica's KV cache. */
export function kvPerRequest(subject: Subject, bytes: number): Derived {
  const { factor, fittedRows } = subject.model.parameters.kvHolding;
  return derived("KV cache per request", bytes, "bytes", "product", [
    kvHeldPerRequest(subject),
    ...sharedByGpus(subject),
    input("taken over what the blocks need", factor, "ratio", {
      kind: "fitted",
      prior: null,
      how: holdingHow(fittedRows),
    }),
  ]);
}

export function holdingHow(fittedRows: number): string {
  return fittedRows === 0
    ? "to other GPUs' rows: none of this GPU ran out of KV cache"
    : `to ${fittedRows} ${fittedRows === 1 ? "row" : "rows"} of this GPU that ran out of KV cache, and to other GPUs'`;
}
