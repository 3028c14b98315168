import { concurrencyGrid, type Verdict } from "../core/serving/answer/load-flips.ts";
import { logGrid, priceLoadMap } from "../core/serving/answer/price-load-map.ts";
import { comparedIn, evaluationOf, loadRangeOf, predictionsAtLoad } from "./evaluation.ts";
import type { Scenario } from "./scenario.ts";

/** Who is recommended over load and the price of one platform relative to another's. */
export interface PriceLoad {
  readonly gpu: string;
  /** The platform that the price is held against; all prices but `gpu`'s stay as they are. */
  readonly against: string;
  readonly loads: readonly number[];
  readonly priceRatios: readonly number[];
  /** By load, then by price ratio. */
  readonly verdicts: readonly (readonly Verdict[])[];
  /** The ratio as it is. */
  readonly priceRatio: number;
  readonly againstPricePerGpuHour: number;
}

/** How finely a map is drawn, or listed. */
export interface PriceLoadGrid {
  readonly loads: readonly number[];
  readonly ratioSteps: number;
}

const LOADS_PER_OCTAVE = 6;
/** The map reaches this far either way of a power of two near the present ratio, so that its axis rarely moves. */
const RATIO_REACH = 4;

export function drawnGrid(scenario: Scenario): PriceLoadGrid {
  const { min, max } = loadRangeOf(scenario);
  return { loads: concurrencyGrid(min, max, LOADS_PER_OCTAVE), ratioSteps: 64 };
}

/** Platforms whose price can be moved: none where nothing is compared with anything. */
export function repriceable(scenario: Scenario): readonly string[] {
  const compared = comparedIn(scenario).map(({ gpu }) => gpu);
  return compared.length < 2 ? [] : compared;
}

/** Whose price to look at first: the runner-up's, which is what could turn the recommendation. */
export function defaultRepriced(scenario: Scenario): string | null {
  const { winner, runnerUp } = evaluationOf(scenario).recommendation;
  return runnerUp ?? repriceable(scenario).find((gpu) => gpu !== winner) ?? null;
}

/**
 * The map in pieces of one load each, to be worked through between frames.
 *
 * @param gpu One of `repriceable`.
 */
export function* priceLoadOf(scenario: Scenario, gpu: string, grid: PriceLoadGrid): Generator<null, PriceLoad> {
  const platforms = comparedIn(scenario);
  const { winner, runnerUp } = evaluationOf(scenario).recommendation;
  const others = platforms.filter((platform) => platform.gpu !== gpu);
  const against = others.find((other) => other.gpu === winner || (gpu === winner && other.gpu === runnerUp));
  const { gpu: againstGpu, pricePerGpuHour: againstPricePerGpuHour } = against ?? others[0]!;
  const priceRatio = platforms.find((platform) => platform.gpu === gpu)!.pricePerGpuHour / againstPricePerGpuHour;
  const middle = 2 ** Math.round(Math.log2(priceRatio));
  const priceRatios = logGrid(middle / RATIO_REACH, middle * RATIO_REACH, grid.ratioSteps);
  const columns = priceLoadMap(
    (load) => predictionsAtLoad(scenario, load),
    grid.loads,
    gpu,
    priceRatios.map((ratio) => ratio / priceRatio),
    scenario.tieThresholdFraction,
  );
  const verdicts: (readonly Verdict[])[] = [];
  for (const column of columns) {
    verdicts.push(column);
    yield null;
  }
  return { gpu, against: againstGpu, loads: grid.loads, priceRatios, verdicts, priceRatio, againstPricePerGpuHour };
}
