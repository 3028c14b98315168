import type { Deployment } from "./deployment.ts";
import type { Llm } from "../../facts/llm.ts";
import { kvBlockLayout, kvBytesReserved } from "./kv-cache.ts";

/**
 * How an engine's version counts "GPU KV cache size". Up to v0.20 it is blocks over layer groups; since v0.21 it is
 * blocks over those of one request of `max_model_len`, times its tokens, and since v0.26 that request reserves two
 * batches in each window instead of one. So the same memory prints as other tokens, and tokens are no measure of bytes.
 *
 * @see source `vllm-main`, pull requests 38284, 41069 and 47728, issues 43308 and 51041.
 */
export const LOG_VERSIONS = ["up-to-0.20", "0.21-to-0.25", "since-0.26"] as const;
export type LogVersion = (typeof LOG_VERSIONS)[number];

/** What a startup log says of the KV cache of one GPU. */
export type LoggedKvCache =
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "tokens"; readonly tokens: number; readonly maxModelLen: number | null }
  | { readonly kind: "unreadable"; readonly problem: string };

const GIBIBYTE = 1024 ** 3;
const AVAILABLE_MEMORY = /available kv cache memory:?\s*([\d.,]+)\s*(GiB|GB|MiB)/i;
const CACHE_SIZE = /gpu kv cache size:?\s*([\d,_]+)\s*tokens/i;
const REQUEST_TOKENS = /maximum concurrency for\s*([\d,_]+)\s*tokens/i;
/** Units of memory in a log, in small letters. */
export const BYTES_PER_LOG_UNIT: Readonly<Record<string, number>> = { gib: GIBIBYTE, gb: 1e9, mib: 1024 ** 2 };

/** Reads lines pasted from a vLLM log. Memory is preferred to tokens, which need the version to be understood. */
export function readEngineLog(text: string): LoggedKvCache {
  const memory = AVAILABLE_MEMORY.exec(text);
  if (memory) {
    return {
      kind: "bytes",
      bytes: Number(memory[1]!.replaceAll(",", "")) * BYTES_PER_LOG_UNIT[memory[2]!.toLowerCase()]!,
    };
  }
  const size = CACHE_SIZE.exec(text);
  if (size) {
    const request = REQUEST_TOKENS.exec(text);
    return {
      kind: "tokens",
      tokens: wholeNumber(size[1]!),
      maxModelLen: request ? wholeNumber(request[1]!) : null,
    };
  }
  return {
    kind: "unreadable",
    problem: 'has neither "Available KV cache memory: … GiB" nor "GPU KV cache size: … tokens"',
  };
}

function wholeNumber(text: string): number {
  return Number(text.replaceAll(/[,_]/g, ""));
}

/** KV cache of one GPU from the tokens that its log prints, in bytes. */
export function kvCacheBytesFromTokens(
  llm: Llm,
  deployment: Pick<Deployment, "kvCache" | "tensorParallel" | "maxNumBatchedTokens" | "maxModelLen">,
  tokens: number,
  version: LogVersion,
): number {
  const { kvCache, tensorParallel, maxNumBatchedTokens, maxModelLen } = deployment;
  if (version === "up-to-0.20") {
    const { blockBytes, kinds } = kvBlockLayout(llm, kvCache, tensorParallel);
    const groups = kinds.reduce((sum, kind) => sum + kind.blocksPerTokenGroup, 0);
    return (tokens / Math.min(...kinds.map(({ blockTokens }) => blockTokens))) * groups * blockBytes;
  }
  const batchesInFlight = version === "since-0.26" ? 2 : 1;
  const inFlightTokens = batchesInFlight * maxNumBatchedTokens;
  return (tokens / maxModelLen) * kvBytesReserved(llm, maxModelLen, kvCache, tensorParallel, inFlightTokens);
}
