import { lazy } from "react";
import { infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import { OpenedExplanation } from "../explanation/opened-explanation.tsx";
import { EVIDENCE_TEXT } from "../format/evidence-text.ts";
import { servingSettingsText } from "../format/serving-settings-text.ts";
import { useServingAnswer, useServingStudy, useWorkspace } from "../use-workspace.ts";
import { comparisonColumns } from "./comparison-columns.tsx";
import { platformRows } from "./platform-columns.tsx";
import { PlatformTable } from "./platform-table.tsx";

const ServingExplanationPanel = lazy(() =>
  import("../explanation/serving-explanation-panel.tsx").then((module) => ({
    default: module.ServingExplanationPanel,
  })),
);

/** The compared platforms as numbers, each of which opens to its formula. */
export function ComparisonTable() {
  const { platforms, ranking, asked } = useServingAnswer((answer) => answer);
  const study = useServingStudy();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  return (
    <PlatformTable
      rows={platformRows(platforms, winner, unit, ({ delivery }) => servingSettingsText(delivery.deployment, study))}
      {...comparisonColumns(asked.choice)}
      note={
        <>
          Modelled steady state; <small className="measured">small</small> figures are the published measurement of this
          very run; a number opens to its formula
        </>
      }
      fileName="headroom-comparison.csv"
      statusOf={({ delivery }) =>
        delivery.kind === "cannot" ? infeasibilityClause(delivery.why) : EVIDENCE_TEXT[delivery.evidence]
      }
    >
      <OpenedExplanation panel={ServingExplanationPanel} />
    </PlatformTable>
  );
}
