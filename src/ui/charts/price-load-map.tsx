import { useDeferredValue, useState } from "react";
import { servingModel } from "../../catalog/serving-model.ts";
import type { Verdict } from "../../core/serving/answer/load-flips.ts";
import { switchPricePerGpuHour } from "../../core/serving/answer/switch-price.ts";
import { evaluationOf, loadRangeOf, loadSegmentsOf } from "../../scenario/evaluation.ts";
import { defaultRepriced, drawnGrid, type PriceLoad, priceLoadOf, repriceable } from "../../scenario/price-load.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { costUnitName, formatAmount, formatCount } from "../format/format.ts";
import { useInSlices } from "../use-in-slices.ts";
import { useScenario, useScenarioButLoad } from "../use-scenario.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { flipSentence } from "./flip-sentence.ts";
import { PriceLoadDrawing } from "./price-load-drawing.tsx";

function* drawnMap(scenario: Scenario, gpu: string | null): Generator<null, PriceLoad | null> {
  return gpu === null ? null : yield* priceLoadOf(scenario, gpu, drawnGrid(scenario));
}

/** Who wins over load and the price of one platform, with the place where the user is. */
export function PriceLoadMap() {
  // A dragged slider does not wait for what lies below the first view.
  const current = useDeferredValue(useScenario((scenario) => scenario));
  const scenario = useDeferredValue(useScenarioButLoad());
  // It stays when a typed price makes another platform the runner-up: the axes must not change places under the point.
  const [chosen, setChosen] = useState(() => defaultRepriced(scenario));
  const offered = repriceable(scenario);
  const gpu = chosen !== null && offered.includes(chosen) ? chosen : defaultRepriced(scenario);
  const { value: map, isCurrent } = useInSlices(drawnMap, scenario, gpu);
  if (gpu === null) {
    return (
      <ChartFrame title={TITLE} subtitle="needs two platforms to compare" columns={[]} rows={[]}>
        <p className="note">Compare another platform to see at which prices and loads which one wins.</p>
      </ChartFrame>
    );
  }
  const loadName = scenario.demand === null ? "requests in flight" : "requests/s";
  const against = map === null ? null : nameOf(map.against);
  return (
    <ChartFrame
      title={TITLE}
      subtitle={`${nameOf(gpu)} price against load, all other prices as they are`}
      {...tableOf(map, loadName)}
      className="price-load"
      note={
        <label className="inline">
          Move the price of{" "}
          <select value={gpu} onChange={(event) => setChosen(event.target.value)}>
            {offered.map((id) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <p className="flip-sentence">{sentenceFor(current, scenario, gpu)}</p>
      <div className="map-space" aria-busy={!isCurrent}>
        {map !== null && (
          <PriceLoadDrawing
            map={map}
            load={loadOf(current)}
            verdict={evaluationOf(current).recommendation}
            unit={scenario.priceUnit}
            ratioTitle={`${nameOf(map.gpu)} price over ${against} price`}
            priceTitle={`${nameOf(map.gpu)}, ${costUnitName(scenario.priceUnit)} per GPU-hour`}
            loadTitle={scenario.demand === null ? "requests in flight" : "requests per second, mean over the day"}
          />
        )}
      </div>
    </ChartFrame>
  );
}

const TITLE = "Who wins at which price and load";

function nameOf(gpu: string): string {
  return servingModel.gpus.get(gpu)?.shortName ?? gpu;
}

function loadOf({ demand, workload }: Scenario): number {
  return demand?.requestsPerSecond ?? workload.concurrency;
}

/** @param current With the load of this moment; the segments over all loads are of `scenario`, which lags behind it. */
function sentenceFor(current: Scenario, scenario: Scenario, gpu: string): string {
  const { platforms, recommendation } = evaluationOf(current);
  const turnsAt = switchPricePerGpuHour(platforms, gpu, current.tieThresholdFraction);
  const { pricePerGpuHour } = current.platforms.find((platform) => platform.gpu === gpu)!;
  return flipSentence({
    name: nameOf(gpu),
    gpu,
    winner: recommendation.winner,
    segments: loadSegmentsOf(scenario),
    turnsAt: turnsAt === null ? null : formatAmount(turnsAt, current.priceUnit),
    currentPrice: formatAmount(pricePerGpuHour, current.priceUnit),
    loadRange: loadRangeOf(scenario),
    loadUnit: scenario.demand === null ? "in flight" : "requests/s",
    inWholeUnits: scenario.demand !== null,
  });
}

const LISTED_LOADS = 6;
const LISTED_RATIOS = 9;

/** A coarse reading of the map: some of its loads and price ratios. */
function tableOf(map: PriceLoad | null, loadName: string) {
  const first = [{ header: "Price ratio", numeric: true }];
  if (map === null) return { columns: first, rows: [] };
  const columns = spread(map.loads.length, LISTED_LOADS);
  return {
    columns: [...first, ...columns.map((i) => ({ header: `${formatCount(map.loads[i]!)} ${loadName}` }))],
    rows: spread(map.priceRatios.length, LISTED_RATIOS).map((j) => [
      String(Number(map.priceRatios[j]!.toPrecision(3))),
      ...columns.map((i) => verdictName(map.verdicts[i]![j]!)),
    ]),
  };
}

/** So many places from the first to the last, evenly. */
function spread(length: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}

function verdictName({ winner, tie }: Verdict): string {
  if (winner === null) return "none";
  return tie ? `tie, ${nameOf(winner)}` : nameOf(winner);
}
