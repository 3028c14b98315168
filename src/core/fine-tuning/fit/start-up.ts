import { at } from "../../numerics/at.ts";
import type { FineTuningDeployment, FineTuningStrategy } from "../physics/fine-tuning-deployment.ts";
import type { MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";

/** Time of a run outside its steps, from the published runs: wall time less all steps at their mean. */
export interface StartUpTimes {
  /** Median of the runs without compilation; loading the weights is not in it, as no source times that. */
  readonly seconds: Readonly<Record<FineTuningStrategy, number>>;
  /** What torch.compile adds, median. */
  readonly compileSeconds: number;
}

/** @throws RangeError where no row of a strategy says anything. */
export function startUpTimes(rows: readonly MeasuredFineTuningRow[]): StartUpTimes {
  const known = rows.flatMap(({ outsideStepsSeconds, precision, strategy, compile }) =>
    outsideStepsSeconds === null || precision === "te-fp8" ? [] : [{ outsideStepsSeconds, strategy, compile }],
  );
  const eager = (own: FineTuningStrategy): number =>
    median(
      known.flatMap(({ outsideStepsSeconds, strategy, compile }) =>
        strategy === own && !compile ? [outsideStepsSeconds] : [],
      ),
    );
  const seconds = { ddp: eager("ddp"), fsdp: eager("fsdp") };
  const added = known.flatMap(({ outsideStepsSeconds, strategy, compile }) =>
    compile ? [outsideStepsSeconds - seconds[strategy]] : [],
  );
  return { seconds, compileSeconds: Math.max(0, median(added)) };
}

/** Seconds before the first step, and what compiling adds; a single GPU starts like DDP. */
export function startUpOf(
  { strategy, compile }: FineTuningDeployment,
  times: StartUpTimes,
): { readonly startUpSeconds: number; readonly compileSeconds: number } {
  return { startUpSeconds: times.seconds[strategy], compileSeconds: compile ? times.compileSeconds : 0 };
}

function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no run says how long it took to start");
  const sorted = values.toSorted((a, b) => a - b);
  return (at(sorted, (sorted.length - 1) >> 1) + at(sorted, sorted.length >> 1)) / 2;
}
