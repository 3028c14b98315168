import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { NO_LIMITS } from "../../core/serving/answer/limits.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, anyAsked, asked, row } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import type { ServingAsked } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";
import { servingSentences } from "./serving-sentence.ts";

const { workload } = servingQuestion.defaultChoice;

function said(question: ServingAsked): readonly string[] {
  return servingSentences(servingAnswerOf(study, question));
}

describe(servingSentences, () => {
  it("says any answer in short sentences of a reader's words", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const answer = servingAnswerOf(study, question);
        // The longest first, since one may begin like another; a name counts as the two words that a plain one has.
        const labels = answer.platforms.map(({ label }) => label).toSorted((a, b) => b.length - a.length);
        const plain = (sentence: string) => labels.reduce((text, label) => text.replaceAll(label, "8x GPU"), sentence);
        for (const sentence of servingSentences(answer)) {
          expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
          expect(sentence).not.toMatch(/NaN|Infinity|undefined|null|row-\d/);
          expect(plain(sentence).split(" ").length, sentence).toBeLessThanOrEqual(25);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("names who, by how much, at which load and what binds", () => {
    expect(said(asked())).toEqual([
      expect.stringMatching(/^8x B200: \d+ % cheaper per output token than 8x H100 at 2,048 requests in flight\.$/),
      expect.stringMatching(/^8x H100 runs out of KV cache at about \d+ requests per GPU\.$/),
    ]);
  });

  it("speaks of a demand by its rate, its peak and the units it takes", () => {
    const [verdict, own, other] = said(asked(allRows, { demand: DEFAULT_DEMAND }));
    expect(verdict).toMatch(/per month .* for 20 requests\/s, 40 at the peak\.$/);
    expect(own).toMatch(/^8x H100 needs \d+ x 8 GPUs, \d+ % full at the peak\.$/);
    expect(other).toMatch(/^8x \w+ needs \d+ x 8 GPUs, \d+ % full at the peak\.$/);
  });

  it("names the adapter where all serve one, and a single request as one", () => {
    const adapted = allRows.map((own) => row(own.gpu, { settings: { lora: true } }));
    const [verdict] = said(asked(adapted, { workload: { ...workload, concurrency: 1 } }));
    expect(verdict).toMatch(/at 1 request in flight with LoRA\.$/);
  });

  it("says which price is missing, and what two rows of one GPU are called", () => {
    const twice = [
      row("h100-sxm"),
      row("h100-sxm", { id: "other", offer: { provider: "Lambda", pricePerGpuHour: null } }),
    ];
    const sentences = said(asked(twice));
    expect(sentences.at(-1)).toBe("Without a price 8x H100 (Lambda) cannot be chosen.");
    expect(sentences[0]).toBe("8x H100: the only one compared that can do it at 2,048 requests in flight.");
  });

  it("says why none is chosen and every limit that would have to give", () => {
    const limits = { ...NO_LIMITS, ttftSeconds: 0.2, requestSeconds: 10 };
    const sentences = said(asked(allRows, { limits }));
    expect(sentences[0]).toBe("Nothing compared can do it at 2,048 requests in flight within these limits.");
    expect(sentences.slice(1, 4).every((sentence) => /^8x \w+ has a mean TTFT of/.test(sentence))).toBe(true);
    expect(sentences[4]).toMatch(
      /^Closest is 8x B200, with limits of mean TTFT [\d.]+ m?s and whole request [\d.]+ s\.$/,
    );
    expect(sentences[5]).toMatch(/^It keeps yours up to [\d,]+ in flight\.$/);
  });

  it("is sure of the cheaper of two offers of one platform, whose errors are the same", () => {
    const offers = [
      row("h100-sxm"),
      row("h100-sxm", { id: "dear", offer: { provider: "Lambda", pricePerGpuHour: 2.25 } }),
    ];
    expect(said(asked(offers)).join(" ")).not.toContain("could be either");
  });
});
