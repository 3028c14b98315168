interface PresetButtonsProps<Preset> {
  readonly label: string;
  readonly presets: readonly Preset[];
  readonly isChosen: (preset: Preset) => boolean;
  readonly onChoose: (preset: Preset) => void;
}

/** Starting points, one of them pressed where it is just what is chosen; each says why it has its values. */
export function PresetButtons<Preset extends { readonly id: string; readonly name: string; readonly why: string }>({
  label,
  presets,
  isChosen,
  onChoose,
}: PresetButtonsProps<Preset>) {
  const chosen = presets.find(isChosen);
  return (
    <div>
      <div className="choices thirds" role="group" aria-label={label}>
        {presets.map((preset) => (
          <button key={preset.id} type="button" aria-pressed={preset === chosen} onClick={() => onChoose(preset)}>
            {preset.name}
          </button>
        ))}
      </div>
      {chosen && <p className="hint">{chosen.why}</p>}
    </div>
  );
}
