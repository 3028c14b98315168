import { lazy, Suspense, useEffect } from "react";
import { useStore } from "zustand";
import { workspaceHistory } from "../workspace/store.ts";
import { ServingCostBars } from "./charts/serving-cost-bars.tsx";
import { MemoryBars } from "./charts/memory-bars.tsx";
import { viewStore } from "./address-bar.ts";
import { BillFold } from "./bill/bill-fold.tsx";
import { OrElse } from "./or-else.tsx";
import { Answer } from "./panels/answer.tsx";
import { Inputs } from "./panels/inputs.tsx";
import { Masthead } from "./panels/masthead.tsx";
import { Notices } from "./panels/notices.tsx";
import { Provenance } from "./panels/provenance.tsx";
import { useAfterLoad } from "./use-after-load.ts";
import { useWorkspace } from "./use-workspace.ts";

/** With the table library, which the answer does not wait for. */
const ComparisonTable = lazy(() =>
  import("./tables/comparison-table.tsx").then((module) => ({ default: module.ComparisonTable })),
);

/** Only where there is a demand. */
const Fleet = lazy(() => import("./panels/fleet-panel.tsx").then((module) => ({ default: module.Fleet })));

/** Below the first view, with the chart library: neither may delay the answer. */
const Curves = lazy(() => import("./charts/curve-charts.tsx").then((module) => ({ default: module.Curves })));

/** Below the curves: what would change the answer. */
const Decision = lazy(() => import("./panels/decision.tsx").then((module) => ({ default: module.Decision })));

const EvidenceView = lazy(() =>
  import("./evidence/evidence-view.tsx").then((module) => ({ default: module.EvidenceView })),
);

/** The other question, with the model of fine-tuning. */
const FineTuningPage = lazy(() =>
  import("./fine-tuning/fine-tuning-page.tsx").then((module) => ({ default: module.FineTuningPage })),
);

export function App() {
  useUndoKeys();
  const view = useStore(viewStore, (state) => state.view);
  const question = useWorkspace((workspace) => workspace.question);
  return (
    <>
      <Masthead />
      {view === "evidence" ? (
        <OrElse message="The evidence could not be loaded; reload the page to try again.">
          <Suspense fallback={null}>
            <EvidenceView />
          </Suspense>
        </OrElse>
      ) : question === "fine-tune" ? (
        <OrElse message="Fine-tuning could not be loaded; reload the page to try again.">
          <Suspense fallback={<main className="page shell" />}>
            <FineTuningPage />
          </Suspense>
        </OrElse>
      ) : (
        <Comparison />
      )}
    </>
  );
}

function Comparison() {
  const ready = useAfterLoad();
  const hasDemand = useWorkspace(({ serve }) => serve.demand !== null);
  return (
    <>
      <main className="page">
        <Notices />
        <Answer />
        <Inputs />
        <div className="results">
          <div className="first-charts">
            <ServingCostBars />
            <MemoryBars />
          </div>
          {hasDemand && (
            <OrElse message="What to rent could not be loaded; reload the page to try again.">
              <Suspense fallback={null}>
                <Fleet />
              </Suspense>
            </OrElse>
          )}
          <OrElse message="The comparison could not be loaded; reload the page to try again.">
            <Suspense fallback={<div className="comparison-to-come" />}>
              <ComparisonTable />
            </Suspense>
          </OrElse>
          <div className="below">
            {ready && (
              <OrElse message="The charts against load could not be loaded; reload the page to try again.">
                <Suspense fallback={null}>
                  <Curves />
                </Suspense>
              </OrElse>
            )}
            {ready && (
              <OrElse message="What would change the answer could not be loaded; reload the page to try again.">
                <Suspense fallback={null}>
                  <Decision />
                </Suspense>
              </OrElse>
            )}
          </div>
          <BillFold />
        </div>
      </main>
      <Provenance />
    </>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), except while text is being typed, which has its own undo. */
function useUndoKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement && event.target.dataset["draft"] === "true";
      if (isTyping || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) workspaceHistory.getState().undo();
      else if ((key === "z" && event.shiftKey) || key === "y") workspaceHistory.getState().redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
