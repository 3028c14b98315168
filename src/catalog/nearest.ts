/** The option someone probably meant by `word`, or null when nothing is close enough to suggest. */
export function nearest(word: string, options: Iterable<string>): string | null {
  const wanted = lettersOf(word);
  let best: string | null = null;
  // Above a third of its letters a word is another word, not a slip of the fingers.
  let bestDistance = Math.max(1, wanted.length / 3) + 0.1;
  for (const option of options) {
    const letters = lettersOf(option);
    const holdsOther = wanted.length > 2 && (letters.startsWith(wanted) || wanted.startsWith(letters));
    const distance = letters === wanted ? 0 : holdsOther ? 0.5 : editDistance(wanted, letters);
    if (distance < bestDistance) [best, bestDistance] = [option, distance];
  }
  return best;
}

/** The tail of an error message, with its leading space; empty when there is nothing to suggest. */
export function didYouMean(word: string, options: Iterable<string>): string {
  const option = nearest(word, options);
  return option === null ? "" : ` (did you mean "${option}"?)`;
}

/** `tensor_parallel`, `Tensor-Parallel` and `tensorParallel` are the same word to the person who typed it. */
function lettersOf(word: string): string {
  return word
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

/** Levenshtein distance: insertions, deletions and replacements that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
