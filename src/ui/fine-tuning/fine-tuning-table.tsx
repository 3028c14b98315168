import { gpus } from "../../study/known-gpus.ts";
import { fineTuningSettingsWords, whyItCannotClause } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import type { Evidence } from "../../core/serving/fit/evidence.ts";
import { platformRows } from "../tables/platform-columns.tsx";
import { PlatformTable } from "../tables/platform-table.tsx";
import { useWorkspace } from "../use-workspace.ts";
import { FINE_TUNING_COLUMNS, fineTuningTableColumns } from "./fine-tuning-columns.tsx";
import { useFineTuningAnswer } from "./use-fine-tuning-answer.ts";

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  measured: "modelled; this run was measured",
  interpolated: "modelled, between measured runs",
  extrapolated: "extrapolated beyond what was measured",
  prior: "extrapolated: no runs of this GPU",
};

/** The compared platforms as numbers of the run. */
export function FineTuningTable() {
  const { platforms, ranking } = useFineTuningAnswer();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  return (
    <PlatformTable
      rows={platformRows(platforms, winner, unit, ({ delivery }) =>
        fineTuningSettingsWords(delivery.deployment).join(", "),
      )}
      numbers={FINE_TUNING_COLUMNS}
      columns={fineTuningTableColumns}
      note={
        <>
          Modelled; <small className="measured">small</small> figures are measured, of a run with these settings.
          Resident GB is what was published as peak memory: it stays after the last step, and is not the peak
        </>
      }
      fileName="headroom-fine-tuning.csv"
      statusOf={({ delivery }) =>
        delivery.kind === "cannot" ? whyItCannotClause(delivery.why, gpus) : EVIDENCE[delivery.evidence]
      }
    />
  );
}
