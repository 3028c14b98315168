import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { ViewLink } from "../view-link.tsx";
import { exclusionOf } from "../../core/serving/fit/steady.ts";

const {
  benchmarks: [benchmark],
  modelVersion: MODEL_VERSION,
  model: servingModel,
} = gemmaServingStudy;

/** Where the numbers come from: what is measured, modelled and priced; the evidence for it one click away. */
export function Provenance() {
  const fitted = servingModel.rows.filter((row) => exclusionOf(row) === null).length;
  return (
    <footer className="provenance">
      <p>
        <b>Measured:</b> {servingModel.rows.length} rows, {benchmark.title}, {benchmark.publisher},{" "}
        {benchmark.measuredMonth}; {benchmark.software}. <b>Modelled:</b> every number on the page unless it is marked,
        by model {MODEL_VERSION}, fitted to the {fitted} of these rows that are in a steady state under known settings.{" "}
        <b>Priced:</b> as typed, or from the dated list that is chosen. Nothing leaves the browser.
      </p>
      <p>{benchmark.attribution}</p>
      <p>
        <ViewLink view="evidence">
          Evidence: how well the model matches the measurements, every figure of the source article checked,
          assumptions, caveats and sources
        </ViewLink>
      </p>
    </footer>
  );
}
