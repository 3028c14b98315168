/** What a platform is offered for, in any one currency or index. */
export interface Offer {
  /** On demand; null is unknown, which is never 0. */
  readonly pricePerGpuHour: number | null;
  /** Under a commitment and as spot capacity; null where there is no such offer. */
  readonly reservedPricePerGpuHour: number | null;
  readonly spotPricePerGpuHour: number | null;
  /** Who offers it, in the user's words. */
  readonly provider: string | null;
  /** Fewest GPUs that can be rented at once; capacity is bought in whole units of them. */
  readonly rentalUnitGpus: number;
}
