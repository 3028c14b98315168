import type { ReactNode } from "react";
import type { View } from "./view.ts";
import { showView, viewAddress } from "./address-bar.ts";

/** A link to a view of the current scenario; followed in place unless it is to open elsewhere. */
export function ViewLink({ view, children }: { readonly view: View; readonly children: ReactNode }) {
  // The address changes with the scenario, without a redraw: it is looked up when it may be needed.
  const refresh = ({ currentTarget }: { readonly currentTarget: HTMLAnchorElement }): void => {
    currentTarget.href = viewAddress(view);
  };
  return (
    <a
      href={viewAddress(view)}
      onPointerEnter={refresh}
      onFocus={refresh}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        showView(view);
      }}
    >
      {children}
    </a>
  );
}
