/** What is due, soonest first: a binary heap by time, or by whatever stands for it. */
export class EventQueue<T> {
  readonly #entries: { readonly due: number; readonly event: T }[] = [];

  /** When the next event is due; infinite when none is left. */
  nextDue(): number {
    return this.#entries[0]?.due ?? Number.POSITIVE_INFINITY;
  }

  push(due: number, event: T): void {
    const entries = this.#entries;
    let at = entries.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (entries[parent]!.due <= due) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = { due, event };
  }

  /** Takes out the event that is due next. */
  pop(): T | undefined {
    const entries = this.#entries;
    const next = entries[0];
    const last = entries.pop();
    if (next === undefined || last === undefined || entries.length === 0) return next?.event;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && entries[child + 1]!.due < entries[child]!.due) child += 1;
      if (entries[child]!.due >= last.due) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
    return next.event;
  }
}
