import { describe, expect, it } from "vitest";
import { isScored } from "../../core/serving/fit/cross-validation.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { asked, row } from "./asked-fixture.ts";
import { askedOfRow } from "./measured-row-asked.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { servingQuestion } from "./serving-question.ts";

const rows = study.model.rows.filter(isScored);

describe(askedOfRow, () => {
  it("is a choice and settings that anybody could set up", () => {
    for (const measured of rows) {
      const { settings, workload } = askedOfRow(measured);
      expect(servingQuestion.settingsSchema.parse(settings)).toEqual(settings);
      const choice = { ...servingQuestion.defaultChoice, workload };
      expect(servingQuestion.choiceSchema.parse(choice)).toEqual(choice);
    }
  });

  it("is answered beside the row itself, or a repeat of it, wherever the row's settings are known in full", () => {
    for (const measured of rows.filter(({ kvCache }) => kvCache !== null)) {
      const { gpu, gpuCount, settings, workload } = askedOfRow(measured);
      const { platforms } = servingAnswerOf(study, asked([row(gpu, { gpuCount, settings })], { workload }));
      const delivery = platforms[0]?.delivery;
      if (delivery?.kind !== "delivers") throw new Error(`${measured.id} does not deliver`);
      const { gpuId, kvCache, draftLength, lora, maxNumSeqs, concurrencyPerReplica } = measured;
      expect(delivery.measuredRow, measured.id).toMatchObject({
        gpuId,
        kvCache,
        draftLength,
        lora,
        maxNumSeqs,
        concurrencyPerReplica,
      });
    }
  });
});
