/** Powers of ten that are written after a number, as exponents. */
const MULTIPLES: ReadonlyMap<string, number> = new Map([
  ["k", 3],
  ["thousand", 3],
  ["tsd", 3],
  ["m", 6],
  ["mn", 6],
  ["mm", 6],
  ["mio", 6],
  ["million", 6],
  ["millions", 6],
  ["b", 9],
  ["bn", 9],
  ["g", 9],
  ["mrd", 9],
  ["billion", 9],
  ["billions", 9],
  ["t", 12],
  ["tn", 12],
  ["trillion", 12],
  ["trillions", 12],
  ["lakh", 5],
  ["lakhs", 5],
  ["crore", 7],
  ["crores", 7],
  ["万", 4],
  ["萬", 4],
  ["만", 4],
  ["亿", 8],
  ["億", 8],
  ["억", 8],
]);

export function exponentOfMultiple(word: string): number | null {
  return MULTIPLES.get(word) ?? null;
}
