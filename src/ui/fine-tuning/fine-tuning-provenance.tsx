import { gemmaFineTuningStudy } from "../../study/shipped-fine-tuning-studies.ts";
import { ViewLink } from "../view-link.tsx";

const { model: trainingModel, modelVersion: TRAINING_MODEL_VERSION } = gemmaFineTuningStudy;

/** Where fine-tuning's numbers come from, and what to know about them. */
export function FineTuningProvenance() {
  const { benchmarks } = gemmaFineTuningStudy;
  return (
    <footer className="provenance">
      <p>
        <b>Measured:</b> {trainingModel.rows.length} runs:{" "}
        {benchmarks.map(({ title, publisher }) => `${title} (${publisher})`).join("; ")}. <b>Modelled:</b> every number
        on the page unless it is marked, by fine-tuning model {TRAINING_MODEL_VERSION}. <b>Priced:</b> as typed, or from
        the dated list that is chosen. Nothing leaves the browser.
      </p>
      {benchmarks.map(({ id, attribution }) => (
        <p key={id}>{attribution}</p>
      ))}
      <details>
        <summary>What to know about the fine-tuning measurements</summary>
        <ul>{benchmarks.flatMap(({ caveats }) => caveats.map((caveat) => <li key={caveat}>{caveat}</li>))}</ul>
      </details>
      <p>
        <ViewLink view="evidence">
          Evidence: every figure of the source article checked, assumptions, caveats and sources
        </ViewLink>
      </p>
    </footer>
  );
}
