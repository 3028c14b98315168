import { useState } from "react";
import { sourceAddress } from "../../catalog/sources.ts";
import { namedInputs, type Constant, type Derived, type Input, type Named } from "../../core/explanation/quantity.ts";
import { originFacts } from "../../questions/origin-facts.ts";
import { priceListOf } from "../../workspace/listed-prices.ts";
import { useWorkspace } from "../use-workspace.ts";
import { formatNumber, formatQuantity } from "./format-quantity.ts";
import { formulaText } from "./formula-text.ts";

/** A formula in words and in values, and below it what it is made of. */
export function Formula({ quantity }: { readonly quantity: Derived }) {
  const priceUnit = useWorkspace((workspace) => workspace.priceUnit);
  const inWords = (leaf: Named | Constant): string => (leaf.kind === "constant" ? formatNumber(leaf.value) : leaf.name);
  const inValues = (leaf: Named | Constant): string =>
    leaf.kind === "constant" ? formatNumber(leaf.value) : formatQuantity(leaf.value, leaf.unit, priceUnit);
  return (
    <>
      <p className="formula">
        <span className="in-words">{formulaText(quantity, inWords)}</span>
        <span className="in-values">
          = {formulaText(quantity, inValues)} = <b>{formatQuantity(quantity.value, quantity.unit, priceUnit)}</b>
        </span>
      </p>
      {quantity.note !== null && <p className="why">{quantity.note}</p>}
      <ul className="quantities">
        {onceEach(namedInputs(quantity)).map((part) => (
          <QuantityRow key={part.name} quantity={part} />
        ))}
      </ul>
    </>
  );
}

/** What stands twice in a formula is listed once. */
function onceEach(parts: readonly Named[]): readonly Named[] {
  return [...new Map(parts.map((part) => [part.name, part])).values()];
}

export function QuantityRow({ quantity }: { readonly quantity: Named }) {
  return <li>{quantity.kind === "derived" ? <DerivedRow quantity={quantity} /> : <InputRow quantity={quantity} />}</li>;
}

/** A modelled part, folded. What is inside is made when it is opened, and follows the scenario while it is. */
function DerivedRow({ quantity }: { readonly quantity: Derived & Named }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="quantity">
        <span className="quantity-name">{quantity.name}</span>
        <Value quantity={quantity} />
        <span className="mark mark-modelled">modelled</span>
      </summary>
      {isOpen && <Formula quantity={quantity} />}
    </details>
  );
}

function InputRow({ quantity }: { readonly quantity: Input }) {
  const list = useWorkspace((workspace) => priceListOf(workspace)?.id ?? null);
  const { mark, why, source } = originFacts(quantity.origin, quantity.value, list);
  const address = source && sourceAddress(source);
  return (
    <>
      <div className="quantity">
        <span className="quantity-name">{quantity.name}</span>
        <Value quantity={quantity} />
        <span className={`mark mark-${mark}`}>{mark}</span>
      </div>
      {(why !== null || source !== null) && (
        <p className="why">
          {why} {why !== null && source !== null && "Source: "}
          {source !== null &&
            (address === null ? (
              <cite>{source.title}</cite>
            ) : (
              <a href={address} target="_blank" rel="noreferrer">
                {source.title}
              </a>
            ))}
        </p>
      )}
    </>
  );
}

function Value({ quantity }: { readonly quantity: Named }) {
  const priceUnit = useWorkspace((workspace) => workspace.priceUnit);
  return <span className="quantity-value">{formatQuantity(quantity.value, quantity.unit, priceUnit)}</span>;
}
