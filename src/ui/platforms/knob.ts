import type { Platform, Workspace } from "../../workspace/workspace.ts";
import type { FieldReader } from "../../workspace/reading/reading.ts";

export type KnobValue = string | number | boolean | null;

/** One setting of a platform under a question, as the page shows it: for one row, or for all at once. */
export interface Knob {
  readonly key: string;
  readonly name: string;
  readonly control:
    | { readonly kind: "choice"; readonly options: (platform: Platform) => readonly KnobOption[] }
    | { readonly kind: "flag"; readonly text: string }
    | {
        readonly kind: "number";
        readonly reader: FieldReader<number>;
        readonly format: (value: number) => string;
        /** What is in use while nothing is typed; only where nothing may be typed. */
        readonly placeholder?: (platform: Platform) => string;
      };
  /** Whether it says anything for the platform; left out, it always does. */
  readonly applies?: (platform: Platform) => boolean;
  readonly isTunable: boolean;
}

export interface KnobOption {
  readonly value: string | number;
  readonly text: string;
}

/** The knobs of one question, and how they are read and turned. */
export interface KnobBoard {
  readonly knobs: readonly Knob[];
  readonly valueOf: (platform: Platform, knob: Knob) => KnobValue;
  /** What a row of its GPU starts with. */
  readonly defaultOf: (platform: Platform, knob: Knob) => KnobValue;
  readonly isTuned: (workspace: Workspace, platform: Platform) => boolean;
  readonly isKept: (platform: Platform, knob: Knob) => boolean;
  /** @param id One platform, or null for all. */
  readonly turn: (id: string | null, knob: Knob, value: KnobValue) => void;
  readonly keep: (platform: Platform, knob: Knob, value: KnobValue, kept: boolean) => void;
}
