import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runningUnderKvLimit } from "./kv-saturation.ts";
import { missingRow, steadyRow } from "./row-fixture.ts";

/** 256 clients under max_num_seqs 256: a median TTFT of many steps is a queue for KV cache. */
const saturated = { ...steadyRow, concurrencyPerReplica: 256, maxNumSeqs: 256, chunkGapMedianSeconds: 0.04 };

describe(runningUnderKvLimit, () => {
  it("is the share of its time that a request is served, by Little's law", () => {
    // 274 tokens at 40 ms are 10.96 s; 10.96 s of wait besides, and half of the 256 run
    expect(runningUnderKvLimit({ ...saturated, ttftMedianSeconds: 10.96 + 5 * 0.04 })).toBeCloseTo(128, 9);
  });

  it("takes the time of a chunk for several tokens when drafting", () => {
    const drafting = { ...saturated, draftLength: 2, acceptanceRate: 0.5 };
    expect(runningUnderKvLimit({ ...drafting, ttftMedianSeconds: 5.48 + 5 * 0.04 })).toBeCloseTo(128, 9);
  });

  it("is not told where nothing queued, max_num_seqs made the queue, or nothing was measured", () => {
    expect(runningUnderKvLimit({ ...saturated, ttftMedianSeconds: 0.2 })).toBeNull();
    expect(runningUnderKvLimit({ ...saturated, maxNumSeqs: 64, ttftMedianSeconds: 20 })).toBeNull();
    expect(runningUnderKvLimit(missingRow)).toBeNull();
    expect(runningUnderKvLimit({ ...saturated, maxNumSeqs: null, ttftMedianSeconds: 20 })).toBeNull();
  });

  it("is fewer the longer the queue, and always fewer than there are clients", () => {
    const anyWait = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(anyWait, anyWait, (ttft, more) => {
        const running = runningUnderKvLimit({ ...saturated, ttftMedianSeconds: ttft })!;
        expect(running).toBeLessThan(256);
        expect(runningUnderKvLimit({ ...saturated, ttftMedianSeconds: ttft + more })).toBeLessThan(running);
      }),
    );
  });
});
