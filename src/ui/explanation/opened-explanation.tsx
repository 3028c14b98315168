import { type ComponentType, Suspense } from "react";
import { useStore } from "zustand";
import { OrElse } from "../or-else.tsx";
import { type Opened, openedStore } from "./opened.ts";

/** Where the formula of an opened number stands. @param panel The question's, loaded when the first one is asked for. */
export function OpenedExplanation({ panel: Panel }: { readonly panel: ComponentType<{ readonly opened: Opened }> }) {
  const opened = useStore(openedStore, (state) => state.opened);
  if (opened === null) return null;
  return (
    <OrElse message="The formula could not be loaded; reload the page to try again.">
      <Suspense fallback={null}>
        <Panel key={`${opened.id} ${opened.which}`} opened={opened} />
      </Suspense>
    </OrElse>
  );
}
