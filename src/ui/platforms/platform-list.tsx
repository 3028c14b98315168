import { lazy, Suspense, useRef, useState } from "react";
import { addPlatform, withOffer } from "../../workspace/changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { MOST_PLATFORMS, type Platform } from "../../workspace/workspace.ts";
import { switchPlatform } from "../../workspace/changes.ts";
import { PriceField } from "../controls/price-field.tsx";
import { PriceListField } from "../controls/price-list-field.tsx";
import { PriceUnitField, usePriceUnit, type PriceUnitChange } from "../controls/price-unit-field.tsx";
import { OrElse } from "../or-else.tsx";
import { platformClass } from "../platform-class.ts";
import { gpus } from "../../study/known-gpus.ts";
import { useWorkspace } from "../use-workspace.ts";
import { useLabels } from "./use-labels.ts";
import "./platforms.css";

/** Everything of a row that is folded at first may come after the answer. */
const PlatformEditor = lazy(() =>
  import("./platform-editor.tsx").then((module) => ({ default: module.PlatformEditor })),
);

/** The user's own list of platforms, with their prices: what is compared. */
export function PlatformList() {
  const platforms = useWorkspace((workspace) => workspace.platforms);
  const labelOf = useLabels();
  const [opened, setOpened] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const unitChange = usePriceUnit();
  const aloneCompared = platforms.filter(({ compared }) => compared).length === 1;
  const focusRow = (id: string | undefined): void => {
    // The row may be made by the change that asks for its focus.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${id}"] .open-row`)?.focus());
  };
  return (
    <section className="platforms" aria-labelledby="platforms-title">
      <header>
        <h2 id="platforms-title">Platforms</h2>
        <span className="hint">price per GPU-hour</span>
      </header>
      <ul ref={list}>
        {platforms.map((platform, place) => (
          <li
            key={platform.id}
            data-row={platform.id}
            className={`${platformClass(place)} ${platform.compared ? "" : "left-out"}`}
          >
            <PlatformRowFields
              platform={platform}
              label={labelOf(platform.id)}
              isOpen={opened === platform.id}
              isAlone={platform.compared && aloneCompared}
              unitChange={unitChange}
              onOpen={() => setOpened(opened === platform.id ? null : platform.id)}
            />
            {opened === platform.id && (
              <OrElse message="The settings of this platform could not be loaded; reload the page to try again.">
                <Suspense fallback={<p className="hint">…</p>}>
                  <PlatformEditor
                    platform={platform}
                    place={place}
                    label={labelOf(platform.id)}
                    unitChange={unitChange}
                    onFocus={(id) => {
                      setOpened(id ?? null);
                      focusRow(id);
                    }}
                  />
                </Suspense>
              </OrElse>
            )}
          </li>
        ))}
      </ul>
      <AddPlatform isFull={platforms.length >= MOST_PLATFORMS} />
      <div className="price-source">
        <PriceListField />
        <PriceUnitField change={unitChange} />
      </div>
    </section>
  );
}

interface RowProps {
  readonly platform: Platform;
  readonly label: string;
  readonly isOpen: boolean;
  /** Whether nothing else is compared: then it cannot be switched off. */
  readonly isAlone: boolean;
  readonly unitChange: PriceUnitChange;
  readonly onOpen: () => void;
}

function PlatformRowFields({ platform, label, isOpen, isAlone, unitChange, onOpen }: RowProps) {
  const { id, gpu, compared, offer } = platform;
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  return (
    <div className="platform-row">
      <input
        type="checkbox"
        checked={compared}
        disabled={isAlone}
        aria-label={`Compare ${label}`}
        title={isAlone ? "The last platform compared stays" : "Compare this platform"}
        onChange={({ target }) => changeWorkspace(switchPlatform(id, target.checked))}
      />
      <button type="button" className="open-row" aria-expanded={isOpen} onClick={onOpen} title="Settings of this row">
        <span className="platform-name">{label}</span>
        <span className="open-mark" aria-hidden="true">
          {isOpen ? "–" : "+"}
        </span>
      </button>
      <PriceField
        hiddenLabel
        showsUnit
        label={`Price, ${label}`}
        what={`${label} price`}
        gpu={gpu}
        gpusPerUnit={offer.rentalUnitGpus}
        price={offer.pricePerGpuHour}
        unit={unit}
        onChange={(pricePerGpuHour) => changeWorkspace(withOffer(id, { pricePerGpuHour }))}
        onClear={() => changeWorkspace(withOffer(id, { pricePerGpuHour: null }))}
        onUnitChange={(typed) => unitChange.toTyped(id, "pricePerGpuHour", typed)}
      />
    </div>
  );
}

/** A row of any GPU there is; the same one as often as wanted. */
function AddPlatform({ isFull }: { readonly isFull: boolean }) {
  if (isFull) return <p className="hint">Twelve platforms are the most that are compared at once.</p>;
  return (
    <label className="add-platform">
      <span className="visually-hidden">Add a platform</span>
      <select
        value=""
        onChange={({ target }) => {
          if (target.value !== "") changeWorkspace(addPlatform(target.value));
        }}
      >
        <option value="">+ Add a platform…</option>
        {[...gpus.values()].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
