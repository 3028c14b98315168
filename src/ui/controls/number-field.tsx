import { useId, useRef, useState, type ReactNode } from "react";
import type { FieldReader, Reading } from "../../workspace/reading/reading.ts";

interface FieldProps {
  readonly label: ReactNode;
  /** The value in use; null shows an empty field (allowed with `onClear`). */
  readonly value: number | null;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
  /** What emptying the field means: no limit, the measured value, unknown. Without it an empty field is an error. */
  readonly onClear?: () => void;
  readonly placeholder?: string;
  readonly unit?: string;
  /** Offered for going back when the value differs from it. */
  readonly defaultValue?: number | null;
  readonly hiddenLabel?: boolean;
}

interface NumberFieldProps extends FieldProps {
  readonly reader: FieldReader<number>;
}

interface TypedFieldProps<T> extends FieldProps {
  readonly reader: FieldReader<T>;
  readonly valueOf: (typed: T) => number | null;
  /** Where a choice can mean more than the field's number. */
  readonly onChoose: (typed: T) => void;
}

/** A number as people type numbers of its kind. */
export function NumberField(props: NumberFieldProps) {
  return <TypedField {...props} valueOf={(value) => value} onChoose={props.onChange} />;
}

/** What is typed, and the value that was in use before: what was only the beginning of a text is no value. */
interface Draft {
  readonly text: string;
  readonly before: number | null;
}

/**
 * A field that reads what people type. A note says what was understood, a question has its answers as buttons, and what
 * can't be read is said next to the field; the last two stay in it and leave the last good value in use.
 */
export function TypedField<T>(props: TypedFieldProps<T>) {
  const { label, value, reader, valueOf, format, onChange, onClear, onChoose, placeholder, unit, hiddenLabel } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [valueBefore, setValueBefore] = useState(value);
  /** What was understood of the last text, for as long as its value stands. */
  const [kept, setKept] = useState<{ readonly note: string; readonly value: number | null } | null>(null);
  const reading = draft === null || isCleared(draft.text, onClear) ? null : reader.read(draft.text);
  if (value !== valueBefore) {
    // Somebody else changed it (undo, a preset): what is typed here no longer stands for it.
    setValueBefore(value);
    if (draft !== null && !standsFor(draft, reading, valueOf, value)) setDraft(null);
  }
  const set = (next: number | null): void => {
    if (next === value) return;
    if (next === null) onClear?.();
    else onChange(next);
  };
  const type = (text: string): void => {
    const continues = draft !== null && (text.startsWith(draft.text) || draft.text.startsWith(text));
    const before = continues ? draft.before : value;
    setDraft({ text, before });
    setKept(null);
    const next = isCleared(text, onClear) ? null : reader.read(text);
    set(next === null ? null : next.kind === "read" ? valueOf(next.value) : before);
  };
  const leave = (): void => {
    if (reading !== null && reading.kind !== "read") return;
    if (draft !== null && reading?.note) setKept({ note: reading.note, value: valueOf(reading.value) });
    setDraft(null);
  };
  const note = reading?.kind === "read" ? reading.note : kept?.value === value && draft === null ? kept.note : null;
  const isOpen = reading !== null && reading.kind !== "read";
  const stillUsing = value === null ? "" : `; still using ${format(value)}`;
  return (
    <div className={isOpen ? "field field-wrong" : "field"}>
      <label htmlFor={id} className={hiddenLabel ? "visually-hidden" : undefined}>
        {label}
      </label>
      <span className="entry">
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="text"
          autoComplete="off"
          spellCheck={false}
          data-draft={draft !== null}
          value={draft?.text ?? (value === null ? "" : format(value))}
          placeholder={placeholder}
          aria-invalid={isOpen}
          aria-describedby={isOpen || note !== null ? `${id}-said` : undefined}
          onChange={(event) => type(event.target.value)}
          onBlur={leave}
        />
        {unit !== undefined && <span className="unit">{unit}</span>}
        <Reset {...props} what={reader.what} onReset={() => setDraft(null)} />
      </span>
      {note !== null && (
        <p id={`${id}-said`} className="hint note" role="status">
          {note}
        </p>
      )}
      {reading?.kind === "refused" && (
        <p id={`${id}-said`} className="problem" role="status">
          {reading.problem}
          {stillUsing}
        </p>
      )}
      {reading?.kind === "question" && (
        <div className="question" role="group" aria-labelledby={`${id}-said`}>
          <p id={`${id}-said`} role="status">
            {reading.question}
            {stillUsing}
          </p>
          {reading.choices.map((choice) => (
            <button
              key={choice.label}
              type="button"
              onClick={() => {
                setDraft(null);
                onChoose(choice.value);
                // The buttons go; whoever uses the keyboard stays where they were.
                input.current?.focus();
              }}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function isCleared(text: string, onClear: (() => void) | undefined): boolean {
  return onClear !== undefined && text.trim() === "";
}

/** Whether the value in use is the one a draft stands for: what it says, or what it left in use. */
function standsFor<T>(
  draft: Draft,
  reading: Reading<T> | null,
  valueOf: (typed: T) => number | null,
  value: number | null,
): boolean {
  if (reading === null) return value === null;
  return value === (reading.kind === "read" ? valueOf(reading.value) : draft.before);
}

interface ResetProps extends FieldProps {
  readonly what: string;
  readonly onReset: () => void;
}

function Reset({ value, defaultValue, placeholder, format, what, onChange, onClear, onReset }: ResetProps) {
  if (defaultValue === undefined || value === defaultValue) return null;
  return (
    <button
      type="button"
      className="reset"
      title={`Back to ${defaultValue === null ? (placeholder ?? "none") : format(defaultValue)}`}
      onClick={() => {
        onReset();
        if (defaultValue === null) onClear?.();
        else onChange(defaultValue);
      }}
    >
      <span aria-hidden="true">↺</span>
      <span className="visually-hidden">Reset {what}</span>
    </button>
  );
}
