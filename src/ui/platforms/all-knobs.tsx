import type { Platform } from "../../workspace/workspace.ts";
import type { Knob, KnobBoard, KnobValue } from "./knob.ts";
import { KnobField, MIXED } from "./knob-field.tsx";

interface AllKnobsProps {
  readonly board: KnobBoard;
  /** Those compared, at least one. */
  readonly platforms: readonly Platform[];
}

/** Every setting once, for all platforms together: a value that all have, or that they differ. */
export function AllKnobs({ board, platforms }: AllKnobsProps) {
  const [first] = platforms;
  if (first === undefined) return null;
  return (
    <div className="knobs">
      {board.knobs
        .filter(({ applies }) => !applies || platforms.some(applies))
        .map((knob) => (
          <div key={knob.key} className="knob-row">
            <span aria-hidden="true">{knob.name}</span>
            <KnobField
              knob={knob}
              platform={first}
              label={`${knob.name}, all platforms`}
              value={common(board, platforms, knob)}
              onChange={(value) => board.turn(null, knob, value)}
            />
          </div>
        ))}
    </div>
  );
}

function common(board: KnobBoard, platforms: readonly Platform[], knob: Knob): KnobValue | typeof MIXED {
  const values = new Set(platforms.map((platform) => board.valueOf(platform, knob)));
  const [only = null] = values;
  return values.size === 1 ? only : MIXED;
}
