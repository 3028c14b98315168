import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { Claims } from "../panels/claims.tsx";
import { ProvenanceDetails } from "../panels/provenance-details.tsx";
import { ViewLink } from "../view-link.tsx";
import { ErrorTables } from "./error-tables.tsx";
import { MeasuredAgainstPredicted } from "./measured-against-predicted.tsx";
import { startValidation, validationStore } from "./validation-store.ts";
import "./evidence.css";

const {
  benchmarks: [benchmark],
  model: servingModel,
} = gemmaServingStudy;

/** How far the page's numbers can be trusted: the model against every measured row, the article's claims, the sources. */
export function EvidenceView() {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = "Evidence – Headroom";
    title.current?.focus({ preventScroll: true });
    startValidation();
  }, []);
  return (
    <main className="evidence">
      <header>
        <h1 ref={title} tabIndex={-1}>
          Evidence
        </h1>
        <p>
          How well the model matches the {servingModel.rows.length} rows that {benchmark.publisher} measured in{" "}
          {benchmark.measuredMonth}, and every figure of the article about them.{" "}
          <ViewLink view="comparison">Back to the comparison</ViewLink>
        </p>
      </header>
      <ValidationPart />
      <section>
        <h2>Every figure of the source article, checked</h2>
        <Claims />
      </section>
      <ProvenanceDetails />
    </main>
  );
}

function ValidationPart() {
  const { rows, foldsDone, folds, validation, failed } = useStore(validationStore);
  return (
    <>
      {failed && (
        <p className="problem" role="alert">
          The validation could not be computed here. In a terminal, <code>npm run validate</code> prints the same.
        </p>
      )}
      {validation === null && !failed && (
        <p className="working-on-it" role="status">
          {folds === null ? "Starting to refit the model" : `Refitted without ${foldsDone} of ${folds} cells`}
          <progress value={foldsDone} max={folds ?? 1} aria-label="Cells left out so far" />
        </p>
      )}
      <MeasuredAgainstPredicted rows={rows} />
      {validation !== null && <ErrorTables validation={validation} />}
    </>
  );
}
