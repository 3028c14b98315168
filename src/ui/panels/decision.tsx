import "../charts/decision.css";
import { Frontier } from "../charts/frontier-panel.tsx";
import { PriceLoadMap } from "../charts/price-load-map.tsx";
import { SensitivityFold } from "../charts/sensitivity.tsx";

/** What would change the answer, and what else the platforms could be set to. */
export function Decision() {
  return (
    <div className="decision">
      <PriceLoadMap />
      <Frontier />
      <SensitivityFold />
    </div>
  );
}
