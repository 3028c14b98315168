import { Lattice, type StandingAt } from "./lattice.ts";
import { type LoadAxis, loadOfNode, nodeBelow } from "./load-axis.ts";
import { isSameRegion, type RegionStanding, standingAlone } from "./region-standing.ts";

/** A stretch of loads from `from`: up to and with `to` on a whole axis, up to but without `to` on another. */
export type Region = RegionStanding & { readonly from: number; readonly to: number };

/**
 * Regions over the whole axis, in order, without gaps; neighbours differ.
 *
 * A winner that holds over `regionSteps` steps between nodes has a region, whose ends are found by bisection. Nodes
 * between such runs go to the winner below where it is close enough to the cheapest at all of them, else to the one
 * above where that is, else winners alternate there. Close calls and clear wins of one winner divide its region alike.
 */
export function regionsOf(standingAt: StandingAt, axis: LoadAxis): readonly Region[] {
  const lattice = new Lattice(standingAt, axis);
  const regions: Region[] = [];
  let [from, standing] = [axis.least, lattice.labelOf(0)];
  for (let node = 0; node < axis.steps; node += 1) {
    const next = lattice.labelOf(node + 1);
    if (isSameRegion(standing, next)) continue;
    const end = lattice.endAfter(node, () => false);
    regions.push({ ...standing, from, to: axis.whole ? end - 1 : end });
    [from, standing] = [end, next];
  }
  return [...regions, { ...standing, from, to: axis.most }];
}

/**
 * The standing of the region that holds a load, from the few nodes around it: the same as in `regionsOf`. A load beyond
 * the axis has the standing of its own.
 */
export function regionAt(standingAt: StandingAt, axis: LoadAxis, load: number): RegionStanding {
  if (load < axis.least || load > axis.most) return standingAlone(standingAt(load));
  const lattice = new Lattice(standingAt, axis);
  const node = nodeBelow(axis, load);
  const below = lattice.labelOf(node);
  if (load === loadOfNode(axis, node)) return below;
  const above = lattice.labelOf(node + 1);
  if (isSameRegion(below, above)) return below;
  const end = lattice.endAfter(node, (low, high) => load <= low || load >= high);
  return load < end ? below : above;
}
