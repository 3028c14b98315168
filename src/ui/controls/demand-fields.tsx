import { servingModel } from "../../catalog/serving-model.ts";
import { type DayCurve, DAY_CURVES, DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { withDemand, withTerms } from "../../scenario/changes.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { measuredSetup } from "../../scenario/settings.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatPercent, formatPrice } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";

const SECONDS_PER_DAY = 86_400;
const RENTAL_UNITS = [1, 2, 4, 8];
const CURVE_NAMES: Readonly<Record<DayCurve, string>> = {
  flat: "Flat, with short peaks",
  "office-hours": "Office hours, 7 to 19",
  "waking-hours": "Waking hours, 6 to 24",
};
const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** How traffic moves over the day, what may fail, and how capacity is bought. */
export function DemandFields() {
  const demand = useScenario((scenario) => scenario.demand) ?? DEFAULT_DEMAND;
  const outputTokens = useScenario((scenario) => scenario.workload.outputTokens);
  const { requestsPerSecond, peakOverMean, dayCurve, spareUnits, releasesIdleUnits } = demand;
  return (
    <>
      <div className="pair">
        <NumberField
          label="Output tokens a day"
          unit="M"
          value={(requestsPerSecond * outputTokens * SECONDS_PER_DAY) / 1e6}
          options={{ min: 0.001, max: 1e9, what: "tokens a day" }}
          format={(value) => decimals.format(value)}
          onChange={(millions) =>
            changeScenario(withDemand({ requestsPerSecond: (millions * 1e6) / SECONDS_PER_DAY / outputTokens }))
          }
        />
        <NumberField
          label="Peak over mean"
          value={peakOverMean}
          options={{ ...SCENARIO_RANGES.peakOverMean, what: "peak over mean" }}
          format={(value) => decimals.format(value)}
          onChange={(value) => changeScenario(withDemand({ peakOverMean: value }))}
          defaultValue={DEFAULT_DEMAND.peakOverMean}
        />
      </div>
      <label className="stacked">
        Over the day
        <select
          value={dayCurve}
          onChange={(event) => changeScenario(withDemand({ dayCurve: event.target.value as DayCurve }))}
        >
          {DAY_CURVES.map((curve) => (
            <option key={curve} value={curve}>
              {CURVE_NAMES[curve]}
            </option>
          ))}
        </select>
      </label>
      <NumberField
        label="Spare units, for when one is lost"
        value={spareUnits}
        options={{ ...SCENARIO_RANGES.spareUnits, integer: true, what: "spare units" }}
        format={formatCount}
        onChange={(value) => changeScenario(withDemand({ spareUnits: value }))}
        defaultValue={DEFAULT_DEMAND.spareUnits}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={releasesIdleUnits}
          onChange={(event) => changeScenario(withDemand({ releasesIdleUnits: event.target.checked }))}
        />
        Units that an hour does not need are given back
      </label>
      <RentalTerms />
    </>
  );
}

/** Smallest unit and prices of each platform, and how much is bought of each kind. */
function RentalTerms() {
  const platforms = useScenario((scenario) => scenario.platforms).filter(({ compared }) => compared);
  const { reservedFraction, spotFraction } = useScenario((scenario) => scenario.demand) ?? DEFAULT_DEMAND;
  const shareField = (label: string, key: "reservedFraction" | "spotFraction", value: number, other: number) => (
    <NumberField
      label={label}
      value={value}
      options={{ min: 0, max: 1 - other, percent: true, what: `${label.toLowerCase()} share` }}
      format={formatPercent}
      onChange={(share) => changeScenario(withDemand({ [key]: share }))}
      defaultValue={0}
    />
  );
  return (
    <>
      <div className="pair">
        {shareField("Reserved", "reservedFraction", reservedFraction, spotFraction)}
        {shareField("Spot", "spotFraction", spotFraction, reservedFraction)}
      </div>
      <div className="settings" data-columns={platforms.length}>
        <div className="setting-row" aria-hidden="true">
          <span />
          {platforms.map(({ gpu }) => (
            <span key={gpu} className={`platform-name ${platformClass(gpu)}`}>
              {servingModel.gpus.get(gpu)!.shortName}
            </span>
          ))}
        </div>
        <div className="setting-row">
          <span aria-hidden="true">Smallest unit, GPUs</span>
          {platforms.map(({ gpu, rentalUnitGpus }) => (
            <select
              key={gpu}
              aria-label={`Smallest unit, ${servingModel.gpus.get(gpu)!.shortName}`}
              value={rentalUnitGpus}
              onChange={(event) => changeScenario(withTerms(gpu, { rentalUnitGpus: Number(event.target.value) }))}
            >
              {[...new Set([...RENTAL_UNITS, measuredSetup(gpu).gpuCount, rentalUnitGpus])].map((gpus) => (
                <option key={gpus}>{gpus}</option>
              ))}
            </select>
          ))}
        </div>
        {PRICE_KINDS.filter(({ share }) => (share === "reserved" ? reservedFraction : spotFraction) > 0).map(
          ({ key, name }) => (
            <div key={key} className="setting-row">
              <span aria-hidden="true">{name} per GPU-hour</span>
              {platforms.map((platform) => (
                <div key={platform.gpu}>
                  <NumberField
                    hiddenLabel
                    label={`${name} per GPU-hour, ${servingModel.gpus.get(platform.gpu)!.shortName}`}
                    value={platform[key]}
                    placeholder="none"
                    options={{ ...SCENARIO_RANGES.pricePerGpuHour, what: name.toLowerCase() }}
                    format={formatPrice}
                    onChange={(price) => changeScenario(withTerms(platform.gpu, { [key]: price }))}
                    onClear={() => changeScenario(withTerms(platform.gpu, { [key]: null }))}
                  />
                </div>
              ))}
            </div>
          ),
        )}
      </div>
    </>
  );
}

const PRICE_KINDS = [
  { key: "reservedPricePerGpuHour", name: "Reserved price", share: "reserved" },
  { key: "spotPricePerGpuHour", name: "Spot price", share: "spot" },
] as const;
