import type { ReactNode } from "react";
import { useStore } from "zustand";
import { openedStore, toggleOpened } from "./opened.ts";
import "./explained-number.css";

interface ExplainedNumberProps {
  /** Of the platform's row. */
  readonly id: string;
  readonly which: string;
  readonly children: ReactNode;
}

/** A number that opens to its formula. */
export function ExplainedNumber({ id, which, children }: ExplainedNumberProps) {
  const isOpen = useStore(openedStore, ({ opened }) => opened?.id === id && opened.which === which);
  return (
    <button
      type="button"
      className="explained"
      title="Show the math"
      aria-expanded={isOpen}
      onClick={(event) => toggleOpened(id, which, event.currentTarget)}
    >
      {children}
    </button>
  );
}
