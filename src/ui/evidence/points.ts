import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import type { MeasuredServingRow } from "../../core/serving/fit/measured-row.ts";
import { deploymentOfRow } from "../../core/serving/fit/row-conditions.ts";
import type { HeldOutRow } from "../../core/validation/held-out-row.ts";
import { inSignedPercents } from "../../core/validation/error-text.ts";
import { platformClass } from "../platform-class.ts";
import { linkOf } from "../../workspace/link/write-link.ts";
import { workspaceOfRow } from "../../workspace/row-workspace.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { formatCount, formatTime } from "../format/format.ts";
import { servingSettingsText } from "../format/serving-settings-text.ts";

const { model: servingModel } = gemmaServingStudy;

/** What is plotted. */
export type Quantity = "step" | "throughput" | "ttft";

interface QuantityOfRows {
  readonly name: string;
  readonly unit: string;
  readonly figures: (row: HeldOutRow) => { readonly measured: number | null; readonly predicted: number | null };
  /** The same of any published row, for axes that do not move while predictions come in. */
  readonly published: (row: MeasuredServingRow) => number | null;
  readonly format: (value: number) => string;
}

/** A published row against a prediction that did not see it. */
export interface Point {
  readonly row: string;
  readonly gpu: string;
  readonly steady: boolean;
  readonly settings: string;
  readonly measured: number;
  readonly predicted: number;
  /** predicted / measured - 1 */
  readonly relativeError: number;
  readonly workspace: Workspace;
  readonly link: string;
}

export const QUANTITIES: Readonly<Record<Quantity, QuantityOfRows>> = {
  step: {
    name: "Step time",
    unit: "gap between streamed chunks",
    figures: ({ measuredStepSeconds, predictedStepSeconds }) => ({
      measured: measuredStepSeconds,
      predicted: predictedStepSeconds,
    }),
    published: ({ chunkGapMedianSeconds }) => chunkGapMedianSeconds,
    format: formatTime,
  },
  throughput: {
    name: "Output tokens per second",
    unit: "whole platform, through the benchmark’s client",
    figures: ({ compared }) => ({
      measured: compared?.published.outputTokensPerSecond ?? null,
      predicted: compared?.predicted.client.outputTokensPerSecond ?? null,
    }),
    published: ({ outputTokensPerSecond }) => outputTokensPerSecond,
    format: formatCount,
  },
  ttft: {
    name: "Median TTFT",
    unit: "through the benchmark’s client",
    figures: ({ compared }) => ({
      measured: compared?.published.ttftMedianSeconds ?? null,
      predicted: compared?.predicted.client.ttftMedianSeconds ?? null,
    }),
    published: ({ ttftMedianSeconds }) => ttftMedianSeconds,
    format: formatTime,
  },
};

const rowsById = new Map(servingModel.rows.map((row) => [row.id, row]));
const linked = new Map<string, Pick<Point, "settings" | "workspace" | "link">>();

/** What does not change with the quantity, once for each row. */
function linkedRow(id: string): Pick<Point, "settings" | "workspace" | "link"> {
  const known = linked.get(id);
  if (known) return known;
  const row = rowsById.get(id);
  if (row === undefined) throw new RangeError(`no row "${id}"`);
  const workspace = workspaceOfRow(row);
  const ran = servingSettingsText({ ...deploymentOfRow(row), acceptanceRate: null }, gemmaServingStudy);
  const settings = `${ran}; ${formatCount(workspace.serve.workload.concurrency)} in flight`;
  const made = { settings, workspace, link: linkOf(workspace, null) };
  linked.set(id, made);
  return made;
}

/** Everything that an axis of the quantity is to hold. */
export function axisValues(quantity: Quantity, points: readonly Point[]): readonly number[] {
  const published = servingModel.rows.flatMap((row) => QUANTITIES[quantity].published(row) ?? []);
  return [...published.filter((value) => value > 0), ...points.map(({ predicted }) => predicted)];
}

type PointLists = Map<Quantity, readonly Point[]>;
const pointLists = new WeakMap<readonly HeldOutRow[], PointLists>();

/** Rows that have both figures. The same points for the same rows, so that the chart is not drawn anew. */
export function pointsOf(rows: readonly HeldOutRow[], quantity: Quantity): readonly Point[] {
  const lists: PointLists = pointLists.get(rows) ?? new Map();
  pointLists.set(rows, lists);
  const points = lists.get(quantity) ?? makePoints(rows, quantity);
  lists.set(quantity, points);
  return points;
}

function makePoints(rows: readonly HeldOutRow[], quantity: Quantity): readonly Point[] {
  return rows.flatMap((row) => {
    const { measured, predicted } = QUANTITIES[quantity].figures(row);
    // 0 has no place on a logarithmic axis.
    if (measured === null || predicted === null || !(measured > 0) || !(predicted > 0)) return [];
    const { row: id, gpu, exclusion } = row;
    const relativeError = predicted / measured - 1;
    return [{ row: id, gpu, steady: exclusion === null, measured, predicted, relativeError, ...linkedRow(id) }];
  });
}

/** A point in words. */
export function describe({ row, settings, measured, predicted, relativeError }: Point, quantity: Quantity): string {
  const { format } = QUANTITIES[quantity];
  return `${row}: ${settings}; measured ${format(measured)}, predicted ${format(predicted)}, ${inSignedPercents(relativeError)}`;
}

const PLACES = [...servingModel.gpus.keys()];

/** Rows are of GPUs, and no platform of the list: each has the colour of its place among the measured ones. */
export function gpuClass(gpu: string): string {
  const place = PLACES.indexOf(gpu);
  return platformClass(place < 0 ? null : place);
}
