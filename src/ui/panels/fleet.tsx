import { hourlyRequestsPerSecond, type Demand } from "../../core/economics/demand.ts";
import type { FleetPlan } from "../../core/economics/fleet.ts";
import { inRate } from "../../core/serving/answer/wording.ts";
import type { ScenarioPlatform } from "../../scenario/evaluation.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { formatAmount, formatCount, formatPercent, MISSING } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import "./fleet.css";

/** What to rent for a demand: units, how full they are over the day, and the bill. */
export function Fleet() {
  const { platforms, scenario, recommendation } = useEvaluation((evaluation) => evaluation);
  const { demand, priceUnit } = scenario;
  if (demand === null) return null;
  const most = Math.max(...platforms.flatMap(({ fleet }) => (fleet === null ? [] : [sustainedBy(fleet)])));
  return (
    <ChartFrame
      title="What to rent"
      subtitle={`for ${inRate(demand.requestsPerSecond)} requests/s over the day; each line is traffic, each step what the paid units sustain`}
      columns={COLUMNS.map(({ header }, i) => ({ header, numeric: i > 0 }))}
      rows={platforms.map((platform) => COLUMNS.map(({ text }) => text(platform, priceUnit)))}
      className="fleet"
    >
      <ul className="fleets">
        {platforms.map((platform) => (
          <li
            key={platform.gpu.id}
            className={`${platformClass(platform.gpu.id)} ${platform.gpu.id === recommendation.winner ? "winner" : ""}`}
          >
            <p>
              <span className="platform-name">{platform.gpu.shortName}</span>{" "}
              {platform.fleet === null ? (
                <span className="hint">cannot serve it within the limits</span>
              ) : (
                <span>{unitsText(platform.fleet)}</span>
              )}
            </p>
            {platform.fleet !== null && (
              <>
                <Day demand={demand} fleet={platform.fleet} most={most} />
                <p>
                  <b>{formatAmount(platform.fleet.costPerMonth, priceUnit)}</b> a month,{" "}
                  {formatAmount(platform.fleet.costPerMillionOutputTokens, priceUnit)} per M output tokens served
                </p>
                <p className="hint">
                  {formatPercent(rounded(platform.fleet.peakUtilization))} full at the peak,{" "}
                  {formatPercent(rounded(platform.fleet.meanUtilization))} over the day; one unit sustains{" "}
                  {inRate(platform.fleet.requestsPerSecondPerUnit)}/s{bindingText(platform)}
                </p>
                {platform.fleet.missingOffers.length > 0 && (
                  <p className="hint">
                    No {platform.fleet.missingOffers.join(" or ")} price is typed: those units are on demand
                  </p>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

const rounded = (fraction: number): number => Number(fraction.toFixed(2));

function sustainedBy({ hourlyUnits, requestsPerSecondPerUnit }: FleetPlan): number {
  return Math.max(...hourlyUnits) * requestsPerSecondPerUnit;
}

function unitsText({ units, gpusPerUnit, spareUnits, reservedUnits, spotUnits }: FleetPlan): string {
  const kinds = [
    spareUnits > 0 && `${formatCount(spareUnits)} spare`,
    reservedUnits > 0 && `${formatCount(reservedUnits)} reserved`,
    spotUnits > 0 && `${formatCount(spotUnits)} spot`,
  ].filter((kind) => kind !== false);
  const size = `${formatCount(units)} x ${gpusPerUnit === 1 ? "1 GPU" : `${formatCount(gpusPerUnit)} GPUs`}`;
  return kinds.length === 0 ? size : `${size}, of these ${kinds.join(", ")}`;
}

/** What keeps a unit from more. */
function bindingText({ sustained }: ScenarioPlatform): string {
  if (sustained === null) return "";
  const { limitedBy } = sustained;
  return limitedBy === null
    ? " (nine tenths of saturation)"
    : ` (${limitedBy.kind.startsWith("tpot") ? "TPOT" : limitedBy.kind === "ttft" ? "TTFT" : "request time"} binds)`;
}

interface FleetColumn {
  readonly header: string;
  readonly text: (platform: ScenarioPlatform, unit: Parameters<typeof formatAmount>[1]) => string;
}

const ofFleet =
  (text: (fleet: FleetPlan, unit: Parameters<typeof formatAmount>[1]) => string): FleetColumn["text"] =>
  ({ fleet }, unit) =>
    fleet === null ? MISSING : text(fleet, unit);

const COLUMNS: readonly FleetColumn[] = [
  { header: "Platform", text: ({ gpu }) => gpu.shortName },
  { header: "Units", text: ofFleet(({ units }) => formatCount(units)) },
  { header: "GPUs", text: ofFleet(({ units, gpusPerUnit }) => formatCount(units * gpusPerUnit)) },
  { header: "Full at the peak", text: ofFleet(({ peakUtilization }) => formatPercent(rounded(peakUtilization))) },
  { header: "Full over the day", text: ofFleet(({ meanUtilization }) => formatPercent(rounded(meanUtilization))) },
  { header: "Requests/s per unit", text: ofFleet((fleet) => inRate(fleet.requestsPerSecondPerUnit)) },
  { header: "Per month", text: ofFleet((fleet, unit) => formatAmount(fleet.costPerMonth, unit)) },
  {
    header: "Per M output tokens",
    text: ofFleet((fleet, unit) => formatAmount(fleet.costPerMillionOutputTokens, unit)),
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
