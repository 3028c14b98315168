import { useId } from "react";

interface LogSliderProps {
  readonly label: string;
  readonly value: number;
  /** Rising; the slider moves from one to the next. */
  readonly stops: readonly number[];
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** A slider whose stops are a ratio apart, so that a key press always moves it. */
export function LogSlider({ label, value, stops, format, onChange }: LogSliderProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={nearestStop(value, stops)}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(stops[Number(event.target.value)]!)}
      />
    </>
  );
}

function nearestStop(value: number, stops: readonly number[]): number {
  const after = stops.findIndex((stop) => stop >= value);
  if (after === -1) return stops.length - 1;
  const before = Math.max(0, after - 1);
  return value / stops[before]! < stops[after]! / value ? before : after;
}
