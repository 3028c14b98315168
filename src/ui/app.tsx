import { useEffect } from "react";
import { scenarioHistory } from "../scenario/store.ts";
import { CostBars } from "./charts/cost-bars.tsx";
import { Curves } from "./charts/curves.tsx";
import { MemoryBars } from "./charts/memory-bars.tsx";
import { Answer } from "./panels/answer.tsx";
import { Inputs } from "./panels/inputs.tsx";
import { Masthead } from "./panels/masthead.tsx";
import { Notices } from "./panels/notices.tsx";
import { Provenance } from "./panels/provenance.tsx";
import "./layout.css";
import "./controls/controls.css";
import "./charts/charts.css";
import "./tables/tables.css";
import { ComparisonTable } from "./tables/comparison-table.tsx";

export function App() {
  useUndoKeys();
  return (
    <>
      <Masthead />
      <main className="page">
        <Notices />
        <Answer />
        <Inputs />
        <div className="results">
          <div className="first-charts">
            <CostBars />
            <MemoryBars />
          </div>
          <ComparisonTable />
          <Curves />
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
      if (key === "z" && !event.shiftKey) scenarioHistory.getState().undo();
      else if ((key === "z" && event.shiftKey) || key === "y") scenarioHistory.getState().redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
