import { type Assumption, assumptions } from "../catalog/assumptions.ts";
import { fineTuningAssumptionRecords } from "../catalog/fine-tuning-assumptions.ts";
import { gpuRecords } from "../catalog/gpus.ts";
import { llmRecords } from "../catalog/llms.ts";
import { priceLists } from "../catalog/price-lists.ts";
import { sources, type Source } from "../catalog/sources.ts";
import type { Origin } from "../core/explanation/quantity.ts";

const { priceIndex, pricePresets } = priceLists;

/** What kind of number an input is. */
type Mark = "modelled" | "measured" | "fitted" | "stated" | "datasheet" | "published" | "assumed" | "priced" | "chosen";

/** Where an input is from, for a reader: its kind, why it has its value, and the source. */
interface OriginFacts {
  readonly mark: Mark;
  readonly why: string | null;
  readonly source: Source | null;
}

const MEASURED_ROWS = "vessl-results";

/**
 * Looks an input's origin up in the records.
 *
 * @param priceList Id of the list that all prices are of, `index` for the source article's; null where they are typed.
 * @throws Error for an id that no record has.
 */
export function originFacts(origin: Origin, value: number, priceList: string | null): OriginFacts {
  switch (origin.kind) {
    case "chosen":
      return { mark: "chosen", why: null, source: null };
    case "worked-out":
      return { mark: "modelled", why: origin.how, source: null };
    case "length": {
      const facts = assumptionFacts(origin.assumption);
      return assumptionOf(origin.assumption).tokens === value ? facts : originFacts(CHOSEN, value, priceList);
    }
    case "price":
      return priceFacts(priceList);
    case "gpu": {
      const record = found(gpuRecords, origin.gpu);
      const measured = origin.group === "allReduce";
      return recordFacts(record, origin, measured ? "measured" : "datasheet");
    }
    case "llm":
      return recordFacts(found(llmRecords, origin.llm), origin, "published");
    case "assumption":
      return assumptionFacts(origin.id);
    case "engine":
      return { mark: "published", why: null, source: found(sources, origin.source) };
    case "fitted": {
      const { how, prior } = origin;
      const belief = prior === null ? "" : ` Believed before any row: ${assumptionOf(prior).why}`;
      // Rows of fine-tuning are of several publications.
      const isOfServing = prior === null || assumptions.has(prior);
      return {
        mark: "fitted",
        why: `Fitted ${how}.${belief}`,
        source: isOfServing ? found(sources, MEASURED_ROWS) : null,
      };
    }
    case "acceptance": {
      const which = origin.exact ? "of this GPU and KV format" : "of the closest settings that were measured";
      const why = `Accepted over drafted tokens, mean of ${origin.rows} rows ${which}.`;
      return { mark: "measured", why, source: found(sources, MEASURED_ROWS) };
    }
  }
}

const CHOSEN = { kind: "chosen" } as const;

function found<T>(records: ReadonlyMap<string, T>, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw new Error(`no record "${id}"`);
  return record;
}

/** Of either question. */
function assumptionOf(id: string): Assumption {
  return assumptions.get(id) ?? found(fineTuningAssumptionRecords, id);
}

function assumptionFacts(id: string): OriginFacts {
  const { mark, why, source } = assumptionOf(id);
  return { mark, why, source: source === null ? null : found(sources, source) };
}

interface SourcedRecord {
  readonly sources: Readonly<Record<string, string>>;
  readonly assumed: readonly string[];
  readonly note: string;
}

function recordFacts(record: SourcedRecord, { group, field }: Place, mark: Mark): OriginFacts {
  const source = record.sources[group];
  if (source === undefined) throw new Error(`no source of "${group}"`);
  const isAssumed = record.assumed.includes(field);
  return {
    mark: isAssumed ? "assumed" : mark,
    why: isAssumed ? record.note : null,
    source: found(sources, source),
  };
}

interface Place {
  readonly group: string;
  readonly field: string;
}

function priceFacts(list: string | null): OriginFacts {
  if (list === "index") return { mark: "priced", why: priceIndex.note, source: found(sources, priceIndex.source) };
  const preset = pricePresets.find(({ id }) => id === list);
  if (!preset) return { mark: "priced", why: "As typed.", source: null };
  const { name, asOf, undated, note, source } = preset;
  return {
    mark: "priced",
    why: [`${name}, ${asOf ?? undated}.`, note].filter((text) => text !== null).join(" "),
    source: found(sources, source),
  };
}
