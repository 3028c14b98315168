import { createStore } from "zustand/vanilla";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import type { HeldOutRow } from "../../core/validation/held-out-row.ts";
import { validationOf, type Validation, type ValidationBase } from "../../core/validation/validation.ts";
import type { ValidationMessage, ValidationOrder } from "./validation-messages.ts";

const { modelVersion: MODEL_VERSION, model: servingModel } = gemmaServingStudy;

/** How far the validation has come. Rows are in the published order. */
interface ValidationState {
  readonly rows: readonly HeldOutRow[];
  readonly foldsDone: number;
  /** Null until the first fold is done. */
  readonly folds: number | null;
  /** Null until all is done. */
  readonly validation: Validation | null;
  readonly failed: boolean;
}

const UNSTARTED: ValidationState = { rows: [], foldsDone: 0, folds: null, validation: null, failed: false };

export const validationStore = createStore<ValidationState>()(() => UNSTARTED);

const MOST_WORKERS = 4;

let started = false;

/** Starts once; what is worked out stays for as long as the page is open. */
export function startValidation(): void {
  if (started) return;
  started = true;
  const count = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency));
  let base: ValidationBase | null = null;
  const workers = Array.from({ length: count }, (_, first) => {
    const worker = new Worker(new URL("./validation-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<ValidationMessage>) => {
      if (data.kind === "base") base = data.base;
      else addFold(data.rows, data.folds);
      finish(base);
      if (validationStore.getState().validation !== null) for (const each of workers) each.terminate();
    });
    worker.addEventListener("error", () => validationStore.setState({ failed: true }));
    worker.postMessage({ first, step: count } satisfies ValidationOrder);
    return worker;
  });
}

const placeOf = new Map(servingModel.rows.map(({ id }, place) => [id, place]));

function addFold(added: readonly HeldOutRow[], folds: number): void {
  const { rows, foldsDone } = validationStore.getState();
  const inOrder = [...rows, ...added].toSorted((a, b) => placeOf.get(a.row)! - placeOf.get(b.row)!);
  validationStore.setState({ rows: inOrder, foldsDone: foldsDone + 1, folds });
}

function finish(base: ValidationBase | null): void {
  const { rows, foldsDone, folds } = validationStore.getState();
  if (base === null || foldsDone !== folds) return;
  validationStore.setState({ validation: validationOf(MODEL_VERSION, base, rows) });
}
