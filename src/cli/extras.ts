/** What can be added to a result, each worked out when it is asked for. */
export const EXTRAS = ["map", "frontier", "sensitivity", "segments"] as const;
export type Extra = (typeof EXTRAS)[number];
