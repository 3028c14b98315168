/** Values by what they were made from. Those asked for longest ago are forgotten: a page left open would keep all. */
export interface RecentlyMade<Value> {
  readonly of: (key: string, make: () => Value) => Value;
  /** How often one had to be made. */
  readonly made: () => number;
}

export function recentlyMade<Value>(most: number): RecentlyMade<Value> {
  const known = new Map<string, Value>();
  let made = 0;
  return {
    of: (key, make) => {
      const already = known.get(key);
      if (already !== undefined) {
        // A map is in the order of insertion, which makes its first key the one asked for longest ago.
        known.delete(key);
        known.set(key, already);
        return already;
      }
      const value = make();
      made += 1;
      known.set(key, value);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return value;
    },
    made: () => made,
  };
}

/** One of these for each object, such as a model, and for no longer than that lives. */
export function onePer<Owner extends object, Value>(make: () => Value): (owner: Owner) => Value {
  const known = new WeakMap<Owner, Value>();
  return (owner) => {
    let value = known.get(owner);
    if (value === undefined) known.set(owner, (value = make()));
    return value;
  };
}
