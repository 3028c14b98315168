import { useId, useState, type ReactNode } from "react";
import { parseNumber, type NumberOptions } from "../format/parse-number.ts";

interface NumberFieldProps {
  readonly label: ReactNode;
  /** The value in use; null shows an empty field (allowed with `onClear`). */
  readonly value: number | null;
  readonly options: NumberOptions;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
  /** What emptying the field means: no limit, the measured value. Without it an empty field is an error. */
  readonly onClear?: () => void;
  readonly placeholder?: string;
  readonly unit?: string;
  /** Offered for going back when the value differs from it. */
  readonly defaultValue?: number | null;
  readonly hiddenLabel?: boolean;
}

/**
 * A number that can be typed the way people type numbers. What can't be read is said next to the field, stays in it,
 * and leaves the last good value in use.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, options, format, onChange, onClear, placeholder, unit, defaultValue, hiddenLabel } = props;
  const id = useId();
  const shownValue = value === null ? "" : format(value);
  const [draft, setDraft] = useState<string | null>(null);
  const [valueBefore, setValueBefore] = useState(value);
  const problem = draft === null ? null : problemWith(draft, options, onClear !== undefined);
  if (value !== valueBefore) {
    // Somebody else changed it (undo, a preset): what is typed here no longer stands for it.
    setValueBefore(value);
    if (draft !== null && readValue(draft, options) !== value) setDraft(null);
  }
  const type = (text: string): void => {
    setDraft(text);
    if (text.trim() === "" && onClear) onClear();
    const parsed = parseNumber(text, options);
    if (parsed.ok && parsed.value !== value) onChange(parsed.value);
  };
  const differs = defaultValue !== undefined && value !== defaultValue;
  return (
    <div className={problem === null ? "field" : "field field-wrong"}>
      <label htmlFor={id} className={hiddenLabel ? "visually-hidden" : undefined}>
        {label}
      </label>
      <span className="entry">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          data-draft={draft !== null}
          value={draft ?? shownValue}
          placeholder={placeholder}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={(event) => type(event.target.value)}
          onBlur={() => problem === null && setDraft(null)}
        />
        {unit !== undefined && <span className="unit">{unit}</span>}
        {differs && (
          <button
            type="button"
            className="reset"
            title={`Back to ${defaultValue === null ? (placeholder ?? "none") : format(defaultValue)}`}
            onClick={() => {
              setDraft(null);
              if (defaultValue === null) onClear?.();
              else onChange(defaultValue);
            }}
          >
            <span aria-hidden="true">↺</span>
            <span className="visually-hidden">Reset {options.what}</span>
          </button>
        )}
      </span>
      {problem !== null && (
        <p id={`${id}-problem`} className="problem" role="status">
          {problem}
          {value !== null && `; still using ${format(value)}`}
        </p>
      )}
    </div>
  );
}

function readValue(text: string, options: NumberOptions): number | null {
  const parsed = parseNumber(text, options);
  return parsed.ok ? parsed.value : null;
}

function problemWith(text: string, options: NumberOptions, mayBeEmpty: boolean): string | null {
  if (mayBeEmpty && text.trim() === "") return null;
  const parsed = parseNumber(text, options);
  return parsed.ok ? null : parsed.problem;
}
