import { totalLayers } from "../../facts/llm.ts";
import { allReduceSeconds } from "../physics/all-reduce.ts";
import { loraSeconds } from "../physics/lora.ts";
import { peakFlops } from "../physics/peak-flops.ts";
import type { Dtype } from "../../units/dtype.ts";
import { constant, derived, part, type Derived, type Input, type Quantity } from "../../explanation/quantity.ts";
import { fitted, gpuFact, llmFact, tensorParallel, type Subject } from "./explain-subject.ts";

// What a decode step and a prompt's prefill have in common.

export function densePeak(subject: Subject, dtype: Dtype): Input {
  return gpuFact(
    subject,
    `${dtype === "fp8" ? "FP8" : "bf16"} dense peak`,
    peakFlops(subject.model.gpu, dtype),
    "flopsPerSecond",
    {
      group: "peak",
      field: `${dtype}DenseTeraflopsPerSecond`,
    },
  );
}

/** Matrix work of the linear layers for so many tokens. */
export function linearFlops(subject: Subject, tokens: Quantity): Derived {
  const { activeParameters } = subject.model.llm;
  const at = { group: "parameters", field: "activeParameters" };
  return part(
    "product",
    [
      constant(2, "a multiplication and an addition for each parameter"),
      llmFact(subject, "parameters", activeParameters, "count", at),
      tokens,
    ],
    "flops",
  );
}

/** The adapter's time of a step of so many tokens. */
export function adapterTime(subject: Subject, name: string, tokens: Quantity): Derived {
  const { step } = subject.model.parameters;
  return derived(name, loraSeconds(tokens.value, step), "seconds", "sum", [
    fitted(subject, "adapter, per step", "loraSecondsPerStep", "seconds"),
    part(
      "product",
      [
        fitted(subject, "adapter, per token", "loraSecondsPerToken", "seconds"),
        part("power", [tokens, fitted(subject, "exponent of the adapter's tokens", "loraTokenExponent", "ratio")]),
      ],
      "seconds",
    ),
  ]);
}

/** Two all-reduces in every layer, under tensor parallelism. */
export function allReduceTime(subject: Subject, tokens: Quantity): Derived {
  const { gpu, llm } = subject.model;
  const { tensorParallel: gpus } = subject.deployment;
  const fact = gpu.allReduce.find((measured) => measured.gpus === gpus);
  if (!fact) throw new RangeError(`no all-reduce measured on ${gpus} GPUs of ${gpu.id}`);
  const at = { group: "allReduce", field: "allReduce" };
  const message = {
    ...part(
      "product",
      [
        tokens,
        llmFact(subject, "hidden size", llm.hiddenSize, "count", { group: "architecture", field: "hiddenDimensions" }),
        constant(2, "bytes of a 16-bit hidden state"),
      ],
      "bytes",
    ),
    name: "message",
  };
  const ringShare = part("quotient", [
    part("product", [
      constant(2, "to all and back"),
      part("difference", [tensorParallel(subject), constant(1, "the GPU itself")]),
    ]),
    tensorParallel(subject),
  ]);
  const transfer = part(
    "quotient",
    [
      part("product", [ringShare, message], "bytes"),
      gpuFact(subject, "all-reduce bandwidth", fact.busBytesPerSecond, "bytesPerSecond", at),
    ],
    "seconds",
  );
  return derived("all-reduce", allReduceSeconds(gpu, llm, tokens.value, gpus), "seconds", "product", [
    constant(2, "after attention and after the feed-forward layers"),
    llmFact(subject, "layers of the model", totalLayers(llm), "count", { group: "architecture", field: "attention" }),
    part("sum", [gpuFact(subject, "all-reduce latency", fact.latencySeconds, "seconds", at), transfer], "seconds"),
  ]);
}
