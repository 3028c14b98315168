import { lazy, Suspense, useState } from "react";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { inSignedPercents } from "../../core/validation/error-text.ts";
import type { HeldOutRow } from "../../core/validation/held-out-row.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { showView } from "../address-bar.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { OrElse } from "../or-else.tsx";
import { gpuClass, describe, pointsOf, QUANTITIES, type Point, type Quantity } from "./points.ts";

const { model: servingModel } = gemmaServingStudy;

const ScatterPlot = lazy(() => import("./scatter-plot.tsx").then((module) => ({ default: module.ScatterPlot })));

const nameOf = (gpu: string): string => servingModel.gpus.get(gpu)!.shortName;

/** Every scored row: what was measured against what a fit that did not see it predicts. */
export function MeasuredAgainstPredicted({ rows }: { readonly rows: readonly HeldOutRow[] }) {
  const [quantity, setQuantity] = useState<Quantity>("step");
  const [shown, setShown] = useState<Point | null>(null);
  const { name, unit, format } = QUANTITIES[quantity];
  const points = pointsOf(rows, quantity);
  return (
    <ChartFrame
      title="Predicted against measured"
      subtitle={`${name}, ${unit}; each row by a fit that did not see its cell`}
      className="scatter"
      columns={[
        { header: "Row" },
        { header: "GPU" },
        { header: "Settings" },
        { header: "Measured", numeric: true },
        { header: "Predicted", numeric: true },
        { header: "Error", numeric: true },
      ]}
      rows={points.map((point) => [
        point.row,
        nameOf(point.gpu),
        point.settings,
        format(point.measured),
        format(point.predicted),
        inSignedPercents(point.relativeError),
      ])}
      note={
        <span className="chart-options">
          <label className="inline">
            Show{" "}
            <select value={quantity} onChange={(event) => setQuantity(event.target.value as Quantity)}>
              {Object.entries(QUANTITIES).map(([id, { name: option }]) => (
                <option key={id} value={id}>
                  {option}
                </option>
              ))}
            </select>
          </label>
          <span>Hollow: no steady state, not fitted to. A point opens its row on the page.</span>
        </span>
      }
    >
      <div className="plot">
        <OrElse message="The chart could not be loaded. Its table holds the same numbers.">
          <Suspense fallback={null}>
            <ScatterPlot points={points} quantity={quantity} onShow={setShown} onOpen={openRow} />
          </Suspense>
        </OrElse>
      </div>
      <p className="shown-point" aria-hidden="true">
        {shown === null ? (
          "Point at a row, or tab to it, to read its figures."
        ) : (
          <>
            <span className={gpuClass(shown.gpu)}>
              <span className="platform-name">{nameOf(shown.gpu)}</span>
            </span>{" "}
            {describe(shown, quantity)}
          </>
        )}
      </p>
    </ChartFrame>
  );
}

/** Undo leads back to the scenario before, and the browser's Back to this view. */
function openRow({ workspace }: Point): void {
  changeWorkspace(() => workspace);
  showView("comparison");
}
