import { indexPerGpuHour, type PricedPlatform, type PricedScenario, priceListOf, unpricedIn } from "./price-list.ts";

/**
 * A scenario of one mode at the prices of the other's: unit, and price of every GPU that both have.
 *
 * A platform leaves the comparison where a newly chosen list has no price for it, or where the unit changed and nobody
 * says its price in the new one; it comes back when it is priced again.
 *
 * @param before What `source` was: without it nothing was newly chosen, and only prices are taken over.
 */
export function withPricesOf<Target extends PricedScenario>(
  target: Target,
  source: PricedScenario,
  before: PricedScenario = source,
): Target {
  const newlyUnpriced = priceListOf(source) === priceListOf(before) ? [] : unpricedIn(source);
  const unpricedBefore = unpricedIn(before);
  const unitChanged = target.priceUnit !== source.priceUnit;
  const priced = (platform: PricedPlatform): PricedPlatform => {
    const { gpu, pricePerGpuHour, compared } = platform;
    const own = source.platforms.find((other) => other.gpu === gpu)?.pricePerGpuHour;
    const assumed = unitChanged && source.priceUnit === "index" ? indexPerGpuHour[gpu] : undefined;
    const leaves = newlyUnpriced.includes(gpu) || (own === undefined && unitChanged);
    const returns = own !== undefined && own !== pricePerGpuHour && unpricedBefore.includes(gpu);
    const next = { pricePerGpuHour: own ?? assumed ?? pricePerGpuHour, compared: !leaves && (compared || returns) };
    return next.pricePerGpuHour === pricePerGpuHour && next.compared === compared ? platform : { ...platform, ...next };
  };
  const platforms = target.platforms.map(priced);
  if (!unitChanged && platforms.every((platform, i) => platform === target.platforms[i])) return target;
  // An empty comparison has no answer: then all that have a price are compared.
  const some = platforms.some(({ compared }) => compared)
    ? platforms
    : platforms.map((platform) => ({ ...platform, compared: !newlyUnpriced.includes(platform.gpu) }));
  return { ...target, priceUnit: source.priceUnit, platforms: some };
}
