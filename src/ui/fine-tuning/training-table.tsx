import { trainingInfeasibilityClause } from "../../core/fine-tuning/answer/training-sentence.ts";
import { platformRows } from "../tables/platform-columns.tsx";
import { PlatformTable } from "../tables/platform-table.tsx";
import { TRAINING_COLUMNS, trainingTableColumns } from "./training-columns.tsx";
import { TRAINING_EVIDENCE, trainingSettingsText } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

/** The compared platforms as numbers of the run. */
export function TrainingTable() {
  return (
    <PlatformTable
      rows={platformRows(useFineTuningEvaluation(), trainingSettingsText)}
      numbers={TRAINING_COLUMNS}
      columns={trainingTableColumns}
      note={
        <>
          Modelled; <small className="measured">small</small> figures are measured, of a run with these settings.
          Resident GB is what was published as peak memory: it stays after the last step, and is not the peak
        </>
      }
      fileName="headroom-fine-tuning.csv"
      statusOf={({ infeasible, evidence }) =>
        infeasible ? trainingInfeasibilityClause(infeasible) : evidence && TRAINING_EVIDENCE[evidence]
      }
    />
  );
}
