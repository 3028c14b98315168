import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplicaSpeed } from "./client-replica.ts";
import { simulateClient, type ClientPlan } from "./client-simulation.ts";

/** Up to 32 at once; 10 ms a step and 1 ms more for each request, 5 ms a prompt. */
const speed: ReplicaSpeed = {
  decodeSeconds: Array.from({ length: 32 }, (_, i) => 0.01 + 0.001 * i),
  promptSeconds: Array.from({ length: 32 }, () => 0.005),
  firstChunkSteps: Array.from({ length: 32 }, (_, i) => 3 - 2 / (i + 1)),
  tokensPerStep: 1,
  promptsPerStep: 18,
  handlingSeconds: 0.004,
};
const plan: ClientPlan = {
  replicas: 2,
  slotsPerReplica: 16,
  warmupSeconds: 30,
  measuredSeconds: 60,
  outputTokens: [100, 300, 20, 500, 250],
};

describe(simulateClient, () => {
  it("times a single request by its parts: handling, prompt, first step, and one step for each further token", () => {
    const one = { ...plan, replicas: 1, slotsPerReplica: 1, warmupSeconds: 1, measuredSeconds: 2, outputTokens: [101] };
    const report = simulateClient(speed, one);
    expect(report.ttftMedianSeconds).toBeCloseTo(0.004 + 0.005 + 0.01, 9);
    // One request takes 1.019 s, so that the second is the warm-up's only one, and phase 2 has the rest of its 3 s.
    expect(report.measuredFromSeconds).toBeCloseTo(1.019, 9);
    expect(report.completedRequests).toBe(2);
    expect(report.endedSeconds).toBeCloseTo(3 * 1.019, 9);
  });

  it("counts the empty first chunk's gap, as the benchmark's client does", () => {
    const one = { ...plan, replicas: 1, slotsPerReplica: 1, outputTokens: [101] };
    expect(simulateClient(speed, one).chunkGapMedianSeconds).toBeCloseTo((0.01 * 100) / 101, 9);
  });

  it("counts an answer's steps whole when drafting", () => {
    const drafting = { ...speed, tokensPerStep: 2.5 };
    const one = { ...plan, replicas: 1, slotsPerReplica: 1, outputTokens: [12] };
    const { chunkGapMedianSeconds } = simulateClient(drafting, one);
    expect(chunkGapMedianSeconds).toBeCloseTo((0.01 * 5) / 6, 9);
  });

  it("finishes what it starts, with its tokens over the planned duration", () => {
    const anyPlan = fc.record({
      replicas: fc.integer({ min: 1, max: 4 }),
      slotsPerReplica: fc.integer({ min: 1, max: 80 }),
      warmupSeconds: fc.integer({ min: 0, max: 20 }),
      measuredSeconds: fc.integer({ min: 1, max: 30 }),
      outputTokens: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(anyPlan, (some) => {
        const report = simulateClient(speed, some);
        expect(report.completedRequests).toBe(report.startedRequests);
        expect(report.outputTokens).toBeLessThanOrEqual(Math.max(...some.outputTokens) * report.completedRequests);
        expect(report.outputTokensPerSecond).toBe(report.outputTokens / some.measuredSeconds);
        expect(report.measuredFromSeconds).toBeGreaterThanOrEqual(some.warmupSeconds);
        expect(simulateClient(speed, some)).toEqual(report);
      }),
      { numRuns: 40 },
    );
  });

  it("starts nothing where the warm-up drains past the end of the window", () => {
    const slow = { ...speed, decodeSeconds: [0.2], promptSeconds: [0.005], firstChunkSteps: [1] };
    const report = simulateClient(slow, plan);
    expect(report).toMatchObject({ completedRequests: 0, ttftMedianSeconds: null, chunkGapMedianSeconds: null });
    expect(report.measuredFromSeconds).toBeGreaterThan(90);
  });

  it("finishes one request a slot, and tokens to match, where phase 2 starts just before its end", () => {
    const late = { ...plan, slotsPerReplica: 32, measuredSeconds: 12 };
    const { measuredFromSeconds, completedRequests } = simulateClient(speed, { ...late, outputTokens: [274] });
    expect(measuredFromSeconds).toBeLessThan(42);
    expect(completedRequests).toBeGreaterThanOrEqual(64);
  });

  it("has no drain where every request ends with the warm-up: phase 2 is whole", () => {
    // One step an answer and no prompts: 10 ms a request, exactly 3,000 of them in 30 s.
    const quick = { ...speed, promptSeconds: speed.promptSeconds.map(() => 0), handlingSeconds: 0 };
    const short = { ...plan, replicas: 1, slotsPerReplica: 1, outputTokens: [1] };
    const { measuredFromSeconds, completedRequests } = simulateClient(quick, short);
    expect(measuredFromSeconds).toBeCloseTo(30, 1);
    expect(completedRequests / 6000).toBeCloseTo(1, 2);
  });

  it("never completes less with more slots, in a long window", () => {
    const completed = [1, 2, 4, 8, 16, 24, 32, 48, 64].map(
      (slotsPerReplica) => simulateClient(speed, { ...plan, slotsPerReplica, measuredSeconds: 1200 }).completedRequests,
    );
    for (const [i, count] of completed.entries()) {
      // Beyond what runs at once, more slots only wait longer: the same rate but for the window's edges.
      if (i > 0) expect(count).toBeGreaterThanOrEqual(completed[i - 1]! * 0.995);
    }
    expect(completed[6]! / completed[0]!).toBeGreaterThan(5);
  });

  it("makes those wait that may not run: by Little's law, their median too", () => {
    const { ttftMedianSeconds, completedRequests } = simulateClient(speed, {
      ...plan,
      replicas: 1,
      slotsPerReplica: 64,
      measuredSeconds: 1200,
    });
    const rate = completedRequests / 1200;
    expect(ttftMedianSeconds! / (32 / rate)).toBeCloseTo(1, 1);
  });
});
