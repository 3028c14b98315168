import type { ReactNode } from "react";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { readPrice, type TypedPrice } from "../../workspace/reading/read-price.ts";
import { usualPricesOf } from "../../workspace/usual-prices.ts";
import { formatPrice } from "../format/format.ts";
import { TypedField } from "./number-field.tsx";

interface PriceFieldProps {
  readonly label: ReactNode;
  /** The price in a sentence: "H100 price". */
  readonly what: string;
  readonly gpu: string;
  /** GPUs of the unit that is rented. */
  readonly gpusPerUnit: number;
  /** In `unit`, per GPU and hour; null where it is unknown. */
  readonly price: number | null;
  readonly unit: PriceUnit;
  readonly onChange: (price: number) => void;
  /** All prices are from now on in another unit, this one among them. */
  readonly onUnitChange: (typed: TypedPrice) => void;
  /** Where the price may be unknown. */
  readonly onClear?: () => void;
  readonly placeholder?: string;
  readonly showsUnit?: boolean;
  readonly hiddenLabel?: boolean;
  readonly defaultPrice?: number;
}

/** A price as people write prices: read, worked out to GPU-hours, or asked about. */
export function PriceField(props: PriceFieldProps) {
  const { label, what, gpu, gpusPerUnit, price, unit, onChange, onUnitChange, onClear, defaultPrice } = props;
  const usual = usualPricesOf(gpu, unit);
  const options = { unit, gpusPerUnit, usual, inUse: price, mayBeUnknown: onClear !== undefined, what };
  const choose = (typed: TypedPrice): void => {
    if (typed.priceUnit !== unit) onUnitChange(typed);
    else if (typed.pricePerGpuHour === null) onClear?.();
    else onChange(typed.pricePerGpuHour);
  };
  return (
    <TypedField
      label={label}
      value={price}
      reader={{ what, read: (text) => readPrice(text, options) }}
      valueOf={({ pricePerGpuHour }) => pricePerGpuHour}
      format={formatPrice}
      onChange={onChange}
      onChoose={choose}
      {...(onClear === undefined ? {} : { onClear, placeholder: props.placeholder ?? "unknown" })}
      {...(props.showsUnit === true ? { unit } : {})}
      {...(props.hiddenLabel === true ? { hiddenLabel: true } : {})}
      {...(defaultPrice === undefined ? {} : { defaultValue: defaultPrice })}
    />
  );
}
