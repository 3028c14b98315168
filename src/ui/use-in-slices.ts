import { useEffect, useState } from "react";

/** Half a frame: what the user does meanwhile is answered in the other half. */
const SLICE_MILLISECONDS = 8;

/** The last result there is, and whether it is of the inputs as they are. */
interface Sliced<T> {
  readonly value: T | null;
  readonly isCurrent: boolean;
}

/**
 * The result of work that is done in small pieces between frames. Until it is there the last one stays; work on inputs
 * that have changed meanwhile is dropped.
 *
 * @param start A module's own function: another one starts the work anew.
 */
export function useInSlices<Input, Option, T>(
  start: (input: Input, option: Option) => Generator<unknown, T>,
  input: Input,
  option: Option,
): Sliced<T> {
  const [done, setDone] = useState<{ readonly input: Input; readonly option: Option; readonly value: T } | null>(null);
  useEffect(() => {
    const work = start(input, option);
    const slice = (): void => {
      const began = performance.now();
      do {
        const step = work.next();
        if (step.done) {
          setDone({ input, option, value: step.value });
          return;
        }
      } while (performance.now() - began < SLICE_MILLISECONDS);
      timer = setTimeout(slice, 0);
    };
    let timer = setTimeout(slice, 0);
    return () => clearTimeout(timer);
  }, [start, input, option]);
  if (done === null) return { value: null, isCurrent: false };
  return { value: done.value, isCurrent: done.input === input && Object.is(done.option, option) };
}
