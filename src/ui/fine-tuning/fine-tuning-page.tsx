import { BillFold } from "../bill/bill-fold.tsx";
import { Notices } from "../panels/notices.tsx";
import { FineTuningCostBars, FineTuningMemoryBars, RunBars } from "./fine-tuning-bars.tsx";
import { FineTuningInputs } from "./fine-tuning-inputs.tsx";
import { FineTuningProvenance } from "./fine-tuning-provenance.tsx";
import { FineTuningResultPanel } from "./fine-tuning-result-panel.tsx";
import { FineTuningTable } from "./fine-tuning-table.tsx";
import { TunedStackBars } from "./tuned-stack-bars.tsx";
import "./fine-tuning.css";

/** The page's other question: who should fine-tune the model. Loaded when it is first asked. */
export function FineTuningPage() {
  return (
    <>
      <main className="page fine-tuning">
        <Notices />
        <FineTuningResultPanel />
        <FineTuningInputs />
        <div className="results">
          <div className="first-charts">
            <FineTuningCostBars />
            <FineTuningMemoryBars />
          </div>
          <div className="first-charts">
            <RunBars />
            <TunedStackBars />
          </div>
          <FineTuningTable />
          <BillFold />
        </div>
      </main>
      <FineTuningProvenance />
    </>
  );
}
