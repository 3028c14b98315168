import { Suspense, type ReactNode } from "react";
import { OrElse } from "../or-else.tsx";

interface FoldProps {
  readonly title: string;
  /** What is chosen inside, shown while folded. */
  readonly summary: string;
  /** What the summary is where nothing inside was changed. */
  readonly defaultSummary: string;
  readonly children: ReactNode;
}

/** A group of inputs that says folded what is chosen in it; its fields may still be loading. */
export function Fold({ title, summary, defaultSummary, children }: FoldProps) {
  return (
    <details className="fold">
      <summary>
        <span>{title}</span>
        <span className={summary === defaultSummary ? "summary" : "summary changed"}>{summary}</span>
      </summary>
      <div className="fold-body">
        <OrElse message="These fields could not be loaded; reload the page to try again.">
          <Suspense fallback={null}>{children}</Suspense>
        </OrElse>
      </div>
    </details>
  );
}
