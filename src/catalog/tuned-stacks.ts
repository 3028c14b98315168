import * as z from "zod/mini";
import tunedFile from "../../data/tuned-stacks.json" with { type: "json" };
import type { TunedStackFigure, TunedStackWorkload } from "../core/fine-tuning/physics/tuned-stack.ts";
import { catalogRecords } from "./catalog-file.ts";
import { dtypeField, nameField, positiveCountField, positiveField } from "./fields.ts";
import { parseStrictRecord } from "./strict-record.ts";

const FILE = "data/tuned-stacks.json";

const workloadSchema = z.strictObject({
  name: nameField,
  sequenceTokens: positiveCountField,
  layerCount: positiveCountField,
  hiddenDimensions: positiveCountField,
  feedForwardDimensions: positiveCountField,
  queryHeads: positiveCountField,
  kvHeads: positiveCountField,
  headDimensions: positiveCountField,
  vocabularyTokens: positiveCountField,
});

const figureSchema = z.strictObject({
  id: nameField,
  gpu: nameField,
  round: nameField,
  submitter: nameField,
  system: nameField,
  gpuCount: positiveCountField,
  tokensPerSecondPerGpu: positiveField,
  peakFormat: dtypeField,
  source: nameField,
});

function workloadFrom(record: unknown): TunedStackWorkload {
  const parsed = parseStrictRecord(workloadSchema, record);
  if (parsed.kind === "refused") throw new Error(`${FILE}, "workload": ${parsed.problem}`);
  const { value } = parsed;
  return {
    name: value.name,
    sequenceLength: value.sequenceTokens,
    attention: [
      {
        layers: value.layerCount,
        kvHeads: value.kvHeads,
        queryHeads: value.queryHeads,
        headDim: value.headDimensions,
        windowTokens: null,
      },
    ],
    hiddenSize: value.hiddenDimensions,
    intermediateSize: value.feedForwardDimensions,
    vocabularySize: value.vocabularyTokens,
  };
}

/** What the cited figures were measured on. Throws at start-up if the file breaks its schema. */
export const tunedStackWorkload = workloadFrom(tunedFile.workload);

/** What the cited figures are, and are not. */
export const tunedStackNote = tunedFile.note;

/** Cited figures of vendor-tuned stacks, in the file's order. Throws at start-up, as above. */
export const tunedStackFigures: readonly TunedStackFigure[] = [
  ...catalogRecords(figureSchema, tunedFile.figures, `${FILE}, "figures"`).values(),
].map(({ gpu, source, ...figure }) => ({ ...figure, gpuId: gpu, sourceId: source }));
