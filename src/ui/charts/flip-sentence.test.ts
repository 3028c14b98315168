import { describe, expect, it } from "vitest";
import { type FlipFacts, flipSentence } from "./flip-sentence.ts";

const segment = (fromConcurrency: number, toConcurrency: number, winner: string | null, tie = false) => ({
  fromConcurrency,
  toConcurrency,
  winner,
  tie,
});
const facts: FlipFacts = {
  name: "H100",
  gpu: "h100",
  winner: "b200",
  segments: [segment(1, 510, "h100"), segment(511, 1905, "b200", true), segment(1906, 16_384, "b200")],
  turnsAt: "1.87",
  currentPrice: "2.10",
  loadRange: { min: 1, max: 16_384 },
  loadUnit: "in flight",
  inWholeUnits: false,
};

describe(flipSentence, () => {
  it.each<[string, Partial<FlipFacts>, string]>([
    [
      "of a runner-up",
      {},
      "At this load H100 wins below 1.87 per GPU-hour (now 2.10); at these prices it wins up to 510 in flight.",
    ],
    [
      "of the winner, tied or not",
      { name: "B200", gpu: "b200", turnsAt: "4.40", currentPrice: "3.89" },
      "At this load B200 wins up to 4.40 per GPU-hour (now 3.89); at these prices it wins from 511 in flight.",
    ],
    [
      "of a platform that cannot win",
      { name: "A100", gpu: "a100", turnsAt: null },
      "At this load A100 wins at no price; at these prices it wins at no load.",
    ],
    [
      "of the only one that can",
      { winner: "h100", turnsAt: null, segments: [segment(1, 16_384, "h100")] },
      "At this load H100 wins at any price; at these prices it wins at every load.",
    ],
    [
      "where whole units let it come and go",
      {
        loadUnit: "requests/s",
        inWholeUnits: true,
        segments: [3, 7, 11, 15, 19].map((load) => segment(load, load, "h100")),
      },
      "At this load H100 wins below 1.87 per GPU-hour (now 2.10); at these prices it wins at 3 requests/s, at 7 requests/s, at 11 requests/s and 2 more stretches of load, and to and fro between, as whole units fill.",
    ],
  ])("%s", (_name, change, sentence) => {
    expect(flipSentence({ ...facts, ...change })).toBe(sentence);
  });
});
