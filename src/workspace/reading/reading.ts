/** What became of a text that somebody typed: nothing typed is guessed at, and nothing is thrown away. */
export type Reading<T> =
  /** `note` says what was understood, where that is not what stands there word for word. */
  | { readonly kind: "read"; readonly value: T; readonly note: string | null }
  /** It could be several things, or is far from what such a field holds: the user says which. */
  | { readonly kind: "question"; readonly question: string; readonly choices: readonly Choice<T>[] }
  | { readonly kind: "refused"; readonly problem: string };

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
}

type Reader<T> = (text: string) => Reading<T>;

/** What a field holds, in the unit of its values. */
export interface FieldRange {
  readonly min: number;
  readonly max: number;
  /** The quantity in a sentence: "price", "concurrency". */
  readonly what: string;
}

export function read<T>(value: T, note: string | null = null): Reading<T> {
  return { kind: "read", value, note };
}

export function refused(problem: string): Reading<never> {
  return { kind: "refused", problem };
}

export function notANumber(typed: string): Reading<never> {
  return refused(`"${shortened(typed)}" is not a number`);
}

/** The same reading of another quantity. */
export function mapReading<T, U>(reading: Reading<T>, map: (value: T) => U): Reading<U> {
  switch (reading.kind) {
    case "read":
      return { ...reading, value: map(reading.value) };
    case "question":
      return { ...reading, choices: reading.choices.map(({ label, value }) => ({ label, value: map(value) })) };
    case "refused":
      return reading;
  }
}

/** What of several readings is possible: one of them is read, several are a question, none is refused. */
export function oneOfReadings<T>(
  question: string,
  readings: readonly Reading<T>[],
  labels: readonly string[],
): Reading<T> {
  const choices = readings.flatMap((reading, i): readonly Choice<T>[] => {
    switch (reading.kind) {
      case "read":
        return [{ label: labels[i] ?? "", value: reading.value }];
      case "question":
        return reading.choices;
      case "refused":
        return [];
    }
  });
  return choices.length === 0 ? (readings[0] ?? refused(question)) : { kind: "question", question, choices };
}

/** Whether a number is one the field holds; the same sentence for every kind of field. */
export function inRange(
  value: number,
  { min, max, what }: FieldRange,
  format: (value: number) => string,
): Reading<number> {
  if (value <= 0 && min > 0) return refused(`${what} must be above 0`);
  // Written so that no NaN passes.
  if (!(value >= min && value <= max)) return refused(rangeText({ min, max, what }, format));
  return read(value === 0 ? 0 : value);
}

export function rangeText({ min, max, what }: FieldRange, format: (value: number) => string): string {
  return `${what} goes from ${format(min)} to ${format(max)}`;
}

const SHOWN_CHARACTERS = 24;

/** A typed text as a message quotes it: one short line, without what turns text round or hides in it. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 4 * SHOWN_CHARACTERS).replace(/\p{C}/gu, "")];
  return characters.length > SHOWN_CHARACTERS
    ? `${characters.slice(0, SHOWN_CHARACTERS - 1).join("")}…`
    : characters.join("");
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** A number in a message, grouped by thousands. */
export function grouping(value: number): string {
  return grouped.format(value);
}

/** Reads what is typed into one field, and knows what the field holds. */
export interface FieldReader<T> {
  readonly what: string;
  readonly read: Reader<T>;
}
