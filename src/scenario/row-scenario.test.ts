import { describe, expect, it } from "vitest";
import { servingModel } from "../catalog/serving-model.ts";
import { isScored } from "../core/serving/fit/cross-validation.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { decodePermalink, encodePermalink } from "./permalink.ts";
import { scenarioOfRow } from "./row-scenario.ts";

const rows = servingModel.rows.filter(isScored);

describe(scenarioOfRow, () => {
  it("survives a link for every scored row", () => {
    for (const row of rows) {
      const scenario = scenarioOfRow(row);
      expect(decodePermalink(encodePermalink(scenario, null), defaultScenario)).toMatchObject({
        scenario,
        ignored: [],
      });
    }
  });

  it("is compared with the row itself, or with a repeat of it, wherever the row's settings are known in full", () => {
    for (const row of rows.filter(({ kvCache }) => kvCache !== null)) {
      const [platform] = evaluationOf(scenarioOfRow(row)).platforms;
      const { id: _id, ...shown } = platform!.measuredRow!;
      const { gpuId, kvCache, draftLength, lora, maxNumSeqs, concurrencyPerReplica } = row;
      expect(shown, row.id).toMatchObject({ gpuId, kvCache, draftLength, lora, maxNumSeqs, concurrencyPerReplica });
    }
  });
});
