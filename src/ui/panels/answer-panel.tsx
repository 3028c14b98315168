import { useEffect, type ReactNode } from "react";
import type { AnswerText } from "../../questions/answer-text.ts";
import { usePlatformClass } from "../use-platform-class.ts";

interface AnswerPanelProps {
  readonly text: AnswerText;
  readonly winner: string | null;
  /** Of the browser's tab. */
  readonly title: string;
  /** What settings it holds for, and the ways to others. */
  readonly settings: ReactNode;
  /** The settings of each platform, for the fold. */
  readonly platformSettings: readonly { readonly id: string; readonly label: string; readonly text: string }[];
}

/** The answer to any question: who, by how much, why, what would change it, how sure; all else is folded. */
export function AnswerPanel({ text, winner, title, settings, platformSettings }: AnswerPanelProps) {
  const classOf = usePlatformClass();
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { verdict, changes, certainty, doubts, figures, beside, warnings } = text;
  return (
    <section className={`answer ${classOf(winner)}`} aria-labelledby="verdict">
      <div className="answer-text">
        <h1 id="verdict" className="verdict" aria-live="polite">
          {verdict.join(" ")}
        </h1>
        {changes !== null && <p className="changes">{changes}</p>}
        {certainty !== null && (
          <p className={`certainty certainty-${certainty.kind}`}>{[`${certainty.text}.`, ...doubts].join(" ")}</p>
        )}
        {certainty === null && doubts.length > 0 && <p className="certainty">{doubts.join(" ")}</p>}
      </div>
      {figures.length > 0 && (
        <ul className="answer-figures" aria-label="In figures">
          {figures.map(({ value, unit }) => (
            <li key={unit}>
              <b>{value}</b> <span>{unit}</span>
            </li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <ul className="answer-warnings" aria-label="Before you run it">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {settings}
      <details className="why">
        <summary>Why, and with which settings</summary>
        <ul>
          {beside.map((clause) => (
            <li key={clause}>{clause}</li>
          ))}
          {platformSettings.map(({ id, label, text: own }) => (
            <li key={id}>
              <span className={classOf(id)}>
                <span className="platform-name">{label}</span>
              </span>{" "}
              {own}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
