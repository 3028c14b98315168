import { useEffect, useRef } from "react";
import type { Explained } from "../../core/serving/explanation/explanation.ts";
import type { Derived, Input } from "../../core/explanation/quantity.ts";
import { infeasibilityClause } from "../../core/serving/answer/sentence.ts";
import { explanationIn } from "../../scenario/explanation.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import { Formula, QuantityRow } from "./formula.tsx";
import { closeOpened, type Opened } from "./opened.ts";
import "./explanation.css";

const TITLES: Readonly<Record<Explained, string>> = {
  relativeCost: "Relative cost",
  cost: "Cost per million output tokens",
  throughput: "Output tokens per second",
  tpot: "TPOT per token",
  step: "TPOT per chunk",
  ttft: "Mean TTFT",
  ttftMedian: "Median TTFT",
  request: "Request time",
  running: "Running requests, fullest replica",
  waiting: "Waiting requests, fullest replica",
  kv: "KV cache per GPU",
  fit: "Requests that fit",
  headroom: "Headroom",
};

/** A number's formula with this scenario's values, every part of which unfolds down to facts, fits and choices. */
export function ExplanationPanel({ opened }: { readonly opened: Opened }) {
  const { gpu, which, opener } = opened;
  const evaluation = useEvaluation((current) => current);
  const heading = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => heading.current?.focus(), []);
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
  const explanation = explanationIn(evaluation, gpu, which);
  if (explanation === null) return null;
  const { platform, formula } = explanation;
  const name = `${platform.offer.gpuCount}x ${platform.gpu.shortName}`;
  return (
    <section ref={panel} className={`explanation ${platformClass(gpu)}`} aria-labelledby="explanation-title">
      <header>
        <h3 id="explanation-title" ref={heading} tabIndex={-1}>
          {TITLES[which]}, <span className="platform-name">{name}</span>
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
      {formula === null ? (
        <p className="problem">{platform.infeasible ? `${name} ${infeasibilityClause(platform.infeasible)}` : "–"}</p>
      ) : (
        <Root formula={formula} />
      )}
    </section>
  );
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
