/** Places in the palette of `theme.css`. */
const PLACES: readonly string[] = ["a100-sxm-80gb", "h100-sxm", "b200-sxm", "h200-sxm"];

/** One colour per platform everywhere: a class that sets `--platform`. */
export function platformClass(gpu: string | null): string {
  const place = gpu === null ? -1 : PLACES.indexOf(gpu);
  return place < 0 ? "platform-none" : `platform-${place + 1}`;
}
