import { priceLists as published } from "../../catalog/price-lists.ts";
import { withPriceList } from "../../workspace/changes.ts";
import { priceIn, priceListOf } from "../../workspace/listed-prices.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useWorkspace } from "../use-workspace.ts";

const OWN_PRICES = "own";
const INDEX = "index";
const { pricePresets } = published;

/** Prices from one dated list at once; what a list does not have is unknown. */
export function PriceListField() {
  const list = useWorkspace(priceListOf);
  const platforms = useWorkspace((workspace) => workspace.platforms);
  const labelOf = useLabels();
  const current = list?.id ?? OWN_PRICES;
  const chosen = pricePresets.find(({ id }) => id === current);
  const missing = list === null ? [] : platforms.filter(({ gpu }) => priceIn(list, gpu) === null);
  return (
    <>
      <label>
        Price list
        <select
          value={current}
          onChange={({ target }) => target.value !== OWN_PRICES && changeWorkspace(withPriceList(target.value))}
        >
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
        </p>
      )}
      {missing.length > 0 && (
        <p className="hint">{missing.map(({ id }) => labelOf(id)).join(", ")}: not in this list, price unknown.</p>
      )}
    </>
  );
}
