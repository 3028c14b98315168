import type { TrainingDeployment, TrainingStrategy } from "../physics/training-deployment.ts";
import type { MeasuredTrainingRow } from "./measured-training-row.ts";

/** Time of a run outside its steps, from the published runs: wall time less all steps at their mean. */
export interface StartUpTimes {
  /** Median of the runs without compilation; loading the weights is not in it, as no source times that. */
  readonly seconds: Readonly<Record<TrainingStrategy, number>>;
  /** What torch.compile adds, median. */
  readonly compileSeconds: number;
}

/** @throws RangeError where no row of a strategy says anything. */
export function startUpTimes(rows: readonly MeasuredTrainingRow[]): StartUpTimes {
  const known = rows.filter(
    ({ outsideStepsSeconds, precision }) => outsideStepsSeconds !== null && precision !== "te-fp8",
  );
  const eager = (strategy: TrainingStrategy): number =>
    median(known.filter((row) => row.strategy === strategy && !row.compile).map((row) => row.outsideStepsSeconds!));
  const seconds = { ddp: eager("ddp"), fsdp: eager("fsdp") };
  const added = known.filter(({ compile }) => compile).map((row) => row.outsideStepsSeconds! - seconds[row.strategy]);
  return { seconds, compileSeconds: Math.max(0, median(added)) };
}

/** Seconds before the first step, and what compiling adds; a single GPU starts like DDP. */
export function startUpOf(
  { strategy, compile }: TrainingDeployment,
  times: StartUpTimes,
): { readonly startUpSeconds: number; readonly compileSeconds: number } {
  return { startUpSeconds: times.seconds[strategy], compileSeconds: compile ? times.compileSeconds : 0 };
}

function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no run says how long it took to start");
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
}
