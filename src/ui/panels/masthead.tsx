import { useState } from "react";
import { useStore } from "zustand";
import { questions } from "../../questions/registry.ts";
import { defaultWorkspace } from "../../workspace/default-workspace.ts";
import { changeWorkspace, workspaceHistory } from "../../workspace/store.ts";
import { currentLink, openFile, showQuestion } from "../address-bar.ts";
import { useServingStudy, useWorkspace } from "../use-workspace.ts";
import { saveWorkspaceFile } from "../workspace-files.ts";

/** Name, what is compared, and what can be done with the scenario as a whole. */
export function Masthead() {
  const past = useStore(workspaceHistory, (history) => history.pastStates.length);
  const future = useStore(workspaceHistory, (history) => history.futureStates.length);
  const isUntouched = useWorkspace(
    (workspace) =>
      workspace === defaultWorkspace ||
      (workspace.platforms === defaultWorkspace.platforms &&
        workspace.serve === defaultWorkspace.serve &&
        workspace.fineTune === defaultWorkspace.fineTune &&
        workspace.bill === defaultWorkspace.bill &&
        workspace.priceUnit === defaultWorkspace.priceUnit &&
        workspace.tieThresholdFraction === defaultWorkspace.tieThresholdFraction),
  );
  const { llm } = useServingStudy();
  return (
    <header className="masthead">
      <p className="wordmark">Headroom</p>
      <QuestionSwitch />
      <p className="subject">{llm.name}</p>
      <div className="actions">
        <button
          type="button"
          disabled={past === 0}
          onClick={() => workspaceHistory.getState().undo()}
          title="Undo (Ctrl+Z)"
        >
          Undo
        </button>
        <button
          type="button"
          disabled={future === 0}
          onClick={() => workspaceHistory.getState().redo()}
          title="Redo (Ctrl+Shift+Z)"
        >
          Redo
        </button>
        <button
          type="button"
          disabled={isUntouched}
          onClick={() => changeWorkspace(({ question }) => ({ ...defaultWorkspace, question }))}
        >
          Reset all
        </button>
        <label className="file-button">
          Open
          <input
            type="file"
            accept="application/json,.json"
            aria-label="Open a file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void openFile(file);
              event.target.value = "";
            }}
          />
        </label>
        <button type="button" onClick={() => void saveWorkspaceFile()}>
          Save
        </button>
        <CopyLink />
      </div>
    </header>
  );
}

/** Which of the questions is asked; the others keep what was chosen. */
function QuestionSwitch() {
  const current = useWorkspace(({ question }) => question);
  return (
    <div className="modes" role="group" aria-label="What to compare platforms for">
      {questions.map(({ id, title }) => (
        <button key={id} type="button" aria-pressed={current === id} onClick={() => showQuestion(id)}>
          {title}
        </button>
      ))}
    </div>
  );
}

/** Copies the link; where the browser refuses, shows it for copying by hand. */
function CopyLink() {
  const [state, setState] = useState<
    { readonly kind: "idle" | "copied" | "failed" } | { readonly kind: "refused"; readonly link: string }
  >({
    kind: "idle",
  });
  const copy = async (): Promise<void> => {
    const link = await currentLink().catch(() => null);
    if (link === null) {
      setState({ kind: "failed" });
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      setState({ kind: "copied" });
      setTimeout(() => setState({ kind: "idle" }), 2000);
    } catch {
      setState({ kind: "refused", link });
    }
  };
  return (
    <span className="copy-link">
      <button type="button" className="primary" onClick={() => void copy()}>
        {state.kind === "copied" ? "Link copied" : state.kind === "failed" ? "No link: try again" : "Copy link"}
      </button>
      <span className="visually-hidden" role="status">
        {state.kind === "copied" ? "Link copied" : ""}
      </span>
      {state.kind === "refused" && (
        <input
          type="text"
          readOnly
          aria-label="Link to what is shown"
          value={state.link}
          ref={(input) => input?.select()}
          onBlur={() => setState({ kind: "idle" })}
        />
      )}
    </span>
  );
}
