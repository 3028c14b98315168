import type { ReactNode } from "react";

/** A setting's name beside its field, which names itself to screen readers. */
export function KnobRow({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="knob-row">
      <span aria-hidden="true">{name}</span>
      {children}
    </div>
  );
}
