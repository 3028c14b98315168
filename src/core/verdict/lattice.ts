import { type LoadAxis, loadOfNode, narrowestSteps } from "./load-axis.ts";
import { type RegionStanding, winnerIn } from "./region-standing.ts";
import { accepts, type Standing, winnerOf } from "./standing.ts";

export type StandingAt = (load: number) => Standing;

/** Nodes between runs that are long enough for a region, and whose region they are in. */
type Stretch =
  | { readonly kind: "one"; readonly winner: string | null }
  | { readonly kind: "alternates"; readonly between: readonly (string | null)[] };

/** What the nodes say, each asked when it is needed and once. */
export class Lattice {
  readonly #standingAt: StandingAt;
  readonly #axis: LoadAxis;
  readonly #standings = new Map<number, Standing>();
  readonly #hasRegion = new Map<number, boolean>();
  readonly #stretches = new Map<number, Stretch>();
  readonly #hasKindRegion = new Map<number, boolean>();

  constructor(standingAt: StandingAt, axis: LoadAxis) {
    this.#standingAt = standingAt;
    this.#axis = axis;
  }

  /** The standing of the region that holds a node. */
  labelOf(node: number): RegionStanding {
    const stretch = this.#stretchOf(node);
    if (stretch.kind === "alternates") return stretch;
    const { winner } = stretch;
    return winner === null ? { kind: "none" } : { kind: this.#kindOf(node, winner), winner };
  }

  /**
   * The first load after a node that belongs to the label of the next one, which differs.
   *
   * @param isEnough Whether it need not be told where between two loads that is.
   */
  endAfter(node: number, isEnough: (low: number, high: number) => boolean): number {
    const { whole, endRatio } = this.#axis;
    let [low, high] = [loadOfNode(this.#axis, node), loadOfNode(this.#axis, node + 1)];
    const [below, above] = [this.labelOf(node), this.labelOf(node + 1)];
    // The change from and to what alternates is part of the alternation.
    if (above.kind === "alternates") return whole ? low + 1 : low * (1 + Number.EPSILON);
    if (below.kind === "alternates") return high;
    const isFound = (): boolean => high / low <= endRatio || (whole && high - low <= 1) || isEnough(low, high);
    while (!isFound()) {
      const middle = whole ? Math.floor((low + high) / 2) : Math.sqrt(low * high);
      if (isStill(below, above, this.#standingAtLoad(middle))) low = middle;
      else high = middle;
    }
    return high;
  }

  #standingAtLoad(load: number): Standing {
    return remembered(this.#standings, load, this.#standingAt);
  }

  #standingOf(node: number): Standing {
    return this.#standingAtLoad(loadOfNode(this.#axis, node));
  }

  #winnerOf(node: number): string | null {
    return winnerOf(this.#standingOf(node));
  }

  /** Whether a node lies in a run of like nodes that is long enough for a region; known for all of the run at once. */
  #isInLongRun(
    node: number,
    leastSteps: number,
    known: Map<number, boolean>,
    isLike: (other: number) => boolean,
  ): boolean {
    const already = known.get(node);
    if (already !== undefined) return already;
    const { steps } = this.#axis;
    let [first, last] = [node, node];
    while (last - first < leastSteps && last < steps && isLike(last + 1)) last += 1;
    while (last - first < leastSteps && first > 0 && isLike(first - 1)) first -= 1;
    const isLong = last - first >= leastSteps;
    for (let like = first; like <= last; like += 1) known.set(like, isLong);
    return isLong;
  }

  #isSettled(node: number): boolean {
    const winner = this.#winnerOf(node);
    return this.#isInLongRun(
      node,
      this.#axis.regionSteps,
      this.#hasRegion,
      (other) => this.#winnerOf(other) === winner,
    );
  }

  #stretchOf(node: number): Stretch {
    if (this.#isSettled(node)) return { kind: "one", winner: this.#winnerOf(node) };
    const known = this.#stretches.get(node);
    if (known !== undefined) return known;
    const { steps } = this.#axis;
    let [first, last] = [node, node];
    while (first > 0 && !this.#isSettled(first - 1)) first -= 1;
    while (last < steps && !this.#isSettled(last + 1)) last += 1;
    const inside = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const neighbours = [first - 1, last + 1].filter((settled) => settled >= 0 && settled <= steps);
    const taker = neighbours.find((settled) =>
      inside.every((own) => accepts(this.#standingOf(own), this.#winnerOf(settled))),
    );
    const all = [first - 1, ...inside, last + 1].filter((own) => own >= 0 && own <= steps);
    const stretch: Stretch =
      taker === undefined
        ? { kind: "alternates", between: [...new Set(all.map((own) => this.#winnerOf(own)))] }
        : { kind: "one", winner: this.#winnerOf(taker) };
    for (const own of inside) this.#stretches.set(own, stretch);
    return stretch;
  }

  #hasWinner(node: number, winner: string): boolean {
    if (node < 0 || node > this.#axis.steps) return false;
    const stretch = this.#stretchOf(node);
    return stretch.kind === "one" && stretch.winner === winner;
  }

  #isKindSettled(node: number, winner: string): boolean {
    const { kind } = this.#standingOf(node);
    const isLike = (other: number): boolean => this.#hasWinner(other, winner) && this.#standingOf(other).kind === kind;
    return this.#isInLongRun(node, narrowestSteps(this.#axis), this.#hasKindRegion, isLike);
  }

  /** A short run of close calls or clear wins is what lies below it, else above; a region of nothing but short runs is a win. */
  #kindOf(node: number, winner: string): "wins" | "close" {
    let settled = node;
    while (this.#hasWinner(settled, winner) && !this.#isKindSettled(settled, winner)) settled -= 1;
    if (!this.#hasWinner(settled, winner)) {
      settled = node;
      while (this.#hasWinner(settled, winner) && !this.#isKindSettled(settled, winner)) settled += 1;
    }
    return this.#hasWinner(settled, winner) && this.#standingOf(settled).kind === "close" ? "close" : "wins";
  }
}

/** Whether a load between two nodes of different labels still belongs to the lower one. */
function isStill(below: RegionStanding, above: RegionStanding, standing: Standing): boolean {
  const [lower, upper] = [winnerIn(below), winnerIn(above)];
  if (lower === upper) return standing.kind === below.kind;
  return accepts(standing, lower) && winnerOf(standing) !== upper;
}

function remembered<K, V>(known: Map<K, V>, key: K, compute: (key: K) => V): V {
  const already = known.get(key);
  if (already !== undefined) return already;
  const value = compute(key);
  known.set(key, value);
  return value;
}
