/**
 * The known word a misspelt one most likely stands for, by edit distance; null where none is near.
 * Near is a third of the word's length, so that "hbmTerabytePerSecond" finds its key and "memory" finds nothing.
 */
export function closestWord(word: string, knownWords: readonly string[]): string | null {
  let closest: string | null = null;
  let smallestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const known of knownWords) {
    const distance = editDistance(word.toLowerCase(), known.toLowerCase());
    if (distance < smallestDistance) {
      smallestDistance = distance;
      closest = known;
    }
  }
  return closest;
}

/** Levenshtein distance: insertions, deletions and replacements that turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let previousRow = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const currentRow = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replacement = previousRow[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      currentRow.push(Math.min(replacement, previousRow[column]! + 1, currentRow[column - 1]! + 1));
    }
    previousRow = currentRow;
  }
  return previousRow[to.length]!;
}
