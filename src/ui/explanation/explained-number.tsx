import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { Explained } from "../../core/serving/explanation/explanation.ts";
import { openedStore, toggleOpened } from "./opened.ts";
import "./explained-number.css";

interface ExplainedNumberProps {
  readonly gpu: string;
  readonly which: Explained;
  readonly children: ReactNode;
}

/** A number that opens to its formula. */
export function ExplainedNumber({ gpu, which, children }: ExplainedNumberProps) {
  const isOpen = useStore(openedStore, ({ opened }) => opened?.gpu === gpu && opened.which === which);
  return (
    <button
      type="button"
      className="explained"
      title="Show the math"
      aria-expanded={isOpen}
      onClick={(event) => toggleOpened(gpu, which, event.currentTarget)}
    >
      {children}
    </button>
  );
}
