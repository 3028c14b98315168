import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "./client-events.ts";

describe(EventQueue, () => {
  it("gives events back in the order in which they are due", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 })), (dues) => {
        const queue = new EventQueue<number>();
        for (const due of dues) queue.push(due, due);
        const popped = dues.map(() => [queue.nextDue(), queue.pop()]);
        expect(popped).toEqual(dues.toSorted((a, b) => a - b).map((due) => [due, due]));
      }),
    );
  });

  it("has nothing due when it is empty", () => {
    const queue = new EventQueue<string>();
    expect([queue.nextDue(), queue.pop()]).toEqual([Number.POSITIVE_INFINITY, undefined]);
  });
});
