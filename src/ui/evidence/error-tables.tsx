import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import type { Exclusion } from "../../core/serving/fit/steady.ts";
import type { ErrorSummary } from "../../core/validation/error-summary.ts";
import {
  inPercents,
  inPoints,
  inSignedPercents,
  SUMMARY_HEADER,
  summaryCells,
  verdictText,
} from "../../core/validation/error-text.ts";
import type { PublishedErrors, PublishedVerdict } from "../../core/validation/published-comparison.ts";
import type { GpuErrors } from "../../core/validation/step-time-errors.ts";
import { BAND_TARGET, type Validation } from "../../core/validation/validation.ts";
import { formatTime } from "../format/format.ts";
import { gpuClass } from "./points.ts";

const { model: servingModel } = gemmaServingStudy;

const nameOf = (gpu: string): string => servingModel.gpus.get(gpu)?.shortName ?? gpu;

/** What `npm run validate` prints: errors by GPU with their targets, the bands, and what was left out. */
export function ErrorTables({ validation }: { readonly validation: Validation }) {
  const { stepTime, band, published, unseenCombinations, excludedRows } = validation;
  const { overall, everyGpu } = stepTime.target;
  const inside = band.rowsInside / band.rows;
  const [least, most] = BAND_TARGET;
  const excludedCount = excludedRows.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <>
      <section>
        <h2>Step time of cells the fit did not see</h2>
        <p>
          A cell is GPU, weights, KV type, drafts, LoRA, TP and running batch; each is predicted with everything fitted
          without it. Rows that the steady rule keeps.
        </p>
        <ErrorTable name="Step time, held out" errors={stepTime.heldOutSteadyRows} />
        <Verdict reached={stepTime.verdict.reached}>
          Target: mean at most {inPercents(overall)}, no GPU over {inPercents(everyGpu)}:{" "}
          {verdictText(stepTime.verdict, nameOf)}
        </Verdict>
        <Verdict reached={inside >= least && inside <= most}>
          90 % band: {band.rowsInside} of {band.rows} rows inside ({inPercents(inside)}). Target: {inPercents(least)} to{" "}
          {inPercents(most)}: {inside >= least && inside <= most ? "reached" : "missed"}
        </Verdict>
        <details>
          <summary>With the rows that the steady rule leaves out, and in sample</summary>
          <h3>All scored rows, held out</h3>
          <ErrorTable name="Step time, all scored rows" errors={stepTime.heldOutAllRows} />
          <h3>Steady rows, by the fit that saw them</h3>
          <ErrorTable name="Step time, in sample" errors={stepTime.inSampleSteadyRows} />
        </details>
      </section>
      <section>
        <h2>Published figures, through the benchmark’s client</h2>
        <p>
          The client’s warm-up drains inside the measured window and it divides by the planned one: a simulation of it
          turns each fold’s prediction into what it would have reported.
        </p>
        <div className="error-columns">
          {published.verdicts.map((verdict) => (
            <div key={`${verdict.quantity} ${verdict.queueing}`}>
              <h3>{quantityName(verdict)}</h3>
              <ErrorTable
                name={quantityName(verdict)}
                errors={published.errors.filter((own) => isScoredBy(own, verdict))}
              />
              <Verdict reached={verdict.reached}>
                Target: mean over all at most {inPercents(verdict.target)}: {reachedText(verdict)}
              </Verdict>
            </div>
          ))}
        </div>
      </section>
      <section>
        <h2>Combinations never seen</h2>
        <ErrorTable name="Combinations never seen" errors={unseenCombinations} />
        {unseenCombinations.map((own) => (
          <Verdict key={own.name} reached={own.reached}>
            {own.name}: target {inPercents(own.target)}: {reachedText(own)}
          </Verdict>
        ))}
      </section>
      <section>
        <h2>Worst rows</h2>
        <WorstRows rows={stepTime.worstHeldOutRows} />
      </section>
      <section>
        <h2>{excludedCount} rows left out of the fits</h2>
        <dl className="excluded">
          {excludedRows.map(({ reason, rows }) => (
            <div key={reason}>
              <dt>
                {EXCLUSION_TEXT[reason]} ({rows.length})
              </dt>
              <dd>{rows.join(", ")}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

const EXCLUSION_TEXT: Readonly<Record<Exclusion, string>> = {
  "no-completions": "No request completed inside the measured window",
  "one-wave": "Fewer than two requests completed on each slot: the start and end of a wave, no steady state",
  "settings-unknown": "Settings that nobody recorded",
  "named-anomaly": "Anomalies that were named when the data was checked",
};

function reachedText({
  reached,
  meanAbsoluteError,
  target,
}: Pick<PublishedVerdict, "reached" | "meanAbsoluteError" | "target">): string {
  return reached ? "reached" : `missed by ${inPoints(meanAbsoluteError - target)}`;
}

function quantityName({ quantity, queueing }: PublishedVerdict): string {
  if (quantity === "outputTokensPerSecond") return "Output tokens per second";
  return queueing === "some-wait" ? "Median TTFT where some wait" : "Median TTFT where none waits";
}

function isScoredBy({ prediction, quantity, queueing }: PublishedErrors, verdict: PublishedVerdict): boolean {
  return prediction === "client" && quantity === verdict.quantity && queueing === verdict.queueing;
}

function Verdict({ reached, children }: { readonly reached: boolean; readonly children: React.ReactNode }) {
  return <p className={reached ? "target" : "target missed"}>{children}</p>;
}

type NamedErrors = ErrorSummary & { readonly name: string };

function ErrorTable({
  name,
  errors,
}: {
  readonly name: string;
  readonly errors: readonly (GpuErrors | PublishedErrors | NamedErrors)[];
}) {
  return (
    <section className="scroll" tabIndex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{errors.some((own) => "gpu" in own) ? "GPU" : "Kind"}</th>
            <th scope="col" className="number">
              rows
            </th>
            {SUMMARY_HEADER.map((header) => (
              <th key={header} scope="col" className="number">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {errors.map((own) => {
            const gpu = "gpu" in own ? own.gpu : null;
            const label = "name" in own ? own.name : gpu === null ? "all" : nameOf(gpu);
            return (
              <tr key={label}>
                <th scope="row" className={gpu === null ? undefined : gpuClass(gpu)}>
                  <span className={gpu === null ? undefined : "platform-name"}>{label}</span>
                </th>
                <td className="number">{own.rows}</td>
                {summaryCells(own).map((cell, i) => (
                  <td key={SUMMARY_HEADER[i]} className="number">
                    {cell}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function WorstRows({ rows }: { readonly rows: Validation["stepTime"]["worstHeldOutRows"] }) {
  return (
    <section className="scroll" tabIndex={0} aria-label="Worst rows">
      <table>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" className="number">
              Measured
            </th>
            <th scope="col" className="number">
              Predicted
            </th>
            <th scope="col" className="number">
              Error
            </th>
            <th scope="col">Left out of fits</th>
            <th scope="col">Cell</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <th scope="row">{row.row}</th>
              <td className="number">{formatTime(row.measuredStepSeconds)}</td>
              <td className="number">{formatTime(row.predictedStepSeconds)}</td>
              <td className="number">{inSignedPercents(row.relativeError)}</td>
              <td>{row.exclusion === null ? "no" : row.exclusion}</td>
              <td>{row.cell}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
