import { useState } from "react";
import { useStore } from "zustand";
import { servingModel } from "../../catalog/serving-model.ts";
import { changeMode, changeWorkspace, scenarioHistory } from "../../scenario/store.ts";
import { defaultWorkspace, isUntouchedIn, type Mode, MODES } from "../../scenario/workspace.ts";
import { currentLink } from "../address-bar.ts";
import { openScenarioFile, saveScenarioFile } from "../scenario-files.ts";
import { useWorkspace } from "../use-scenario.ts";

/** Name, what is compared, and what can be done with the scenario as a whole. */
export function Masthead() {
  const past = useStore(scenarioHistory, (history) => history.pastStates.length);
  const future = useStore(scenarioHistory, (history) => history.futureStates.length);
  const isUntouched = useWorkspace(isUntouchedIn);
  return (
    <header className="masthead">
      <p className="wordmark">Headroom</p>
      <ModeSwitch />
      <p className="subject">{servingModel.llm.name}</p>
      <div className="actions">
        <button
          type="button"
          disabled={past === 0}
          onClick={() => scenarioHistory.getState().undo()}
          title="Undo (Ctrl+Z)"
        >
          Undo
        </button>
        <button
          type="button"
          disabled={future === 0}
          onClick={() => scenarioHistory.getState().redo()}
          title="Redo (Ctrl+Shift+Z)"
        >
          Redo
        </button>
        <button
          type="button"
          disabled={isUntouched}
          onClick={() => changeWorkspace(({ mode }) => ({ ...defaultWorkspace, mode }))}
        >
          Reset all
        </button>
        <label className="file-button">
          Open
          <input
            type="file"
            accept="application/json,.json"
            aria-label="Open a scenario file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void openScenarioFile(file);
              event.target.value = "";
            }}
          />
        </label>
        <button type="button" onClick={() => void saveScenarioFile()}>
          Save
        </button>
        <CopyLink />
      </div>
    </header>
  );
}

const MODE_NAMES: Readonly<Record<Mode, string>> = { serve: "Serve", "fine-tune": "Fine-tune" };

/** Which of the two questions is asked; the other keeps what was chosen. */
function ModeSwitch() {
  const mode = useWorkspace((workspace) => workspace.mode);
  return (
    <div className="modes" role="group" aria-label="What to compare platforms for">
      {MODES.map((each) => (
        <button key={each} type="button" aria-pressed={mode === each} onClick={() => changeMode(each)}>
          {MODE_NAMES[each]}
        </button>
      ))}
    </div>
  );
}

/** Copies the link; where the browser refuses, shows it for copying by hand. */
function CopyLink() {
  const [state, setState] = useState<
    { readonly kind: "idle" | "copied" } | { readonly kind: "refused"; readonly link: string }
  >({
    kind: "idle",
  });
  const copy = async (): Promise<void> => {
    const link = await currentLink();
    window.history.replaceState(null, "", link);
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
        {state.kind === "copied" ? "Link copied" : "Copy link"}
      </button>
      <span className="visually-hidden" role="status">
        {state.kind === "copied" ? "Link copied" : ""}
      </span>
      {state.kind === "refused" && (
        <input
          type="text"
          readOnly
          aria-label="Link to this scenario"
          value={state.link}
          ref={(input) => input?.select()}
          onBlur={() => setState({ kind: "idle" })}
        />
      )}
    </span>
  );
}
