import { describe, expect, it } from "vitest";
import { performanceAt } from "../../core/serving/answer/served-replica.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, asked, row } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { type PlatformFrontier, presentYields, servingFrontiers } from "./serving-frontier.ts";
import type { ServingAsked } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";

const { workload, limits } = servingQuestion.defaultChoice;

function frontiers(question: ServingAsked): readonly PlatformFrontier[] {
  const work = servingFrontiers(servingAnswerOf(study, question));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe(servingFrontiers, () => {
  const found = frontiers(asked());

  it("trades throughput for speed: each point is faster for a user and delivers less than the one before", () => {
    expect(found.map(({ id }) => id)).toEqual(allRows.map(({ id }) => id));
    for (const { id, points } of found) {
      expect(points.length, id).toBeGreaterThan(5);
      points.slice(1).forEach((point, i) => {
        const before = points[i];
        expect(point.tokensPerSecondPerUser).toBeGreaterThan(before?.tokensPerSecondPerUser ?? Infinity);
        expect(point.outputTokensPerSecondPerGpu).toBeLessThan(before?.outputTokensPerSecondPerGpu ?? 0);
      });
    }
  });

  it("holds what a replica does under those settings, with nobody waiting", () => {
    for (const { points } of found) {
      for (const { deployment, requestsPerReplica, ...point } of points) {
        const replica = { ...deployment, gpuCount: deployment.tensorParallel };
        const performance = performanceAt(study.model, { ...workload, concurrency: requestsPerReplica }, replica);
        expect(performance?.waitingRequests).toBe(0);
        expect(point.tokensPerSecondPerUser).toBe(1 / (performance?.tpotSeconds ?? 0));
        expect(point.outputTokensPerSecondPerGpu * deployment.tensorParallel).toBeCloseTo(
          performance?.outputTokensPerSecond ?? 0,
          6,
        );
      }
    }
  });

  it("is beaten by no measured setting of the page's own at any load", () => {
    for (const concurrency of [8, 64, 512, 2048, 16_384]) {
      const answer = servingAnswerOf(study, asked(allRows, { workload: { ...workload, concurrency } }));
      for (const { id, ...own } of presentYields(answer)) {
        const points = found.find((frontier) => frontier.id === id)?.points ?? [];
        // Between two loads of the frontier a point of one's own may lie a little outside of it.
        const covering = points.filter(
          (point) =>
            point.tokensPerSecondPerUser >= own.tokensPerSecondPerUser * 0.9 &&
            point.outputTokensPerSecondPerGpu >= own.outputTokensPerSecondPerGpu * 0.9,
        );
        expect(covering, `${id} at ${concurrency}`).not.toEqual([]);
      }
    }
  });

  it("leaves locked settings as they are", () => {
    const rows = allRows.map(({ gpu }) => row(gpu, { settings: { draftLength: 1, locked: ["draftLength"] } }));
    for (const { points } of frontiers(asked(rows))) {
      expect(new Set(points.map(({ deployment }) => deployment.draftLength))).toEqual(new Set([1]));
    }
  });

  it("marks what breaks a limit, and drops nothing for it", () => {
    const limited = frontiers(asked(allRows, { limits: { ...limits, tpotSeconds: 0.02 } }));
    expect(limited.map(({ points }) => points.length)).toEqual(found.map(({ points }) => points.length));
    for (const { points } of limited) {
      for (const point of points) expect(point.withinLimits).toBe(point.tokensPerSecondPerUser >= 1 / 0.02);
    }
  });

  it("delivers half as much for a price unit at twice the price, and an unknown amount at an unknown one", () => {
    const pricesOf = (price: number | null) =>
      frontiers(asked([row("h100-sxm", { offer: { pricePerGpuHour: price } })]))[0]?.points[0]
        ?.outputTokensPerPriceUnit;
    expect(pricesOf(2)).toBeCloseTo(2 * (pricesOf(4) ?? 0), 6);
    expect(pricesOf(null)).toBeNull();
  });
});
