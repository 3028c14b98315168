/** The answers that a benchmark's prompts get, as far as they are known. */
export interface AnswerLengths {
  readonly prompts: number;
  /** Longest answer that the client asks for. */
  readonly capTokens: number;
  /** Standard deviation of the log of an answer's length, before the cap. */
  readonly logSpread: number;
}

/** Going round a circle by this share of it, one is never near to a place one has been before: the golden section. */
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;
/** Brings a scale of thousands of tokens to well under one. */
const HALVINGS = 40;

/**
 * Output tokens of each prompt, in the order in which the client hands them out: a log-normal, capped, with the given
 * mean. Its quantiles are visited by the golden section, so that any stretch of prompts has short and long answers
 * alike and nothing is left to chance.
 *
 * @throws RangeError when no lengths up to the cap have that mean.
 */
export function answerTokens(meanTokens: number, { prompts, capTokens, logSpread }: AnswerLengths): readonly number[] {
  if (!(meanTokens >= 1 && meanTokens <= capTokens)) {
    throw new RangeError(`mean output of ${meanTokens} tokens is not between 1 and the cap of ${capTokens}`);
  }
  const shapes = Array.from({ length: prompts }, (_, i) => {
    const share = (i * GOLDEN_SECTION) % 1;
    return Math.exp(logSpread * normalQuantile((0.5 + share * (prompts - 1)) / prompts));
  });
  const tokensAt = (scale: number): readonly number[] =>
    shapes.map((shape) => Math.min(capTokens, Math.max(1, Math.round(scale * shape))));
  let low = 0;
  let high = capTokens / Math.min(...shapes);
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    const mean = tokensAt(middle).reduce((sum, tokens) => sum + tokens, 0) / prompts;
    if (mean < meanTokens) low = middle;
    else high = middle;
  }
  return tokensAt(high);
}

/** Standard deviation of lengths over their mean. */
export function variationOf(tokens: readonly number[]): number {
  const mean = tokens.reduce((sum, each) => sum + each, 0) / tokens.length;
  return Math.sqrt(tokens.reduce((sum, each) => sum + (each - mean) ** 2, 0) / tokens.length) / mean;
}

/**
 * What a standard normal variable stays below with a given chance; off by less than 5e-4, nothing in whole tokens.
 *
 * @see Abramowitz and Stegun 1964, Handbook of Mathematical Functions, formula 26.2.23.
 */
function normalQuantile(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(chance, 1 - chance)));
  const x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return chance < 0.5 ? -x : x;
}
