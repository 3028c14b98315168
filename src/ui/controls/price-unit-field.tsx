import { useState } from "react";
import type { Offer } from "../../core/economics/offer.ts";
import { withOffer, withPriceUnit } from "../../workspace/changes.ts";
import { isIndexReadAsCurrency } from "../../workspace/listed-prices.ts";
import { canConvert, withConversion } from "../../workspace/price-conversion.ts";
import { PRICE_UNITS, type PriceUnit } from "../../workspace/price-units.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import type { TypedPrice } from "../../workspace/reading/read-price.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { formatOr, formatPrice } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";
import { NumberField } from "./number-field.tsx";

/** What the unit was changed from, and whether the numbers have been converted since. */
interface Switched {
  readonly from: PriceUnit;
  readonly to: PriceUnit;
  /** The row whose price was typed in the new unit and is not to be converted. */
  readonly typedFor: string | null;
  readonly rate: number | null;
}

export interface PriceUnitChange {
  /** Null once the unit is another one again: undone, or chosen with a list. */
  readonly switched: Switched | null;
  readonly to: (unit: PriceUnit) => void;
  readonly toTyped: (id: string, kind: PriceKind, typed: TypedPrice) => void;
  readonly convert: (rate: number) => void;
}

type PriceKind = Extract<keyof Offer, "pricePerGpuHour" | "reservedPricePerGpuHour" | "spotPricePerGpuHour">;

/** Changes what prices are in, and remembers from what, so that it can be said and converted. */
export function usePriceUnit(): PriceUnitChange {
  const from = useWorkspace(({ priceUnit }) => priceUnit);
  const [switched, setSwitched] = useState<Switched | null>(null);
  const isCurrent = switched !== null && switched.to === from;
  return {
    switched: isCurrent ? switched : null,
    to: (to) => {
      setSwitched({ from, to, typedFor: null, rate: null });
      changeWorkspace(withPriceUnit(to));
    },
    toTyped: (id, kind, { priceUnit: to, pricePerGpuHour }) => {
      setSwitched({ from, to, typedFor: id, rate: null });
      changeWorkspace((before) => withOffer(id, { [kind]: pricePerGpuHour })(withPriceUnit(to)(before)));
    },
    convert: (rate) => {
      if (!isCurrent) return;
      setSwitched({ ...switched, rate });
      changeWorkspace(withConversion(rate, switched.typedFor));
    },
  };
}

/** What prices are in; after a change that nothing was converted, or at what rate. */
export function PriceUnitField({ change }: { readonly change: PriceUnitChange }) {
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const isIndex = useWorkspace(isIndexReadAsCurrency);
  const { switched } = change;
  return (
    <>
      <label>
        In
        <select value={unit} onChange={({ target }) => change.to(target.value as PriceUnit)}>
          {PRICE_UNITS.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      {unit === "index" && <p className="hint">Relative to one another; type your own, or choose a currency.</p>}
      {switched === null && isIndex && (
        <p className="hint">These are still the index’s numbers, now read as {unit}: type your prices.</p>
      )}
      {switched !== null && <Conversion change={change} switched={switched} />}
    </>
  );
}

const rateReader = countReader({ min: 1e-6, max: 1e6, what: "rate" });

function Conversion({ change, switched }: { readonly change: PriceUnitChange; readonly switched: Switched }) {
  const [rate, setRate] = useState<number | null>(null);
  const { from, to, typedFor } = switched;
  const platforms = useWorkspace((workspace) => workspace.platforms);
  if (switched.rate !== null) {
    return (
      <p className="hint" role="status">
        Converted at 1 {nameOf(from)} = {switched.rate} {nameOf(to)}.
      </p>
    );
  }
  const example = platforms.find(({ id, offer }) => offer.pricePerGpuHour !== null && id !== typedFor);
  const fits = rate === null || canConvert({ platforms }, rate, typedFor);
  return (
    <div className="conversion">
      <p className="hint" role="status">
        Numbers kept, nothing converted
        {example && `: ${formatOr(example.offer.pricePerGpuHour, formatPrice)} now reads as ${nameOf(to)}`}.
      </p>
      <NumberField
        label={`1 ${nameOf(from)} =`}
        value={rate}
        reader={rateReader}
        format={String}
        unit={nameOf(to)}
        placeholder="your rate"
        onChange={setRate}
        onClear={() => setRate(null)}
      />
      <button type="button" disabled={rate === null || !fits} onClick={() => rate !== null && change.convert(rate)}>
        Convert
      </button>
      {!fits && <p className="problem">At that rate a price is beyond what prices go to</p>}
    </div>
  );
}

function nameOf(unit: PriceUnit): string {
  return unit === "index" ? "relative index" : unit;
}
