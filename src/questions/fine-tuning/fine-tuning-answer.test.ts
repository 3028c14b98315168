import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fineTuningDeliveriesMade } from "../../core/fine-tuning/answer/fine-tuning-delivery.ts";
import { gemmaFineTuningStudy as study } from "../../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerOf } from "./fine-tuning-answer.ts";
import {
  A100,
  anyFineTuningAsked,
  articleRows,
  B200,
  fineTuningAsked,
  fineTuningRow,
  H100,
  H200,
} from "./fine-tuning-asked-fixture.ts";
import type { FineTuningRow } from "./fine-tuning-platforms.ts";
import { fineTuningReasons } from "./fine-tuning-reasons.ts";
import { fineTuningNoteSentences, fineTuningSentences } from "./fine-tuning-sentence.ts";

const answerTo = (...args: Parameters<typeof fineTuningAsked>) => fineTuningAnswerOf(study, fineTuningAsked(...args));
const winnerOf = ({ ranking }: ReturnType<typeof answerTo>) => (ranking.kind === "none" ? null : ranking.winner.id);
const relativeCosts = ({ platforms }: ReturnType<typeof answerTo>) => platforms.map(({ relativeCost }) => relativeCost);

function withPrice(rows: readonly FineTuningRow[], id: string, pricePerGpuHour: number | null) {
  return rows.map((row) => (row.id === id ? { ...row, offer: { ...row.offer, pricePerGpuHour } } : row));
}

describe("the default question about fine-tuning", () => {
  const answer = answerTo();

  it("is the article's run and its table: 1.00, 1.04 and 1.05", () => {
    expect(answer.asked.choice).toMatchObject({ tokens: 7_208_960, sequenceLength: 2048 });
    expect(answer.platforms.map(({ delivery }) => delivery.measuredRow?.id)).toEqual([
      "vessl-t-007",
      "vessl-t-024",
      "vessl-t-009",
    ]);
    expect(relativeCosts(answer).map((cost) => cost?.toFixed(2))).toEqual(["1.00", "1.04", "1.05"]);
    expect(answer.reference).toMatchObject({ id: A100, settings: "own" });
    expect(answer.policy).toBe("best-measured");
  });

  it("is a close call, decided on the time of the whole run", () => {
    expect(answer.ranking).toMatchObject({ kind: "close", winner: { id: B200 }, decidedBy: "speed" });
    expect(fineTuningSentences(answer)).toEqual([
      "Close call: 8x A100, 8x H100 and 8x B200 within 5 % per trained token for 7,208,960 tokens.",
      "8x B200 is among the fastest.",
      "The run takes 8.6 min, on 8x A100 26 min.",
    ]);
  });

  it("warns of A100's gradients and of 32 sequences a step on H100, and says that A100's memory is counted too high", () => {
    const notes = answer.platforms.map(({ delivery }) =>
      delivery.kind === "delivers" ? delivery.notes.map(({ kind }) => kind) : null,
    );
    expect(notes).toEqual([["unstable-warm-up", "measured-to-run"], ["sequences-per-step"], []]);
    expect(fineTuningNoteSentences(answer)[1]).toBe(
      "8x A100: measured to run; the model counts too much memory here (97.2 GB of 85.9 GB are counted; a measured run on H100 (FSDP on 8, checkpointing, bf16, micro-batch 8) failed at a smaller share of its card).",
    );
  });
});

describe(fineTuningAnswerOf, () => {
  it("gives A100's DDP run 1.33 of its best, at its own count and price", () => {
    const settings = { strategy: "ddp", checkpointing: true } as const;
    const answer = answerTo([fineTuningRow(A100, { settings }), ...articleRows.slice(1)]);
    expect(relativeCosts(answer)[0]).toBeCloseTo(1.33, 2);
    expect(answer.reference).toMatchObject({ id: A100, settings: "best-measured" });
  });

  it("is relative to the first A100 that delivers at a price, else to the cheapest", () => {
    const [unpriced, second] = [
      fineTuningRow(A100, { id: "unpriced", offer: { pricePerGpuHour: null } }),
      fineTuningRow(A100, { id: "second", offer: { pricePerGpuHour: 2 } }),
    ];
    const [third, b200] = [fineTuningRow(A100, { id: "third" }), fineTuningRow(B200)];
    expect(relativeCosts(answerTo([unpriced, second, third]))).toEqual([null, 1, 0.5]);
    expect(answerTo([unpriced, b200]).reference).toMatchObject({ id: B200, settings: "own" });
    expect(answerTo([unpriced]).reference).toBeNull();
  });

  it("is no close call at other prices, and turns at the flip price", () => {
    const dear = answerTo(withPrice(articleRows, B200, 6));
    expect(dear.ranking).toMatchObject({ kind: "close", winner: { id: H100 } });
    const cheap = answerTo(withPrice(articleRows, B200, 3));
    expect(cheap.ranking).toMatchObject({ kind: "wins", winner: { id: B200 } });
    const [flip] = cheap.flips;
    expect(flip).toMatchObject({ id: B200, against: A100 });
    const atFlip = answerTo(withPrice(articleRows, B200, flip?.equalCostPricePerGpuHour ?? null));
    expect(relativeCosts(atFlip)[2]).toBeCloseTo(1, 9);
  });

  it("has turning prices at which the choice turns, which in a close call are not those of equal cost", () => {
    const answer = answerTo();
    expect(answer.flips).toHaveLength(3);
    for (const { id, turning } of answer.flips) {
      if (turning.kind !== "at") throw new Error(`${id} turns at no price`);
      expect(winnerOf(answerTo(withPrice(articleRows, id, turning.price * 0.999)))).toBe(id);
      expect(winnerOf(answerTo(withPrice(articleRows, id, turning.price * 1.001)))).not.toBe(id);
    }
    const [b200] = answer.flips;
    expect(b200?.turning).toMatchObject({ kind: "at" });
    if (b200?.turning.kind === "at") expect(b200.turning.price).toBeGreaterThan(b200.equalCostPricePerGpuHour ?? 0);
  });

  it("says why no platform can fine-tune", () => {
    const settings = { strategy: "ddp", checkpointing: false, compile: false, microBatch: 8 } as const;
    const answer = answerTo([A100, H100, B200].map((gpu) => fineTuningRow(gpu, { gpuCount: 1, settings })));
    expect(answer.ranking.kind).toBe("none");
    const [verdict, first] = fineTuningSentences(answer);
    expect(verdict).toBe("Nothing compared can do it for 7,208,960 tokens.");
    expect(first).toMatch(/^1x A100 needs .* GB at the peak of a step, has 85.9 GB/);
    expect(relativeCosts(answer)).toEqual([null, null, null]);
  });

  it("tunes what is not locked", () => {
    const settings = { tuned: true, locked: ["gpuCount"], checkpointing: false } as const;
    const [h100] = answerTo([fineTuningRow(H100, { settings })]).platforms;
    expect(h100?.delivery).toMatchObject({
      kind: "delivers",
      deployment: { gpuCount: 8 },
      performance: { sequencesPerStep: 16 },
    });
  });

  it("lists a platform without a price with its delivery, and says that it cannot be chosen", () => {
    const answer = answerTo([...articleRows, fineTuningRow(H200)]);
    const h200 = answer.platforms[3];
    expect(h200?.platform.offer.pricePerGpuHour).toBeNull();
    expect(h200).toMatchObject({ delivery: { kind: "delivers" }, quote: { kind: "unpriced" }, relativeCost: null });
    expect(fineTuningSentences(answer)).toContain("Without a price 8x H200 cannot be chosen.");
  });

  it("says so where a difference of software may decide between GPUs", () => {
    const h200 = fineTuningRow(H200, { offer: { pricePerGpuHour: 2.68 } });
    const against = answerTo([fineTuningRow(B200), h200]);
    expect(against.ranking).toMatchObject({ kind: "wins", winner: { id: H200 } });
    expect(fineTuningSentences(against).join(" ")).toContain(
      "Software differs: 8x H200 was measured with pytorch-peft (Headroom), 8x B200 with vessl-cookbook (VESSL AI)",
    );
    expect(fineTuningReasons(answerTo()).some(({ kind }) => kind === "software-differs")).toBe(false);
  });

  it("names the fastest too where platforms are tuned for time", () => {
    const rows = [A100, B200].map((gpu) => fineTuningRow(gpu, { settings: { tuned: true } }));
    const answer = answerTo(withPrice(rows, B200, 50), { objective: "fastest" });
    expect(answer.policy).toBe("tuned-fastest");
    expect(winnerOf(answer)).toBe(A100);
    expect(fineTuningSentences(answer).at(-1)).toMatch(/^The fastest is 8x B200, in /);
  });

  it("makes no delivery for a new price", () => {
    fc.assert(
      fc.property(anyFineTuningAsked, fc.double({ min: 0.01, max: 100, noNaN: true }), (asked, pricePerGpuHour) => {
        fineTuningAnswerOf(study, asked);
        const made = fineTuningDeliveriesMade(study.model);
        const platforms = asked.platforms.map((row) => ({ ...row, offer: { ...row.offer, pricePerGpuHour } }));
        fineTuningAnswerOf(study, { ...asked, platforms });
        // The reference's best measured settings may not have been asked for before.
        expect(fineTuningDeliveriesMade(study.model) - made).toBeLessThanOrEqual(1);
        const again = fineTuningDeliveriesMade(study.model);
        fineTuningAnswerOf(study, { ...asked, platforms: platforms.map((row) => ({ ...row })) });
        expect(fineTuningDeliveriesMade(study.model)).toBe(again);
      }),
      { numRuns: 60 },
    );
  });

  it("is computed once for what is asked", () => {
    const asked = fineTuningAsked();
    expect(fineTuningAnswerOf(study, asked)).toBe(fineTuningAnswerOf(study, asked));
  });

  it("tells rows of one GPU apart, and does what each does alone", () => {
    fc.assert(
      fc.property(anyFineTuningAsked, (asked) => {
        const { platforms } = fineTuningAnswerOf(study, asked);
        expect(new Set(platforms.map(({ label }) => label)).size).toBe(platforms.length);
        for (const own of platforms) {
          const alone = fineTuningAnswerOf(study, { ...asked, platforms: [own.platform] });
          expect(alone.platforms[0]?.delivery).toBe(own.delivery);
          expect(own.quote?.kind ?? null).toBe(
            own.delivery.kind === "cannot" ? null : own.platform.offer.pricePerGpuHour === null ? "unpriced" : "priced",
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
