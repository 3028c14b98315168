import {
  createColumnHelper,
  rowSortingFeature,
  createSortedRowModel,
  sortFns,
  tableFeatures,
} from "@tanstack/react-table";
import type { Explained } from "../../core/serving/explanation/explanation.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { MISSING, formatAmount } from "../format/format.ts";

/** What a table needs of a platform in either mode. */
export interface TabledPlatform {
  readonly gpu: { readonly id: string; readonly shortName: string };
  readonly offer: { readonly gpuCount: number; readonly pricePerGpuHour: number };
  readonly measuredRow: { readonly id: string } | null;
}

/** One row: a platform as numbers, with what was measured of it. */
export interface PlatformRow<Platform extends TabledPlatform> {
  readonly evaluation: Platform;
  readonly name: string;
  readonly relativeCost: number | null;
  readonly settings: string;
  readonly price: string;
  readonly unit: PriceUnit;
  readonly isWinner: boolean;
}

interface TabledEvaluation<Platform> {
  readonly platforms: readonly Platform[];
  readonly relativeCost: ReadonlyMap<string, number | null>;
  readonly scenario: { readonly priceUnit: PriceUnit };
  readonly recommendation: { readonly winner: string | null };
}

export function platformRows<Platform extends TabledPlatform>(
  { platforms, relativeCost, scenario, recommendation }: TabledEvaluation<Platform>,
  settingsText: (offer: Platform["offer"]) => string,
): readonly PlatformRow<Platform>[] {
  return platforms.map((evaluation) => ({
    evaluation,
    name: `${evaluation.offer.gpuCount}x ${evaluation.gpu.shortName}`,
    relativeCost: relativeCost.get(evaluation.gpu.id) ?? null,
    settings: settingsText(evaluation.offer),
    price: `${formatAmount(evaluation.offer.pricePerGpuHour, scenario.priceUnit)} per GPU-hour`,
    unit: scenario.priceUnit,
    isWinner: evaluation.gpu.id === recommendation.winner,
  }));
}

export interface NumberColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** With its unit, as `evaluate` names it. */
  readonly csvName: string;
  /** Spelled out, for the heading's tooltip. */
  readonly meaning: string;
  readonly value: (row: Row) => number | null;
  readonly format: (value: number, row: Row) => string;
  /** The measured figure beside it, where a row ran this. */
  readonly measured?: (row: Row) => number | null;
  /** Its published 99th percentile, which nothing but a row knows. */
  readonly measuredP99?: (row: Row) => number | null;
  /** The formula that the number opens to. */
  readonly opensTo?: Explained;
}

export const platformTableFeatures = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});

/**
 * Columns for TanStack Table; a missing number sorts last and shows as a dash. Made once each: a table starts anew with
 * other columns.
 *
 * @param measuredTitle Which row a measured figure is, for its tooltip.
 */
export function tableColumnsOf<Platform extends TabledPlatform>(
  numbers: readonly NumberColumn<PlatformRow<Platform>>[],
  measuredTitle: (row: PlatformRow<Platform>) => string,
) {
  const helper = createColumnHelper<typeof platformTableFeatures, PlatformRow<Platform>>();
  return helper.columns([
    helper.accessor((row) => row.name, { id: "name", header: "Platform" }),
    ...numbers.map((column) =>
      helper.accessor((row) => column.value(row) ?? undefined, {
        id: column.id,
        header: column.header,
        sortUndefined: "last",
        sortDescFirst: false,
        cell: ({ row }) => <NumberCell column={column} row={row.original} title={measuredTitle(row.original)} />,
      }),
    ),
  ]);
}

interface NumberCellProps<Platform extends TabledPlatform> {
  readonly column: NumberColumn<PlatformRow<Platform>>;
  readonly row: PlatformRow<Platform>;
  /** Of measured figures. */
  readonly title: string;
}

function NumberCell<Platform extends TabledPlatform>({ column, row, title }: NumberCellProps<Platform>) {
  const value = column.value(row);
  const measured = column.measured?.(row) ?? null;
  const p99 = column.measuredP99?.(row) ?? null;
  return (
    <>
      {value === null ? MISSING : <Figure column={column} row={row} text={column.format(value, row)} />}
      {measured !== null && (
        <small className="measured" title={title}>
          {column.format(measured, row)}
        </small>
      )}
      {p99 !== null && (
        <small className="measured" title={`99th percentile. ${title}`}>
          p99 {column.format(p99, row)}
        </small>
      )}
    </>
  );
}

function Figure<Platform extends TabledPlatform>({
  column,
  row,
  text,
}: Pick<NumberCellProps<Platform>, "column" | "row"> & { readonly text: string }) {
  return column.opensTo === undefined ? (
    text
  ) : (
    <ExplainedNumber gpu={row.evaluation.gpu.id} which={column.opensTo}>
      {text}
    </ExplainedNumber>
  );
}
