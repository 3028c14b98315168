/** No region is narrower than this share of the axis: less could be neither seen nor hit. */
export const NARROWEST_REGION_FRACTION = 0.02;

/** A logarithmic axis of loads with evenly spaced nodes, and how fine its regions are. */
export interface LoadAxis {
  readonly least: number;
  readonly most: number;
  /** Only whole numbers are loads: nodes are rounded, several may fall on one load. */
  readonly whole: boolean;
  /** Spaces between nodes over the whole axis. */
  readonly steps: number;
  /** Spaces that a winner's region spans at least; close calls and clear wins within it only the narrowest a region may be. */
  readonly regionSteps: number;
  /** Ends of regions are found to this factor, on a whole axis at best to one load. */
  readonly endRatio: number;
}

/** @throws RangeError for an axis whose regions could be narrower than `NARROWEST_REGION_FRACTION` of it. */
export function checkedAxis(axis: LoadAxis): LoadAxis {
  const { least, most, whole, steps, regionSteps, endRatio } = axis;
  if (!(least > 0 && most > least)) throw new RangeError(`no axis of loads from ${least} to ${most}`);
  if (!(regionSteps >= 1 && regionSteps / steps >= NARROWEST_REGION_FRACTION)) {
    throw new RangeError(`regions of ${regionSteps} of ${steps} steps are too narrow`);
  }
  if (!(endRatio > 1 || (whole && endRatio === 1)))
    throw new RangeError(`ends cannot be found to a factor of ${endRatio}`);
  return axis;
}

export function narrowestSteps({ steps, regionSteps }: LoadAxis): number {
  return Math.min(regionSteps, Math.ceil(NARROWEST_REGION_FRACTION * steps));
}

export function loadOfNode({ least, most, whole, steps }: LoadAxis, node: number): number {
  if (node === 0) return least;
  if (node === steps) return most;
  const load = least * (most / least) ** (node / steps);
  return whole ? Math.round(load) : load;
}

/** The last node at or below a load of the axis. */
export function nodeBelow(axis: LoadAxis, load: number): number {
  const { least, most, steps } = axis;
  // The logarithm may be off by its last digit, and rounded nodes may lie at the load itself.
  let node = Math.min(steps, Math.floor((Math.log(load / least) / Math.log(most / least)) * steps));
  while (node < steps && loadOfNode(axis, node + 1) <= load) node += 1;
  while (loadOfNode(axis, node) > load) node -= 1;
  return node;
}
