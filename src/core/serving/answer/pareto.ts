/** Two qualities of a choice, both better the higher. */
type Qualities<T> = (item: T) => readonly [number, number];

/**
 * Items that no other is better than in one quality without being worse in the other, by rising first quality. Of items
 * alike in both the first given stays.
 */
export function paretoSet<T>(items: readonly T[], qualitiesOf: Qualities<T>): readonly T[] {
  const rated = items.map((item) => ({ item, qualities: qualitiesOf(item) }));
  const byFirst = rated.toSorted((a, b) => b.qualities[0] - a.qualities[0] || b.qualities[1] - a.qualities[1]);
  const kept: T[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const { item, qualities } of byFirst) {
    if (qualities[1] <= best) continue;
    best = qualities[1];
    kept.push(item);
  }
  return kept.toReversed();
}
