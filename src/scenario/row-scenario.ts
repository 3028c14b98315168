import { servingModel } from "../catalog/serving-model.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import { deploymentOfRow } from "../core/serving/fit/row-conditions.ts";
import { defaultScenario } from "./default-scenario.ts";
import type { Scenario } from "./scenario.ts";

/**
 * What a published row ran, as a scenario: its settings and load on its GPU alone, so that the page shows its figures
 * beside the prediction. Prices are the index.
 *
 * @throws RangeError for a row whose settings are not known.
 */
export function scenarioOfRow(row: MeasuredServingRow): Scenario {
  const { conditions } = servingModel;
  const deployment = deploymentOfRow(row, conditions);
  return {
    ...defaultScenario,
    workload: {
      ...defaultScenario.workload,
      inputTokens: conditions.promptTokens,
      outputTokens: conditions.outputTokens,
      concurrency: row.concurrencyPerReplica * row.replicas,
    },
    platforms: defaultScenario.platforms.map((platform) =>
      platform.gpu === row.gpuId
        ? // The benchmark's own acceptance, not a rate that somebody typed.
          { ...platform, ...deployment, acceptanceRate: null, compared: true }
        : { ...platform, compared: false },
    ),
  };
}
