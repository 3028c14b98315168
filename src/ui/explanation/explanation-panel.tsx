import { useEffect, useRef } from "react";
import type { Derived, Input } from "../../core/explanation/quantity.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { Formula, QuantityRow } from "./formula.tsx";
import { closeOpened, type Opened } from "./opened.ts";
import "./explanation.css";

interface ExplanationPanelProps {
  readonly opened: Opened;
  /** What the number is called. */
  readonly title: string;
  /** The platform's label. */
  readonly label: string;
  readonly formula: Derived | Input | null;
  /** Why there is no such number. */
  readonly reason: string | null;
}

/** A number's formula with its present values, every part of which unfolds down to facts, fits and choices. */
export function ExplanationPanel({ opened, title, label, formula, reason }: ExplanationPanelProps) {
  const { id, opener } = opened;
  const classOf = usePlatformClass();
  const heading = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      // Whoever is elsewhere on the page stays there.
      if (panel.current?.contains(document.activeElement)) opener.focus();
      closeOpened();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [opener]);
  return (
    <section
      ref={panel}
      className={`explanation ${classOf(id)} ${isInRightHalf(opener) ? "at-left" : "at-right"}`}
      aria-labelledby="explanation-title"
    >
      <header>
        <h3 id="explanation-title" ref={heading} tabIndex={-1}>
          {title}, <span className="platform-name">{label}</span>
        </h3>
        <button
          type="button"
          onClick={() => {
            opener.focus();
            closeOpened();
          }}
        >
          Close
        </button>
      </header>
      {formula === null ? <p className="problem">{reason ?? "There is no such number"}</p> : <Root formula={formula} />}
    </section>
  );
}

/** The formula stands beside its number, not over it. */
function isInRightHalf(opener: HTMLElement): boolean {
  const { left, right } = opener.getBoundingClientRect();
  return (left + right) / 2 > window.innerWidth / 2;
}

function Root({ formula }: { readonly formula: Derived | Input }) {
  return formula.kind === "derived" ? (
    <Formula quantity={formula} />
  ) : (
    <ul className="quantities">
      <QuantityRow quantity={{ ...formula }} />
    </ul>
  );
}
