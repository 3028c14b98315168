import type { ReactNode } from "react";
import type { Change } from "../../workspace/changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";

interface SettingsPolicyProps<Policy extends string> {
  readonly policy: Policy;
  readonly names: Readonly<Record<Policy, string>>;
  /** The presets, in the order of their buttons. */
  readonly ways: readonly { readonly policy: Policy; readonly label: string; readonly change: () => Change }[];
  readonly children?: ReactNode;
}

/** The settings that decide, said, and switched with one click. */
export function SettingsPolicy<Policy extends string>({ policy, names, ways, children }: SettingsPolicyProps<Policy>) {
  return (
    <div className="settings-line">
      <p>
        With <b>{names[policy]}</b>
        {children}
      </p>
      {ways
        .filter((way) => way.policy !== policy)
        .map(({ label, change }) => (
          <button key={label} type="button" onClick={() => changeWorkspace(change())}>
            {label}
          </button>
        ))}
    </div>
  );
}
