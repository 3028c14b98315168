import type { JobChoice, OneBill } from "../../core/economics/one-bill.ts";
import { inPercent, inRate } from "../../core/units/wording.ts";
import type { ServingAnswer } from "../../questions/serving/serving-answer.ts";
import { withBill } from "../../workspace/changes.ts";
import { defaultWorkspace } from "../../workspace/default-workspace.ts";
import { monthlyBill } from "../../workspace/monthly-bill.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import type { BillChoice } from "../../workspace/workspace.ts";
import { WORKSPACE_RANGES } from "../../workspace/workspace-ranges.ts";
import { NumberField } from "../controls/number-field.tsx";
import { useFineTuningAnswer } from "../fine-tuning/use-fine-tuning-answer.ts";
import { costUnitName, formatAmount, formatOr } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingAnswer, useWorkspace } from "../use-workspace.ts";
import "../fine-tuning/fine-tuning.css";

/** What may stand after either number, as its label says it. */
const BILL_NOUNS = ["runs", "h", "hours", "/", "per", "a", "day", "month"];
const amountOfTimes = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A fine-tune now and then plus serving: the best platform for each, and what one for both would cost more. */
export function BillPanel() {
  const fineTuning = useFineTuningAnswer();
  const serving = useServingAnswer((answer) => answer);
  const choice = useWorkspace(({ bill }) => bill);
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const labelOf = useLabels();
  const bill = monthlyBill(fineTuning, serving, choice);
  const { demand } = serving.asked.choice;
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
      <p className="bill-verdict" aria-live="polite">
        {verdict(bill, unit, labelOf)}
      </p>
      <BillTable bill={bill} unit={unit} />
      <p className="hint">
        Per month, in {costUnitName(unit)}. Each run is paid for from its start to its end, with the settings of
        Fine-tune. {demand === null ? hoursText(serving, labelOf) : "Serving is what its traffic takes to rent"}, with
        the settings of Serve.
      </p>
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
  const change = (value: number): void => changeWorkspace(withBill({ [field]: value }));
  return (
    <NumberField
      label={label}
      value={choice[field]}
      reader={countReader({ ...WORKSPACE_RANGES[field], nouns: BILL_NOUNS, what })}
      format={(value) => amountOfTimes.format(value)}
      onChange={change}
      defaultValue={defaultWorkspace.bill[field]}
    />
  );
}

/** What the hours mean: the same work for all. */
function hoursText({ ranking }: ServingAnswer, labelOf: (id: string) => string): string {
  if (ranking.kind === "none") return "Nothing serves the load";
  return `Hours are those of ${labelOf(ranking.winner.id)}, which serving recommends; the others serve the same tokens, in as many node-hours as they need`;
}

/** The bill in one or two sentences. */
function verdict(
  { bestFineTuning, bestServing, bestForBoth, separateCost, extraForOne }: OneBill,
  unit: PriceUnit,
  labelOf: (id: string) => string,
): string {
  if (!bestFineTuning) return "No compared platform trains the run as set up.";
  if (!bestServing) return "No compared platform serves the load within its limits.";
  const amount = (cost: number): string => formatAmount(cost, unit);
  const separate = separateCost ?? bestFineTuning.cost + bestServing.cost;
  const together = amount(separate);
  if (bestFineTuning.id === bestServing.id) {
    return `${labelOf(bestServing.id)} is the cheapest for both: ${together} a month.`;
  }
  const apart = `Fine-tune on ${labelOf(bestFineTuning.id)} and serve on ${labelOf(bestServing.id)}: ${together} a month.`;
  if (!bestForBoth || extraForOne === null) return `${apart} No single platform does both.`;
  const share = separate > 0 ? ` (${inPercent(extraForOne / separate)})` : "";
  return `${apart} One platform for both is ${labelOf(bestForBoth.id)}, for ${amount(extraForOne)}${share} more.`;
}

function BillTable({ bill, unit }: { readonly bill: OneBill; readonly unit: PriceUnit }) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const amount = (cost: number | null): string => formatOr(cost, (value) => formatAmount(value, unit));
  const marked = (best: JobChoice | null, id: string): string => (best?.id === id ? "number best" : "number");
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
          {bill.platforms.map(({ id, fineTuning, serving }) => (
            <tr key={id} className={classOf(id)}>
              <th scope="row">
                <span className="platform-name">{labelOf(id)}</span>
              </th>
              <td className={marked(bill.bestFineTuning, id)}>{amount(fineTuning)}</td>
              <td className={marked(bill.bestServing, id)}>{amount(serving)}</td>
              <td className={marked(bill.bestForBoth, id)}>
                {amount(fineTuning === null || serving === null ? null : fineTuning + serving)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
