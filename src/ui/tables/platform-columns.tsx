import {
  createColumnHelper,
  rowSortingFeature,
  createSortedRowModel,
  sortFns,
  tableFeatures,
} from "@tanstack/react-table";
import type { Quote } from "../../core/economics/quote.ts";
import type { PlatformAnswer } from "../../questions/question.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { MISSING, formatAmount } from "../format/format.ts";

/** What a table needs of a platform's answer to any question. */
export interface TabledPlatform extends Pick<
  PlatformAnswer<{ readonly kind: string; readonly measuredRow?: { readonly id: string } | null }>,
  "platform" | "label" | "delivery" | "quote" | "relativeCost"
> {}

/** One row: a platform's answer as numbers. */
export interface PlatformRow<Platform extends TabledPlatform> {
  readonly answer: Platform;
  readonly settings: string;
  readonly price: string;
  readonly unit: PriceUnit;
  readonly isWinner: boolean;
}

export function platformRows<Platform extends TabledPlatform>(
  platforms: readonly Platform[],
  winner: string | null,
  unit: PriceUnit,
  settingsText: (platform: Platform) => string,
): readonly PlatformRow<Platform>[] {
  return platforms.map((answer) => {
    const { pricePerGpuHour, provider } = answer.platform.offer;
    const price = pricePerGpuHour === null ? "price unknown" : `${formatAmount(pricePerGpuHour, unit)} per GPU-hour`;
    return {
      answer,
      settings: settingsText(answer),
      price: provider === null ? price : `${price}, ${provider}`,
      unit,
      isWinner: answer.platform.id === winner,
    };
  });
}

/** A cost where it is known. */
export function costIn(quote: Quote | null): number | null {
  return quote?.kind === "priced" ? quote.cost : null;
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
  readonly opensTo?: string;
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
    helper.accessor((row) => row.answer.label, { id: "name", header: "Platform" }),
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
    <ExplainedNumber id={row.answer.platform.id} which={column.opensTo}>
      {text}
    </ExplainedNumber>
  );
}
