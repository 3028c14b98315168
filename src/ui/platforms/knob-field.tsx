import { NumberField } from "../controls/number-field.tsx";
import type { Platform } from "../../workspace/workspace.ts";
import type { Knob, KnobValue } from "./knob.ts";

/** In place of a value where platforms differ. */
export const MIXED = "mixed";

interface KnobFieldProps {
  readonly knob: Knob;
  /** Whose choices and placeholders are shown: the row, or the first of all. */
  readonly platform: Platform;
  /** For screen readers, with the row's name. */
  readonly label: string;
  readonly value: KnobValue | typeof MIXED;
  /** Left out where platforms have different ones. */
  readonly defaultValue?: KnobValue;
  readonly onChange: (value: KnobValue) => void;
}

/** One setting, of a row or of all rows at once; a changed one shows it and resets alone. */
export function KnobField(props: KnobFieldProps) {
  const { knob, platform, label, value, defaultValue, onChange } = props;
  const { control } = knob;
  const isChanged = defaultValue !== undefined && value !== MIXED && value !== defaultValue;
  switch (control.kind) {
    case "choice": {
      const options = control.options(platform);
      return (
        <span className={isChanged ? "knob changed" : "knob"}>
          <select
            aria-label={label}
            value={String(value)}
            onChange={({ target }) => {
              const chosen = options.find((option) => String(option.value) === target.value);
              if (chosen) onChange(chosen.value);
            }}
          >
            {value === MIXED && <option value={MIXED}>{MIXED}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.text}
              </option>
            ))}
          </select>
          {isChanged && <Reset what={label} onReset={() => onChange(defaultValue)} />}
        </span>
      );
    }
    case "flag":
      return (
        <span className={isChanged ? "knob changed" : "knob"}>
          <label className="check">
            <input
              type="checkbox"
              checked={value === true}
              ref={(input) => {
                if (input) input.indeterminate = value === MIXED;
              }}
              aria-label={label}
              onChange={({ target }) => onChange(target.checked)}
            />
            {value === MIXED ? MIXED : value === true ? "on" : "off"}
          </label>
          {isChanged && <Reset what={label} onReset={() => onChange(defaultValue)} />}
        </span>
      );
    case "number":
      return (
        <NumberField
          hiddenLabel
          label={label}
          value={typeof value === "number" ? value : null}
          reader={control.reader}
          format={control.format}
          onChange={onChange}
          {...(value === MIXED
            ? { placeholder: MIXED, onClear: () => undefined }
            : control.placeholder
              ? { placeholder: control.placeholder(platform), onClear: () => onChange(null) }
              : {})}
          {...(typeof defaultValue === "number" || defaultValue === null ? { defaultValue } : {})}
        />
      );
  }
}

function Reset({ what, onReset }: { readonly what: string; readonly onReset: () => void }) {
  return (
    <button type="button" className="reset-beside" onClick={onReset}>
      <span aria-hidden="true">↺</span>
      <span className="visually-hidden">Reset {what}</span>
    </button>
  );
}
