/**
 * Output tokens per sequence and engine step under speculative decoding: the step's own token, and those drafts that
 * are accepted. `acceptanceRate` is accepted / drafted tokens, as vLLM logs it.
 *
 * @returns Tokens per step, 1 without drafting.
 */
export function tokensPerStep(draftLength: number, acceptanceRate: number): number {
  if (!(acceptanceRate >= 0 && acceptanceRate <= 1)) {
    throw new RangeError(`acceptance rate must be between 0 and 1: ${acceptanceRate}`);
  }
  return 1 + draftLength * acceptanceRate;
}

/**
 * Acceptance rate (accepted / drafted) that follows when each draft is accepted with the same chance, given that all
 * before it were: the expected accepted drafts alpha + alpha^2 + ... over the drafted ones.
 *
 * @see arXiv:2211.17192, section 3.1.
 */
export function acceptanceRateFromAlpha(alpha: number, draftLength: number): number {
  if (draftLength === 0) return 0;
  let accepted = 0;
  for (let position = 1; position <= draftLength; position += 1) accepted += alpha ** position;
  return accepted / draftLength;
}
