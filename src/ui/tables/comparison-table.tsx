import { infeasibilityClause } from "../../core/serving/answer/sentence.ts";
import { Explanation } from "../explanation/explanation.tsx";
import { EVIDENCE_TEXT } from "../format/evidence-text.ts";
import { settingsText } from "../panels/settings-line.tsx";
import { useEvaluation } from "../use-scenario.ts";
import { comparisonColumns } from "./comparison-columns.tsx";
import { platformRows } from "./platform-columns.tsx";
import { PlatformTable } from "./platform-table.tsx";

/** The compared platforms as numbers, each of which opens to its formula. */
export function ComparisonTable() {
  const evaluation = useEvaluation((current) => current);
  return (
    <PlatformTable
      rows={platformRows(evaluation, settingsText)}
      {...comparisonColumns(evaluation.scenario)}
      note={
        <>
          Modelled steady state; <small className="measured">small</small> figures are the published measurement of this
          very run; a number opens to its formula
        </>
      }
      fileName="headroom-comparison.csv"
      statusOf={({ infeasible, evidence }) =>
        infeasible ? infeasibilityClause(infeasible) : evidence && EVIDENCE_TEXT[evidence]
      }
    >
      <Explanation />
    </PlatformTable>
  );
}
