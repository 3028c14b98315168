import { validationBase, validationFolds } from "../../catalog/validation.ts";
import type { ValidationMessage, ValidationOrder } from "./validation-messages.ts";

// Refitting everything once for every cell takes up to a minute: too long for the page's own thread.
globalThis.addEventListener("message", ({ data: { first, step } }: MessageEvent<ValidationOrder>) => {
  const folds = validationFolds();
  for (let fold = first; fold < folds.length; fold += step) {
    send({ kind: "fold", rows: folds[fold]!.rows(), folds: folds.length });
  }
  if (first === 0) send({ kind: "base", base: validationBase() });
});

function send(message: ValidationMessage): void {
  globalThis.postMessage(message);
}
