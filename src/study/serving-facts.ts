import { engineAssumptions, benchmarkConditions, kvOverheadPrior, stepPriors } from "../catalog/assumptions.ts";
import { gpus } from "../catalog/gpus.ts";
import { llms } from "../catalog/llms.ts";
import { refusedServingRows, servingManifest } from "../catalog/serving-benchmark.ts";
import type { ServingFacts } from "./fit-serving-study.ts";
import type { ServingBenchmark } from "./serving-study.ts";

const { id, title, publisher, measuredMonth, software, attribution, measuredWindowSeconds } = servingManifest;

/** Every serving benchmark of the catalogue, by the LLM that it measured. */
const benchmarks: ReadonlyMap<string, readonly [ServingBenchmark]> = new Map([
  [
    servingManifest.llm,
    [
      {
        id,
        title,
        publisher,
        measuredMonth,
        software,
        attribution,
        conditions: benchmarkConditions,
        measuredWindowSeconds,
      },
    ],
  ],
]);

/** What the catalogue knows of serving an LLM. @throws RangeError for one that it does not have, or no rows of. */
export function servingFactsOf(llmId: string): ServingFacts {
  const [llm, own] = [llms.get(llmId), benchmarks.get(llmId)];
  if (!llm || !own) throw new RangeError(`the catalogue has no serving rows of the LLM "${llmId}"`);
  return {
    llm,
    gpus,
    engine: engineAssumptions,
    priors: stepPriors,
    kvOverheadPrior,
    benchmarks: own,
    refusedRows: refusedServingRows,
  };
}
