import { useWorkspace, useServingAnswer } from "../use-workspace.ts";
import type { Platform } from "../../workspace/workspace.ts";
import { EngineLogField } from "../controls/engine-log-fields.tsx";
import { fineTuningKnobs } from "./fine-tuning-knobs.ts";
import type { Knob, KnobBoard, KnobValue } from "./knob.ts";
import { KnobField } from "./knob-field.tsx";
import { KnobRow } from "./knob-row.tsx";
import { servingKnobs } from "./serving-knobs.ts";

interface RowKnobsProps {
  readonly platform: Platform;
  readonly label: string;
}

/** How a row goes about the question that is shown. */
export function RowKnobs(props: RowKnobsProps) {
  const question = useWorkspace((workspace) => workspace.question);
  return question === "serve" ? <ServingKnobs {...props} /> : <Knobs {...props} board={fineTuningKnobs} chosen={{}} />;
}

/** With what the search chose, where settings are tuned. */
function ServingKnobs(props: RowKnobsProps) {
  const answer = useServingAnswer(({ platforms }) =>
    platforms.find(({ platform }) => platform.id === props.platform.id),
  );
  const chosen = answer?.delivery.tuning ? answer.delivery.deployment : NOTHING;
  return (
    <>
      <Knobs {...props} board={servingKnobs} chosen={chosen as Readonly<Record<string, KnobValue>>} />
      {answer && <EngineLogField answer={answer} />}
    </>
  );
}

const NOTHING: Readonly<Record<string, KnobValue>> = {};

interface KnobsProps extends RowKnobsProps {
  readonly board: KnobBoard;
  /** Settings that were searched for, by key. */
  readonly chosen: Readonly<Record<string, KnobValue>>;
}

function Knobs({ platform, label, board, chosen }: KnobsProps) {
  const isTuned = useWorkspace((workspace) => board.isTuned(workspace, platform));
  const valueOf = (knob: Knob): KnobValue =>
    isTuned && knob.isTunable ? (chosen[knob.key] ?? board.valueOf(platform, knob)) : board.valueOf(platform, knob);
  return (
    <div className="knobs">
      {board.knobs
        .filter(({ applies }) => applies?.(platform) ?? true)
        .map((knob) => (
          <KnobRow key={knob.key} name={knob.name}>
            <span className="knob-with-lock">
              <KnobField
                knob={knob}
                platform={platform}
                label={`${knob.name}, ${label}`}
                value={valueOf(knob)}
                {...(isTuned && knob.isTunable ? {} : { defaultValue: board.defaultOf(platform, knob) })}
                onChange={(value) => board.turn(platform.id, knob, value)}
              />
              {isTuned && knob.isTunable && (
                <label className="lock">
                  <input
                    type="checkbox"
                    checked={board.isKept(platform, knob)}
                    aria-label={`Keep ${knob.name}, ${label}`}
                    onChange={({ target }) => board.keep(platform, knob, valueOf(knob), target.checked)}
                  />
                  keep
                </label>
              )}
            </span>
          </KnobRow>
        ))}
    </div>
  );
}
