import { useId, useState } from "react";
import type { Offer } from "../../core/economics/offer.ts";
import {
  duplicatePlatform,
  MOST_NAME_CHARACTERS,
  movePlatform,
  removePlatform,
  renamePlatform,
  withGpu,
  withGpuCount,
  withOffer,
} from "../../workspace/changes.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { changeWorkspace, workspaceStore } from "../../workspace/store.ts";
import { MOST_PLATFORMS, type Platform } from "../../workspace/workspace.ts";
import { WORKSPACE_RANGES } from "../../workspace/workspace-ranges.ts";
import { NumberField } from "../controls/number-field.tsx";
import { PriceField } from "../controls/price-field.tsx";
import type { PriceUnitChange } from "../controls/price-unit-field.tsx";
import { formatCount } from "../format/format.ts";
import { gpus } from "../../study/known-gpus.ts";
import { useWorkspace } from "../use-workspace.ts";
import { KnobRow } from "./knob-row.tsx";
import { RowKnobs } from "./row-knobs.tsx";

interface EditorProps {
  readonly platform: Platform;
  readonly place: number;
  readonly label: string;
  readonly unitChange: PriceUnitChange;
  /** Which row to look at after this one was copied, moved or removed. */
  readonly onFocus: (id: string | undefined) => void;
}

/** Everything of one row: what it is, what it costs, and how it goes about the question shown. */
export function PlatformEditor({ platform, place, label, unitChange, onFocus }: EditorProps) {
  const { id, gpu, gpuCount, offer } = platform;
  return (
    <div className="platform-editor" role="group" aria-label={`Settings of ${label}`}>
      <RowActions platform={platform} place={place} label={label} onFocus={onFocus} />
      <div className="knobs">
        <KnobRow name="Name">
          <TextField
            label={`Name, ${label}`}
            value={platform.name}
            placeholder={label}
            onChange={(name) => changeWorkspace(renamePlatform(id, name))}
          />
        </KnobRow>
        <KnobRow name="GPU">
          <select
            aria-label={`GPU, ${label}`}
            value={gpu}
            onChange={({ target }) => changeWorkspace(withGpu(id, target.value))}
          >
            {[...gpus.values()].map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </KnobRow>
        <KnobRow name="GPUs">
          <NumberField
            hiddenLabel
            label={`GPUs, ${label}`}
            value={gpuCount}
            reader={readers.gpuCount}
            format={formatCount}
            onChange={(count) => changeWorkspace(withGpuCount(id, count))}
          />
        </KnobRow>
        <KnobRow name="Provider">
          <TextField
            label={`Provider, ${label}`}
            value={offer.provider}
            placeholder="any"
            onChange={(provider) => changeWorkspace(withOffer(id, { provider }))}
          />
        </KnobRow>
        <KnobRow name="Rented in units of">
          <NumberField
            hiddenLabel
            label={`Smallest unit, ${label}`}
            unit="GPUs"
            value={offer.rentalUnitGpus}
            reader={readers.rentalUnitGpus}
            format={formatCount}
            onChange={(rentalUnitGpus) => changeWorkspace(withOffer(id, { rentalUnitGpus }))}
          />
        </KnobRow>
        <OtherPrice platform={platform} label={label} kind="reservedPricePerGpuHour" unitChange={unitChange} />
        <OtherPrice platform={platform} label={label} kind="spotPricePerGpuHour" unitChange={unitChange} />
      </div>
      <RowKnobs platform={platform} label={label} />
    </div>
  );
}

const readers = {
  gpuCount: countReader({
    ...WORKSPACE_RANGES.gpuCount,
    integer: true,
    nouns: ["gpu", "gpus", "x"],
    what: "number of GPUs",
  }),
  rentalUnitGpus: countReader({
    ...WORKSPACE_RANGES.rentalUnitGpus,
    integer: true,
    nouns: ["gpu", "gpus", "x"],
    what: "smallest unit",
  }),
};

type OtherKind = Extract<keyof Offer, "reservedPricePerGpuHour" | "spotPricePerGpuHour">;
const KIND_NAMES: Readonly<Record<OtherKind, string>> = {
  reservedPricePerGpuHour: "Reserved price",
  spotPricePerGpuHour: "Spot price",
};

interface OtherPriceProps {
  readonly platform: Platform;
  readonly label: string;
  readonly kind: OtherKind;
  readonly unitChange: PriceUnitChange;
}

/** A price that counts for a demand, which can be bought in several ways. */
function OtherPrice({ platform: { id, gpu, offer }, label, kind, unitChange }: OtherPriceProps) {
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  return (
    <KnobRow name={KIND_NAMES[kind]}>
      <PriceField
        hiddenLabel
        showsUnit
        label={`${KIND_NAMES[kind]}, ${label}`}
        what={`${label} ${KIND_NAMES[kind].toLowerCase()}`}
        gpu={gpu}
        gpusPerUnit={offer.rentalUnitGpus}
        price={offer[kind]}
        unit={unit}
        placeholder="not offered"
        onChange={(price) => changeWorkspace(withOffer(id, { [kind]: price }))}
        onClear={() => changeWorkspace(withOffer(id, { [kind]: null }))}
        onUnitChange={(typed) => unitChange.toTyped(id, kind, typed)}
      />
    </KnobRow>
  );
}

interface RowActionsProps {
  readonly platform: Platform;
  readonly place: number;
  readonly label: string;
  readonly onFocus: (id: string | undefined) => void;
}

function RowActions({ platform: { id, compared }, place, label, onFocus }: RowActionsProps) {
  const platforms = useWorkspace((workspace) => workspace.platforms);
  const isLast = compared && platforms.filter((other) => other.compared).length === 1;
  const move = (by: number): void => {
    changeWorkspace(movePlatform(id, place + by));
    onFocus(id);
  };
  return (
    <div className="row-actions">
      <button type="button" aria-label={`Move ${label} up`} disabled={place === 0} onClick={() => move(-1)}>
        ↑
      </button>
      <button
        type="button"
        aria-label={`Move ${label} down`}
        disabled={place === platforms.length - 1}
        onClick={() => move(1)}
      >
        ↓
      </button>
      <button
        type="button"
        aria-label={`Duplicate ${label}`}
        disabled={platforms.length >= MOST_PLATFORMS}
        onClick={() => {
          changeWorkspace(duplicatePlatform(id));
          onFocus(workspaceStore.getState().platforms[place + 1]?.id);
        }}
      >
        Duplicate
      </button>
      <button
        type="button"
        aria-label={`Remove ${label}`}
        disabled={isLast}
        title={isLast ? "The last platform compared stays" : undefined}
        onClick={() => {
          const next = platforms[place + 1] ?? platforms[place - 1];
          changeWorkspace(removePlatform(id));
          onFocus(next?.id);
        }}
      >
        Remove
      </button>
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly placeholder: string;
  readonly onChange: (value: string | null) => void;
}

/** Taken when the field is left, so that a name is not cut short while it is typed. */
function TextField({ label, value, placeholder, onChange }: TextFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const take = (): void => {
    if (draft !== null && draft.trim() !== (value ?? "")) onChange(draft.trim() === "" ? null : draft.trim());
    setDraft(null);
  };
  return (
    <input
      id={id}
      type="text"
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      maxLength={MOST_NAME_CHARACTERS}
      data-draft={draft !== null}
      value={draft ?? value ?? ""}
      placeholder={placeholder}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === "Enter") take();
        if (key === "Escape") setDraft(null);
      }}
    />
  );
}
