import { Notices } from "../panels/notices.tsx";
import { TrainingAnswer } from "./answer.tsx";
import { BillFold } from "./bill-fold.tsx";
import { TrainingCostBars } from "./cost-bars.tsx";
import { FineTuningProvenance } from "./fine-tuning-provenance.tsx";
import { TrainingHeadroom } from "./headroom-bars.tsx";
import { TrainingInputs } from "./inputs.tsx";
import { TrainingMemoryBars } from "./memory-bars.tsx";
import { RunBars } from "./run-bars.tsx";
import { TrainingTable } from "./training-table.tsx";
import "./fine-tuning.css";

/** The page's other mode: who should fine-tune the model. Loaded when it is first asked for. */
export function FineTuningPage() {
  return (
    <>
      <main className="page fine-tuning">
        <Notices />
        <TrainingAnswer />
        <TrainingInputs />
        <div className="results">
          <div className="first-charts">
            <TrainingCostBars />
            <TrainingMemoryBars />
          </div>
          <div className="first-charts">
            <RunBars />
            <TrainingHeadroom />
          </div>
          <TrainingTable />
          <BillFold />
        </div>
      </main>
      <FineTuningProvenance />
    </>
  );
}
