import { useDeferredValue, useState } from "react";
import { loadOf } from "../../core/serving/answer/serving-delivery.ts";
import type { RegionStanding } from "../../core/verdict/region-standing.ts";
import { inList } from "../../core/units/wording.ts";
import type { ServingAsked } from "../../questions/serving/serving-platforms.ts";
import { servingPlatforms } from "../../questions/serving/serving-platforms.ts";
import { defaultRepriced } from "../../questions/serving/serving-parts.ts";
import { type PriceLoadMap as PricedMap, priceLoadMap, repriceable } from "../../questions/serving/serving-regions.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { withOffer } from "../../workspace/changes.ts";
import { withConcurrency, withDemand } from "../../workspace/serving-changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { costUnitName, formatAmount, formatCount } from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useInSlices } from "../use-in-slices.ts";
import { useServingButLoad } from "../use-serving-but-load.ts";
import { useServingAnswer, useServingStudy, useWorkspace } from "../use-workspace.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { PriceLoadDrawing } from "./price-load-drawing.tsx";

const TITLE = "Who wins at which price and load";
/** Prices a map is drawn at. */
const STEPS = 64;

interface MapInput {
  readonly study: ServingStudy;
  readonly asked: ServingAsked;
}

function* drawnMap({ study, asked }: MapInput, id: string | null): Generator<null, PricedMap | null> {
  return id === null ? null : yield* priceLoadMap(servingPlatforms(study, asked), asked, id, STEPS);
}

const inputs = new WeakMap<ServingAsked, MapInput>();

/** One object for what is asked: another one starts the work anew. */
function mapInput(study: ServingStudy, asked: ServingAsked): MapInput {
  let input = inputs.get(asked);
  if (input === undefined) inputs.set(asked, (input = { study, asked }));
  return input;
}

/** Who wins over load and the price of one platform, with the place where the user is. */
export function PriceLoadMap() {
  // A dragged slider does not wait for what lies below the first view.
  const current = useDeferredValue(useServingAnswer((answer) => answer));
  const asked = useDeferredValue(useServingButLoad());
  const study = useServingStudy();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const labelOf = useLabels();
  // It stays when a typed price makes another platform the runner-up: the axes must not change places under the point.
  const [chosen, setChosen] = useState(() => defaultRepriced(current));
  const offered = repriceable(servingPlatforms(study, asked));
  const id = chosen !== null && offered.includes(chosen) ? chosen : (offered[0] ?? null);
  const { value: map, isCurrent } = useInSlices(drawnMap, mapInput(study, asked), id);
  if (id === null) {
    return (
      <ChartFrame title={TITLE} subtitle="needs two platforms with a price" columns={[]} rows={[]}>
        <p className="note">Price another platform to see at which prices and loads which one wins.</p>
      </ChartFrame>
    );
  }
  const isDemand = asked.choice.demand !== null;
  const nameOf = (standing: RegionStanding): string => standingName(standing, labelOf);
  const { ranking } = current;
  const here = ranking.kind === "none" ? "none" : labelOf(ranking.winner.id);
  return (
    <ChartFrame
      title={TITLE}
      subtitle={`${labelOf(id)} price against load, all other prices as they are; click to go there`}
      {...tableOf(map, nameOf, (price) => formatAmount(price, unit), isDemand ? "requests/s" : "in flight")}
      className="price-load"
      note={
        <label className="inline">
          Move the price of{" "}
          <select value={id} onChange={(event) => setChosen(event.target.value)}>
            {offered.map((each) => (
              <option key={each} value={each}>
                {labelOf(each)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <div className="map-space" aria-busy={!isCurrent}>
        {map !== null && (
          <PriceLoadDrawing
            map={map}
            load={loadOf(current.asked.choice)}
            here={ranking.kind === "close" ? `close, ${here}` : here}
            unit={unit}
            priceTitle={`${labelOf(map.id)}, ${costUnitName(unit)} per GPU-hour`}
            loadTitle={isDemand ? "requests per second, mean over the day" : "requests in flight"}
            nameOf={nameOf}
            onChoose={(load, price) =>
              changeWorkspace((workspace) =>
                withOffer(map.id, { pricePerGpuHour: Number(price.toPrecision(3)) })(
                  isDemand
                    ? withDemand({ requestsPerSecond: Number(load.toPrecision(3)) })(workspace)
                    : withConcurrency(load)(workspace),
                ),
              )
            }
          />
        )}
      </div>
    </ChartFrame>
  );
}

function standingName(standing: RegionStanding, labelOf: (id: string) => string): string {
  switch (standing.kind) {
    case "none":
      return "none";
    case "wins":
      return labelOf(standing.winner);
    case "close":
      return `close, ${labelOf(standing.winner)}`;
    case "alternates":
      return `${inList(standing.between.map((id) => (id === null ? "none" : labelOf(id))))} in turn`;
  }
}

/** Every eighth price, and who wins from which load on. */
function tableOf(
  map: PricedMap | null,
  nameOf: (standing: RegionStanding) => string,
  inPrice: (price: number) => string,
  loadUnit: string,
) {
  const columns = [
    { header: "Price per GPU-hour", numeric: true },
    { header: `Who wins from which load on (${loadUnit})` },
  ];
  if (map === null) return { columns, rows: [] };
  return {
    columns,
    rows: map.pricesPerGpuHour.flatMap((price, i) =>
      i % 8 === 0
        ? [[inPrice(price), (map.regions[i] ?? []).map((own) => `${formatCount(own.from)}: ${nameOf(own)}`).join("; ")]]
        : [],
    ),
  };
}
