import { describe, expect, it } from "vitest";
import servingFile from "../../data/benchmarks/vessl-gemma-4-31b-serving/rows.json" with { type: "json" };
import trainingFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/rows.json" with { type: "json" };

/** A folder with the published inference.csv and training.csv, which this project does not carry. */
const folder: string | undefined = import.meta.env["HEADROOM_VESSL_CSV_DIR"];
const HARDWARE: Readonly<Record<string, string>> = {
  A100: "a100-sxm-80gb",
  H100: "h100-sxm",
  B200: "b200-sxm",
};

type PublishedRow = Readonly<Record<string, string>>;

/** The published files quote nothing and end their lines with CRLF after the header. */
async function publishedRows(name: string): Promise<readonly PublishedRow[]> {
  const { default: text }: { default: string } = await import(/* @vite-ignore */ `${folder}/${name}?raw`);
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const columns = header!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    expect(cells.length, line).toBe(columns.length);
    return Object.fromEntries(columns.map((column, index) => [column, cells[index]!]));
  });
}

const numberOrNull = (cell: string | undefined) => (cell === "" || cell === undefined ? null : Number(cell));

describe.skipIf(folder === undefined)(
  "against the published files (skipped unless HEADROOM_VESSL_CSV_DIR is set)",
  () => {
    it("holds every serving value as published", async () => {
      const published = await publishedRows("inference.csv");
      expect(servingFile.length).toBe(published.length);
      servingFile.forEach((row, index) => {
        const cells = published[index]!;
        const noCompletion = cells["num_measure_ok"] === "0";
        expect({
          gpu: row.gpu,
          weights: row.variant === "opt" ? `${row.weights}-opt` : row.weights,
          cell: row.cell,
          concurrency: [row.concurrentRequestsPerReplica, row.concurrentRequestsPerReplica * row.replicaCount],
          requests: [row.completedRequests, row.failedRequests],
          ttft: [row.ttftMedianSeconds, row.ttftP99Seconds],
          chunkGap: [row.chunkGapMedianSeconds, row.chunkGapP99Seconds],
          throughput: [row.completedRequestsPerSecond, row.outputTokensPerSecond],
          drafting: [row.acceptedTokens, row.draftedTokens, row.draftSteps],
          acceptance: row.draftedTokens === 0 ? null : row.acceptedTokens / row.draftedTokens,
        }).toEqual({
          gpu: HARDWARE[cells["hardware"]!],
          weights: cells["quant"],
          cell: cells["cell_id"],
          concurrency: [Number(cells["concurrency_per_instance"]), Number(cells["node_concurrency"])],
          requests: [Number(cells["num_measure_ok"]), Number(cells["num_measure_err"])],
          ttft: [numberOrNull(cells["ttft_p50_s"]), numberOrNull(cells["ttft_p99_s"])],
          chunkGap: [numberOrNull(cells["tpot_p50_s"]), numberOrNull(cells["tpot_p99_s"])],
          throughput: noCompletion
            ? [null, null]
            : [Number(cells["throughput_req_per_s"]), Number(cells["throughput_out_tok_per_s"])],
          drafting: [cells["mtp_accepted_tokens"], cells["mtp_draft_tokens"], cells["mtp_num_drafts"]].map(Number),
          acceptance: numberOrNull(cells["mtp_accept_rate"]),
        });
      });
    });

    it("holds every fine-tuning value as published", async () => {
      const published = await publishedRows("training.csv");
      expect(trainingFile.length).toBe(published.length);
      trainingFile.forEach((row, index) => {
        const cells = published[index]!;
        expect({
          run: [row.gpu, row.precision, row.variant, row.status],
          settings: [row.checkpointing, row.shardGroupGpus, row.trainedParameters],
          batch: [row.microBatchSequencesPerGpu, row.gradientAccumulationSteps, row.sequencesPerOptimizerStep],
          step: [row.measuredSteps, row.stepMeanSeconds, row.stepDeviationSeconds],
          whole: [row.tokensPerSecond, row.wallSeconds],
          memory: row.residentMemoryGibibytes ?? row.outOfMemoryGibibytes,
        }).toEqual({
          run: [
            HARDWARE[cells["hardware"]!],
            cells["quant"],
            cells["variant"] || "default",
            cells["status"]?.replace("_step0", "-step-0"),
          ],
          settings: [
            cells["grad_checkpointing"] === "" ? null : cells["grad_checkpointing"] === "True",
            numberOrNull(cells["tp_size"]),
            Number(cells["trainable_params"]),
          ],
          batch: [cells["micro_batch"], cells["grad_accum"], cells["global_batch_sequences"]].map(Number),
          step: [cells["measured_window_steps"], cells["mean_step_sec"], cells["std_step_sec"]].map(numberOrNull),
          whole: [cells["tokens_per_sec_aggregate"], cells["wallclock_sec"]].map(numberOrNull),
          memory: numberOrNull(cells["peak_vram_gib_rank0"]),
        });
      });
    });
  },
);
