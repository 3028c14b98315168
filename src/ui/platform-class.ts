/** Colours of `theme.css`; rows beyond take them again, with a pattern. */
export const PLATFORM_COLOURS = 8;

/**
 * One colour for each row of the list of platforms everywhere: classes that set `--platform`, and from the ninth row on
 * a pattern.
 *
 * @param place From 0, in the list with the rows that are switched off; null for no platform.
 */
export function platformClass(place: number | null): string {
  if (place === null) return "platform-none";
  const colour = `platform-${(place % PLATFORM_COLOURS) + 1}`;
  return place < PLATFORM_COLOURS ? colour : `${colour} patterned`;
}
