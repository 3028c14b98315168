import { priceIndex, pricePresets, servingModel } from "../../catalog/serving-model.ts";
import { type PriceChange, withPrice, withPriceList, withPriceUnit } from "../../scenario/changes.ts";
import {
  indexPerGpuHour,
  isIndexReadAsCurrency,
  type PricedScenario,
  priceListOf,
  unpricedIn,
} from "../../scenario/price-list.ts";
import { PRICE_UNITS, SCENARIO_RANGES, type PriceUnit } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatPrice } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";

const OWN_PRICES = "own";
const INDEX = "index";

interface PricesProps {
  readonly scenario: PricedScenario;
  readonly nameOf: (gpu: string) => string;
  readonly onChange: (change: PriceChange) => void;
}

/** The prices that serving hangs on. */
export function PriceFields() {
  const scenario = useScenario((current) => current);
  const nameOf = (gpu: string): string => servingModel.gpus.get(gpu)!.shortName;
  return <Prices scenario={scenario} nameOf={nameOf} onChange={changeScenario} />;
}

/** The prices that an answer hangs on, typed or from a dated list; the same in both modes. */
export function Prices({ scenario, nameOf, onChange }: PricesProps) {
  const { platforms, priceUnit: unit } = scenario;
  return (
    <fieldset className="prices">
      <legend>Price per GPU-hour</legend>
      {platforms.map(({ gpu, pricePerGpuHour, compared }) => (
        <div key={gpu} className={`price ${platformClass(gpu)} ${compared ? "" : "left-out"}`}>
          <NumberField
            label={<span className="platform-name">{nameOf(gpu)}</span>}
            value={pricePerGpuHour}
            options={{ ...SCENARIO_RANGES.pricePerGpuHour, what: `${nameOf(gpu)} price` }}
            format={formatPrice}
            unit={unit}
            onChange={(price) => onChange(withPrice(gpu, price))}
            {...(unit === "index" ? { defaultValue: indexPerGpuHour[gpu]! } : {})}
          />
          {!compared && <p className="hint">not compared</p>}
        </div>
      ))}
      <div className="price-source">
        <PriceListSelect scenario={scenario} nameOf={nameOf} onChange={onChange} />
        <PriceUnitSelect scenario={scenario} onChange={onChange} />
      </div>
    </fieldset>
  );
}

function PriceListSelect({ scenario, nameOf, onChange }: PricesProps) {
  const current = priceListOf(scenario);
  const choose = (id: string): void => {
    const preset = pricePresets.find((candidate) => candidate.id === id);
    if (preset) onChange(withPriceList("USD", preset.usdPerGpuHour));
    else if (id === INDEX) onChange(withPriceList("index", priceIndex.indexPerGpuHour));
  };
  const chosen = pricePresets.find((preset) => preset.id === current);
  const unpriced = unpricedIn(scenario);
  const missing = scenario.platforms.filter(({ gpu }) => unpriced.includes(gpu));
  return (
    <>
      <label>
        Price list
        <select value={current} onChange={(event) => choose(event.target.value)}>
          <option value={INDEX}>Source article: relative index</option>
          {pricePresets.map(({ id, name, asOf }) => (
            <option key={id} value={id}>
              {name}, {asOf ?? "undated"}
            </option>
          ))}
          {current === OWN_PRICES && <option value={OWN_PRICES}>Own prices</option>}
        </select>
      </label>
      {chosen && (
        <p className="hint">
          {chosen.asOf === null ? `Not a quote: ${chosen.undated}.` : `Read ${chosen.asOf}; not a quote.`} {chosen.note}
          {missing.map(({ gpu }) => ` ${nameOf(gpu)} is left out.`)}
        </p>
      )}
    </>
  );
}

function PriceUnitSelect({ scenario, onChange }: Pick<PricesProps, "scenario" | "onChange">) {
  const unit = scenario.priceUnit;
  const isStillIndex = isIndexReadAsCurrency(scenario);
  return (
    <>
      <label>
        In
        <select value={unit} onChange={(event) => onChange(withPriceUnit(event.target.value as PriceUnit))}>
          {PRICE_UNITS.map((name) => (
            <option key={name} value={name}>
              {name === "index" ? "relative index" : name}
            </option>
          ))}
        </select>
      </label>
      {unit === "index" && <p className="hint">Relative to one another; type your own, or choose a currency.</p>}
      {isStillIndex && (
        <p className="hint">These are still the index’s numbers, now read as {unit}: type your prices.</p>
      )}
    </>
  );
}
