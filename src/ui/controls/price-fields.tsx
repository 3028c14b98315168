import { priceIndex, pricePresets, servingModel } from "../../catalog/serving-model.ts";
import { withPrice, withPriceList, withPriceUnit } from "../../scenario/changes.ts";
import { isIndexReadAsCurrency, priceListOf } from "../../scenario/price-list.ts";
import { PRICE_UNITS, SCENARIO_RANGES, type PriceUnit } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatPrice } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";

const { gpus } = servingModel;
const OWN_PRICES = "own";
const INDEX = "index";

/** The three prices that the answer hangs on, typed or from a dated list. */
export function PriceFields() {
  const platforms = useScenario((scenario) => scenario.platforms);
  const unit = useScenario((scenario) => scenario.priceUnit);
  return (
    <fieldset className="prices">
      <legend>Price per GPU-hour</legend>
      {platforms.map(({ gpu, pricePerGpuHour, compared }) => (
        <div key={gpu} className={`price ${platformClass(gpu)} ${compared ? "" : "left-out"}`}>
          <NumberField
            label={<span className="platform-name">{gpus.get(gpu)!.shortName}</span>}
            value={pricePerGpuHour}
            options={{ ...SCENARIO_RANGES.pricePerGpuHour, what: `${gpus.get(gpu)!.shortName} price` }}
            format={formatPrice}
            unit={unit}
            onChange={(price) => changeScenario(withPrice(gpu, price))}
            {...(unit === "index" ? { defaultValue: priceIndex.indexPerGpuHour[gpu]! } : {})}
          />
          {!compared && <p className="hint">not compared</p>}
        </div>
      ))}
      <div className="price-source">
        <PriceListSelect />
        <PriceUnitSelect />
      </div>
    </fieldset>
  );
}

function PriceListSelect() {
  const current = useScenario(priceListOf);
  const choose = (id: string): void => {
    const preset = pricePresets.find((candidate) => candidate.id === id);
    if (preset) changeScenario(withPriceList("USD", preset.usdPerGpuHour));
    else if (id === INDEX) changeScenario(withPriceList("index", priceIndex.indexPerGpuHour));
  };
  const chosen = pricePresets.find((preset) => preset.id === current);
  const missing = chosen ? [...gpus.values()].filter(({ id }) => chosen.usdPerGpuHour[id] === undefined) : [];
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
          {missing.map(({ shortName }) => ` ${shortName} is left out.`)}
        </p>
      )}
    </>
  );
}

function PriceUnitSelect() {
  const unit = useScenario((scenario) => scenario.priceUnit);
  const isStillIndex = useScenario(isIndexReadAsCurrency);
  return (
    <>
      <label>
        In
        <select value={unit} onChange={(event) => changeScenario(withPriceUnit(event.target.value as PriceUnit))}>
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
