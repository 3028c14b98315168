import { lazy, Suspense, useState } from "react";
import { OrElse } from "../or-else.tsx";

/** With the model of fine-tuning, which serving does without. */
const BillPanel = lazy(() => import("./bill-panel.tsx").then((module) => ({ default: module.BillPanel })));

/** The bill of both jobs, in either mode; what is inside is loaded when it is first opened. */
export function BillFold() {
  const [opened, setOpened] = useState(false);
  return (
    <details className="fold" onToggle={() => setOpened(true)}>
      <summary>
        <span>One bill: fine-tuning now and then, and serving</span>
      </summary>
      {opened && (
        <OrElse message="The bill could not be loaded; reload the page to try again.">
          <Suspense fallback={<p className="hint">Loading</p>}>
            <BillPanel />
          </Suspense>
        </OrElse>
      )}
    </details>
  );
}
