import { type DayCurve, DAY_CURVES, DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { withOffer } from "../../workspace/changes.ts";
import { withDemand } from "../../workspace/serving-changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { WORKSPACE_RANGES } from "../../workspace/workspace-ranges.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { fractionReader } from "../../workspace/reading/read-fraction.ts";
import { NumberField } from "./number-field.tsx";

const SECONDS_PER_DAY = 86_400;
const CURVE_NAMES: Readonly<Record<DayCurve, string>> = {
  flat: "Flat, with short peaks",
  "office-hours": "Office hours, 7 to 19",
  "waking-hours": "Waking hours, 6 to 24",
};
const readers = {
  millionTokensPerDay: countReader({
    min: 0.001,
    max: 1e9,
    inMillions: true,
    nouns: ["tokens", "tok", "/", "per", "a", "day"],
    what: "tokens a day",
  }),
  peakOverMean: countReader({ ...SERVING_RANGES.peakOverMean, nouns: ["x", "times"], what: "peak over mean" }),
  spareUnits: countReader({
    ...SERVING_RANGES.spareUnits,
    integer: true,
    nouns: ["unit", "units", "spare", "node", "nodes"],
    what: "spare units",
  }),
  rentalUnitGpus: countReader({
    ...WORKSPACE_RANGES.rentalUnitGpus,
    integer: true,
    nouns: ["gpu", "gpus"],
    what: "smallest unit",
  }),
};
const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** How traffic moves over the day, what may fail, and how capacity is bought. */
export function DemandFields() {
  const demand = useWorkspace(({ serve }) => serve.demand) ?? DEFAULT_DEMAND;
  const outputTokens = useWorkspace(({ serve }) => serve.workload.outputTokens);
  const { requestsPerSecond, peakOverMean, dayCurve, spareUnits, releasesIdleUnits } = demand;
  return (
    <>
      <div className="pair">
        <NumberField
          label="Output tokens a day"
          unit="M"
          value={(requestsPerSecond * outputTokens * SECONDS_PER_DAY) / 1e6}
          reader={readers.millionTokensPerDay}
          format={(value) => decimals.format(value)}
          onChange={(millions) =>
            changeWorkspace(withDemand({ requestsPerSecond: (millions * 1e6) / SECONDS_PER_DAY / outputTokens }))
          }
        />
        <NumberField
          label="Peak over mean"
          value={peakOverMean}
          reader={readers.peakOverMean}
          format={(value) => decimals.format(value)}
          onChange={(value) => changeWorkspace(withDemand({ peakOverMean: value }))}
          defaultValue={DEFAULT_DEMAND.peakOverMean}
        />
      </div>
      <label className="stacked">
        Over the day
        <select
          value={dayCurve}
          onChange={(event) => changeWorkspace(withDemand({ dayCurve: event.target.value as DayCurve }))}
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
        reader={readers.spareUnits}
        format={formatCount}
        onChange={(value) => changeWorkspace(withDemand({ spareUnits: value }))}
        defaultValue={DEFAULT_DEMAND.spareUnits}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={releasesIdleUnits}
          onChange={(event) => changeWorkspace(withDemand({ releasesIdleUnits: event.target.checked }))}
        />
        Units that an hour does not need are given back
      </label>
      <RentalTerms />
    </>
  );
}

/** How much is bought of each kind; a kind counts where a platform has a price for it. */
function RentalTerms() {
  const { reservedFraction, spotFraction } = useWorkspace(({ serve }) => serve.demand) ?? DEFAULT_DEMAND;
  const platforms = useWorkspace((workspace) => workspace.platforms);
  const shareField = (label: string, key: "reservedFraction" | "spotFraction", value: number, other: number) => (
    <NumberField
      label={label}
      value={value}
      reader={fractionReader({ min: 0, max: 1 - other, what: `${label.toLowerCase()} share` })}
      format={formatPercent}
      onChange={(share) => changeWorkspace(withDemand({ [key]: share }))}
      defaultValue={0}
    />
  );
  const [first] = platforms;
  const isSameUnit = platforms.every(({ offer }) => offer.rentalUnitGpus === first?.offer.rentalUnitGpus);
  return (
    <>
      <div className="pair">
        {shareField("Reserved", "reservedFraction", reservedFraction, spotFraction)}
        {shareField("Spot", "spotFraction", spotFraction, reservedFraction)}
      </div>
      {reservedFraction + spotFraction > 0 && (
        <p className="hint">
          Reserved and spot prices are in each platform’s row; where there is none, its units are bought on demand.
        </p>
      )}
      <NumberField
        label="Smallest unit, all platforms"
        unit="GPUs"
        value={isSameUnit ? (first?.offer.rentalUnitGpus ?? null) : null}
        reader={readers.rentalUnitGpus}
        format={formatCount}
        placeholder="mixed"
        onChange={(rentalUnitGpus) => changeWorkspace(withOffer(null, { rentalUnitGpus }))}
        onClear={() => undefined}
      />
    </>
  );
}
