import type { Gpu } from "../core/facts/gpu.ts";
import type { PlatformRow } from "./question.ts";

/** What tells a row from others of the same GPU and count, in words, the most telling first. */
type Differences = (id: string) => readonly string[];

/**
 * What each row is called, by id, and no two alike: the user's name, else "8x B200". Rows of one name are told apart by
 * their provider, else by what `differences` says of them, else by number.
 */
export function platformLabels(
  rows: readonly PlatformRow[],
  gpus: ReadonlyMap<string, Pick<Gpu, "shortName">>,
  differences: Differences = () => [],
): ReadonlyMap<string, string> {
  const plain = rows.map((row) => row.name ?? `${row.gpuCount}x ${gpus.get(row.gpu)?.shortName ?? row.gpu}`);
  const told = rows.map((row, i) => {
    const label = plain[i] ?? row.id;
    if (row.name !== null) return label;
    const alike = rows.filter((other, j) => other !== row && plain[j] === label);
    if (alike.length === 0) return label;
    const word = tellingWord(row, alike, differences);
    return word === null ? label : `${label} (${word})`;
  });
  return unique(rows, told);
}

/** The first word of a row that not all rows like it have too; null where there is none. */
function tellingWord(row: PlatformRow, alike: readonly PlatformRow[], differences: Differences): string | null {
  const wordsOf = (some: PlatformRow): readonly string[] => [
    ...(some.offer.provider === null ? [] : [some.offer.provider]),
    ...differences(some.id),
  ];
  const others = alike.map(wordsOf);
  return wordsOf(row).find((word) => others.some((words) => !words.includes(word))) ?? null;
}

/** A name that the user gave is kept where a made one could take it. */
function unique(rows: readonly PlatformRow[], labels: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const uniqueIn = (named: boolean): readonly (string | null)[] =>
    rows.map((row, i) => {
      if ((row.name !== null) !== named) return null;
      const label = labels[i] ?? row.id;
      let own = label;
      for (let number = 2; taken.has(own); number += 1) own = `${label} #${number}`;
      taken.add(own);
      return own;
    });
  const [names, made] = [uniqueIn(true), uniqueIn(false)];
  return new Map(rows.map((row, i) => [row.id, names[i] ?? made[i] ?? row.id]));
}
