import { validationBase, validationFolds } from "../../study/serving-validation.ts";
import { servingFitOf } from "../../study/serving-fit.ts";
import { gemmaServingData } from "../../study/shipped/gemma-4-31b-serving.ts";
import type { ValidationMessage, ValidationOrder } from "./validation-messages.ts";

const fit = servingFitOf(gemmaServingData);

// Refitting everything once for every cell takes up to a minute: too long for the page's own thread.
globalThis.addEventListener("message", ({ data: { first, step } }: MessageEvent<ValidationOrder>) => {
  const folds = validationFolds(fit);
  for (let fold = first; fold < folds.length; fold += step) {
    send({ kind: "fold", rows: folds[fold]!.rows(), folds: folds.length });
  }
  if (first === 0) send({ kind: "base", base: validationBase(fit) });
});

function send(message: ValidationMessage): void {
  globalThis.postMessage(message);
}
