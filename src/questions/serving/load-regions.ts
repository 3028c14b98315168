import type { Region } from "../../core/verdict/regions.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { type ServingAsked, servingPlatforms } from "./serving-platforms.ts";
import { contendersOver, loadRegions } from "./serving-regions.ts";

const known = new WeakMap<ServingStudy, WeakMap<ServingAsked, readonly Region[]>>();

/** Who is to be taken over all loads, worked out once for what is asked; the load asked about plays no part. */
export function loadRegionsIn(study: ServingStudy, asked: ServingAsked): readonly Region[] {
  let own = known.get(study);
  if (own === undefined) known.set(study, (own = new WeakMap()));
  let regions = own.get(asked);
  if (regions === undefined)
    own.set(asked, (regions = loadRegions(contendersOver(servingPlatforms(study, asked)), asked)));
  return regions;
}
