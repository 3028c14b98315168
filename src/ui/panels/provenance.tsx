import { lazy, Suspense, useState, type ReactNode } from "react";
import { benchmark, MODEL_VERSION, servingModel } from "../../catalog/serving-model.ts";
import { OrElse } from "../or-else.tsx";
import { exclusionOf } from "../../core/calibration/steady.ts";

const ProvenanceDetails = lazy(() =>
  import("./provenance-details.tsx").then((module) => ({ default: module.ProvenanceDetails })),
);

const Claims = lazy(() => import("./claims.tsx").then((module) => ({ default: module.Claims })));

/** Where the numbers come from: what is measured, modelled and priced; assumptions, caveats and sources one click away. */
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
      <LoadedDetails title="Every figure of the source article, checked">
        <Claims />
      </LoadedDetails>
      <LoadedDetails title="Caveats, assumptions and sources">
        <ProvenanceDetails />
      </LoadedDetails>
    </footer>
  );
}

/** What is inside is loaded when it is first opened. */
function LoadedDetails({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={() => setOpened(true)}>
      <summary>{title}</summary>
      {opened && (
        <OrElse message="This part could not be loaded; reload the page to try again.">
          <Suspense fallback={<p>Loading</p>}>{children}</Suspense>
        </OrElse>
      )}
    </details>
  );
}
