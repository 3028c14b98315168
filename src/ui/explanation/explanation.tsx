import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { OrElse } from "../or-else.tsx";
import { openedStore } from "./opened.ts";

const ExplanationPanel = lazy(() =>
  import("./explanation-panel.tsx").then((module) => ({ default: module.ExplanationPanel })),
);

/** Where the formula of an opened number stands; formulas and sources are loaded when the first one is asked for. */
export function Explanation() {
  const opened = useStore(openedStore, (state) => state.opened);
  if (opened === null) return null;
  return (
    <OrElse message="The formula could not be loaded; reload the page to try again.">
      <Suspense fallback={null}>
        <ExplanationPanel key={`${opened.gpu} ${opened.which}`} opened={opened} />
      </Suspense>
    </OrElse>
  );
}
