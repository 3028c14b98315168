import { describe, expect, it } from "vitest";
import { servingModel } from "../catalog/serving-model.ts";
import { predictPlatform } from "../core/serving/answer/platform-evaluation.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { deliveriesOf, frontiersOf, type PlatformFrontier } from "./frontier.ts";
import type { Scenario } from "./scenario.ts";

function frontiers(scenario: Scenario): readonly PlatformFrontier[] {
  const work = frontiersOf(scenario);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe(frontiersOf, () => {
  const found = frontiers(defaultScenario);

  it("trades throughput for speed: each point is faster for a user and delivers less than the one before", () => {
    expect(found.map(({ gpu }) => gpu)).toEqual(defaultScenario.platforms.map(({ gpu }) => gpu));
    for (const { gpu, points } of found) {
      expect(points.length, gpu).toBeGreaterThan(5);
      points.slice(1).forEach((point, i) => {
        expect(point.tokensPerSecondPerUser).toBeGreaterThan(points[i]!.tokensPerSecondPerUser);
        expect(point.outputTokensPerSecondPerGpu).toBeLessThan(points[i]!.outputTokensPerSecondPerGpu);
      });
    }
  });

  it("holds what the model predicts for a replica under those settings, with nobody waiting", () => {
    for (const { points } of found) {
      for (const { offer, requestsPerReplica, ...point } of points) {
        const workload = { ...defaultScenario.workload, concurrency: requestsPerReplica };
        const replica = { ...offer, gpuCount: offer.tensorParallel };
        const { performance } = predictPlatform(servingModel, workload, defaultScenario.limits, replica);
        expect(performance!.waitingRequests).toBe(0);
        expect(point.tokensPerSecondPerUser).toBe(1 / performance!.tpotSeconds);
        expect(point.outputTokensPerSecondPerGpu * offer.tensorParallel).toBeCloseTo(
          performance!.outputTokensPerSecond,
          6,
        );
      }
    }
  });

  it("is beaten by no measured setting of the page's own at any load", () => {
    for (const concurrency of [8, 64, 512, 2048, 16_384]) {
      const scenario = { ...defaultScenario, workload: { ...defaultScenario.workload, concurrency } };
      for (const { gpu, ...own } of deliveriesOf(evaluationOf(scenario))) {
        const { points } = found.find((frontier) => frontier.gpu === gpu)!;
        // Between two loads of the frontier a point of one's own may lie a little outside of it.
        const covering = points.filter(
          (point) =>
            point.tokensPerSecondPerUser >= own.tokensPerSecondPerUser * 0.9 &&
            point.outputTokensPerSecondPerGpu >= own.outputTokensPerSecondPerGpu * 0.9,
        );
        expect(covering, `${gpu} at ${concurrency}`).not.toEqual([]);
      }
    }
  });

  it("leaves locked settings as they are", () => {
    const platforms = defaultScenario.platforms.map((platform) => ({
      ...platform,
      draftLength: 1,
      lockedSettings: ["draftLength"] as const,
    }));
    for (const { points } of frontiers({ ...defaultScenario, platforms })) {
      expect(new Set(points.map(({ offer }) => offer.draftLength))).toEqual(new Set([1]));
    }
  });

  it("marks what breaks a limit, and drops nothing for it", () => {
    const limits = { ...defaultScenario.limits, tpotSeconds: 0.02 };
    const limited = frontiers({ ...defaultScenario, limits });
    expect(limited.map(({ points }) => points.length)).toEqual(found.map(({ points }) => points.length));
    for (const { points } of limited) {
      for (const point of points) expect(point.withinLimits).toBe(point.tokensPerSecondPerUser >= 1 / 0.02);
    }
  });

  it("delivers half as much for a price unit at twice the price", () => {
    const platforms = defaultScenario.platforms.map((platform) => ({
      ...platform,
      pricePerGpuHour: platform.pricePerGpuHour * 2,
    }));
    const dearer = frontiers({ ...defaultScenario, platforms });
    expect(dearer[0]!.points[0]!.outputTokensPerPriceUnit).toBeCloseTo(
      found[0]!.points[0]!.outputTokensPerPriceUnit / 2,
      6,
    );
  });
});
