import { hourlyRequestsPerSecond, type Demand } from "../../core/economics/demand.ts";
import type { FleetPlan } from "../../core/economics/fleet.ts";
import { inRate } from "../../core/units/wording.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import { costPerMonthOf } from "../../questions/serving/serving-cost.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { formatAmount, formatCount, formatOr, formatPercent, MISSING } from "../format/format.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingAnswer, useWorkspace } from "../use-workspace.ts";
import "./fleet.css";

/** A platform with what it takes of it. */
interface Rented {
  readonly own: ServingPlatformAnswer;
  readonly plan: FleetPlan | null;
  /** Null without a price. */
  readonly costPerMonth: number | null;
  readonly costPerMillion: number | null;
}

/** What to rent for a demand: units, how full they are over the day, and the bill. */
export function Fleet() {
  const { platforms, asked, ranking } = useServingAnswer((answer) => answer);
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const classOf = usePlatformClass();
  const { demand, workload } = asked.choice;
  if (demand === null) return null;
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const rented = platforms.map((own): Rented => ({
    own,
    plan: planOf(own),
    costPerMonth: costPerMonthOf(own.quote, demand, workload.outputTokens),
    costPerMillion: own.quote?.kind === "priced" ? own.quote.cost : null,
  }));
  const most = Math.max(...rented.flatMap(({ plan }) => (plan === null ? [] : [sustainedBy(plan)])));
  return (
    <ChartFrame
      title="What to rent"
      subtitle={`for ${inRate(demand.requestsPerSecond)} requests/s over the day; each line is traffic, each step what the paid units sustain`}
      columns={COLUMNS.map(({ header }, i) => ({ header, numeric: i > 0 }))}
      rows={rented.map((each) => COLUMNS.map(({ text }) => text(each, unit)))}
      className="fleet"
    >
      <ul className="fleets">
        {rented.map(({ own, plan, costPerMonth, costPerMillion }) => (
          <li
            key={own.platform.id}
            className={`${classOf(own.platform.id)} ${own.platform.id === winner ? "winner" : ""}`}
          >
            <p>
              <span className="platform-name">{own.label}</span>{" "}
              {plan === null ? (
                <span className="hint">cannot serve it within the limits</span>
              ) : (
                <span>{unitsText(plan)}</span>
              )}
            </p>
            {plan !== null && (
              <>
                <Day demand={demand} fleet={plan} most={most} />
                {costPerMonth === null ? (
                  <p>price unknown</p>
                ) : (
                  <p>
                    <b>{formatAmount(costPerMonth, unit)}</b> a month,{" "}
                    {formatOr(costPerMillion, (cost) => formatAmount(cost, unit))} per M output tokens served
                  </p>
                )}
                <p className="hint">
                  {formatPercent(rounded(plan.peakUtilization))} full at the peak,{" "}
                  {formatPercent(rounded(plan.meanUtilization))} over the day; one unit sustains{" "}
                  {inRate(plan.requestsPerSecondPerUnit)}/s{bindingText(own)}
                </p>
                <MissingOffers own={own} demand={demand} />
              </>
            )}
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function planOf({ delivery }: ServingPlatformAnswer): FleetPlan | null {
  return delivery.kind === "delivers" && delivery.size.kind === "fleet" ? delivery.size.plan : null;
}

/** Kinds that were asked for and have no price: their units are bought on demand. */
function MissingOffers({ own, demand }: { readonly own: ServingPlatformAnswer; readonly demand: Demand }) {
  const { reservedPricePerGpuHour, spotPricePerGpuHour } = own.platform.offer;
  const missing = [
    ...(demand.reservedFraction > 0 && reservedPricePerGpuHour === null ? ["reserved"] : []),
    ...(demand.spotFraction > 0 && spotPricePerGpuHour === null ? ["spot"] : []),
  ];
  if (missing.length === 0) return null;
  return <p className="hint">No {missing.join(" or ")} price is typed: those units are on demand</p>;
}

const rounded = (fraction: number): number => Number(fraction.toFixed(2));

function sustainedBy({ hourlyUnits, requestsPerSecondPerUnit }: FleetPlan): number {
  return Math.max(...hourlyUnits) * requestsPerSecondPerUnit;
}

function unitsText({ units, gpusPerUnit, spareUnits, reservedUnits }: FleetPlan): string {
  const kinds = [
    spareUnits > 0 && `${formatCount(spareUnits)} spare`,
    reservedUnits > 0 && `${formatCount(reservedUnits)} reserved`,
  ].filter((kind) => kind !== false);
  const size = `${formatCount(units)} x ${gpusPerUnit === 1 ? "1 GPU" : `${formatCount(gpusPerUnit)} GPUs`}`;
  return kinds.length === 0 ? size : `${size}, of these ${kinds.join(", ")}`;
}

/** What keeps a unit from more. */
function bindingText({ delivery }: ServingPlatformAnswer): string {
  if (delivery.kind === "cannot" || delivery.size.kind !== "fleet") return "";
  const { limitedBy } = delivery.size.sustained;
  return limitedBy === null
    ? " (nine tenths of saturation)"
    : ` (${limitedBy.kind.startsWith("tpot") ? "TPOT" : limitedBy.kind === "ttft" ? "TTFT" : "request time"} binds)`;
}

interface FleetColumn {
  readonly header: string;
  readonly text: (rented: Rented, unit: PriceUnit) => string;
}

const ofPlan =
  (text: (plan: FleetPlan) => string): FleetColumn["text"] =>
  ({ plan }) =>
    plan === null ? MISSING : text(plan);

const COLUMNS: readonly FleetColumn[] = [
  { header: "Platform", text: ({ own }) => own.label },
  { header: "Units", text: ofPlan(({ units }) => formatCount(units)) },
  { header: "GPUs", text: ofPlan(({ units, gpusPerUnit }) => formatCount(units * gpusPerUnit)) },
  { header: "Full at the peak", text: ofPlan(({ peakUtilization }) => formatPercent(rounded(peakUtilization))) },
  { header: "Full over the day", text: ofPlan(({ meanUtilization }) => formatPercent(rounded(meanUtilization))) },
  { header: "Requests/s per unit", text: ofPlan((plan) => inRate(plan.requestsPerSecondPerUnit)) },
  { header: "Per month", text: ({ costPerMonth }, unit) => formatOr(costPerMonth, (cost) => formatAmount(cost, unit)) },
  {
    header: "Per M output tokens",
    text: ({ costPerMillion }, unit) => formatOr(costPerMillion, (cost) => formatAmount(cost, unit)),
  },
];

const [WIDTH, HEIGHT] = [240, 40];

/** Traffic over the hours of a day, under what the units that are paid for sustain. */
function Day({ demand, fleet, most }: { readonly demand: Demand; readonly fleet: FleetPlan; readonly most: number }) {
  const hour = WIDTH / fleet.hourlyUnits.length;
  const y = (rate: number): number => HEIGHT - (rate / most) * (HEIGHT - 1);
  const steps = fleet.hourlyUnits.map((units, i) => {
    const top = y(units * fleet.requestsPerSecondPerUnit);
    return `${i === 0 ? "M" : "L"}${i * hour} ${top}H${(i + 1) * hour}`;
  });
  const traffic = hourlyRequestsPerSecond(demand).map(
    (rate, i) => `${i === 0 ? "M" : "L"}${(i + 0.5) * hour} ${y(rate)}`,
  );
  return (
    <svg className="day" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="paid" d={`${steps.join("")}V${HEIGHT}H0Z`} />
      <path className="traffic" d={traffic.join("")} />
    </svg>
  );
}
