import type { JobChoice, OneBill } from "../../core/economics/one-bill.ts";
import { inPercent, inRate } from "../../core/serving/answer/wording.ts";
import type { Evaluation } from "../../scenario/evaluation.ts";
import { billOf } from "../../scenario/one-bill.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { changeWorkspace } from "../../scenario/store.ts";
import { BILL_RANGES, type BillChoice, DEFAULT_BILL } from "../../scenario/workspace.ts";
import { NumberField } from "../controls/number-field.tsx";
import { costUnitName, formatAmount, formatOr } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation, useWorkspace } from "../use-scenario.ts";
import { gpuName } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";
import "./fine-tuning.css";

const amountOfTimes = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A fine-tune now and then plus serving: the best platform for each, and what one for both would cost more. */
export function BillPanel() {
  const training = useFineTuningEvaluation();
  const serving = useEvaluation((evaluation) => evaluation);
  const choice = useWorkspace(({ bill }) => bill);
  const result = billOf(training, serving, choice);
  const { demand, priceUnit: unit } = serving.scenario;
  return (
    <section className="bill" aria-label="One bill">
      <div className="bill-inputs">
        <BillNumber label="Fine-tuning runs a month" what="runs a month" field="runsPerMonth" choice={choice} />
        {demand === null ? (
          <BillNumber label="Serving, hours a day" what="hours a day" field="servingHoursPerDay" choice={choice} />
        ) : (
          <p className="hint">
            Serving: what its traffic of {inRate(demand.requestsPerSecond)} requests per second takes to rent
          </p>
        )}
      </div>
      {result.kind === "price-units-differ" ? (
        <p className="problem">
          Prices are in {result.fineTuning} for fine-tuning and in {result.serving} for serving: they cannot be added
        </p>
      ) : (
        <>
          <p className="bill-verdict" aria-live="polite">
            {verdict(result.bill, unit)}
          </p>
          <BillTable bill={result.bill} unit={unit} />
          <p className="hint">
            Per month, in {costUnitName(unit)}. Each run is paid for from its start to its end, with the settings of
            Fine-tune. {demand === null ? hoursText(serving) : "Serving is what its traffic takes to rent"}, with the
            settings of Serve.
          </p>
        </>
      )}
    </section>
  );
}

interface BillNumberProps {
  readonly label: string;
  readonly what: string;
  readonly field: keyof BillChoice;
  readonly choice: BillChoice;
}

function BillNumber({ label, what, field, choice }: BillNumberProps) {
  const change = (value: number): void =>
    changeWorkspace((workspace) => ({ ...workspace, bill: { ...workspace.bill, [field]: value } }));
  return (
    <NumberField
      label={label}
      value={choice[field]}
      options={{ ...BILL_RANGES[field], what }}
      format={(value) => amountOfTimes.format(value)}
      onChange={change}
      defaultValue={DEFAULT_BILL[field]}
    />
  );
}

/** What the hours mean: the same work for all. */
function hoursText({ recommendation }: Evaluation): string {
  const { winner } = recommendation;
  if (winner === null) return "Nothing serves the load";
  return `Hours are those of ${gpuName(winner)}, which serving recommends; the others serve the same tokens, in as many node-hours as they need`;
}

/** The bill in one or two sentences. */
function verdict(
  { bestFineTuning, bestServing, bestForBoth, separateCost, extraForOne }: OneBill,
  unit: PriceUnit,
): string {
  if (!bestFineTuning) return "No compared platform trains the run as set up.";
  if (!bestServing) return "No compared platform serves the load within its limits.";
  const amount = (cost: number): string => formatAmount(cost, unit);
  const together = amount(separateCost!);
  if (bestFineTuning.gpu === bestServing.gpu) {
    return `${gpuName(bestServing.gpu)} is the cheapest for both: ${together} a month.`;
  }
  const apart = `Fine-tune on ${gpuName(bestFineTuning.gpu)} and serve on ${gpuName(bestServing.gpu)}: ${together} a month.`;
  if (!bestForBoth || extraForOne === null) return `${apart} No single platform does both.`;
  const share = separateCost! > 0 ? ` (${inPercent(extraForOne / separateCost!)})` : "";
  return `${apart} One platform for both is ${gpuName(bestForBoth.gpu)}, for ${amount(extraForOne)}${share} more.`;
}

function BillTable({ bill, unit }: { readonly bill: OneBill; readonly unit: PriceUnit }) {
  const amount = (cost: number | null): string => formatOr(cost, (value) => formatAmount(value, unit));
  const marked = (best: JobChoice | null, gpu: string): string => (best?.gpu === gpu ? "number best" : "number");
  return (
    <section className="scroll" tabIndex={0} aria-label="Bill of both jobs">
      <table>
        <thead>
          <tr>
            <th scope="col">Platform</th>
            <th scope="col" className="number">
              Fine-tuning
            </th>
            <th scope="col" className="number">
              Serving
            </th>
            <th scope="col" className="number">
              Both
            </th>
          </tr>
        </thead>
        <tbody>
          {bill.platforms.map(({ gpu, fineTuning, serving }) => (
            <tr key={gpu} className={platformClass(gpu)}>
              <th scope="row">
                <span className="platform-name">{gpuName(gpu)}</span>
              </th>
              <td className={marked(bill.bestFineTuning, gpu)}>{amount(fineTuning)}</td>
              <td className={marked(bill.bestServing, gpu)}>{amount(serving)}</td>
              <td className={marked(bill.bestForBoth, gpu)}>
                {amount(fineTuning === null || serving === null ? null : fineTuning + serving)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
