import type * as z from "zod/mini";
import type { Offer } from "../core/economics/offer.ts";
import type { Bill, Quote } from "../core/economics/quote.ts";
import type { Gpu } from "../core/facts/gpu.ts";
import type { Band } from "../core/units/band.ts";

/** A row of the user's list of platforms, as far as every question knows it. */
export interface PlatformRow {
  /** Names the row in links, files and results; unique in the list. */
  readonly id: string;
  /** The user's; null takes one from the GPU and its count (`platformLabels`). */
  readonly name: string | null;
  readonly gpu: string;
  readonly gpuCount: number;
  /** False keeps the row and its settings, but out of the comparison. */
  readonly compared: boolean;
  readonly offer: Offer;
}

/** A row with its settings for one question. */
export interface AskedPlatform<Settings> extends PlatformRow {
  readonly settings: Settings;
}

/** What one question is asked: the part of a workspace that it sees. */
export interface Asked<Choice, Settings> {
  readonly llm: string;
  readonly choice: Choice;
  /** In the list's order, those switched off left out. */
  readonly platforms: readonly AskedPlatform<Settings>[];
  /** Two platforms whose cost differs by less than this fraction are a close call. */
  readonly tieThresholdFraction: number;
}

/** One platform's answer: what it delivers, what has to be bought for that, and at what cost. Everything of a row hangs on it. */
export interface PlatformAnswer<Delivery> {
  readonly platform: PlatformRow;
  readonly gpu: Gpu;
  /** As sentences and charts call it; unique in the list. */
  readonly label: string;
  readonly delivery: Delivery;
  /** Null where it does not deliver. */
  readonly bill: Bill | null;
  /** Null where it does not deliver. */
  readonly quote: Quote | null;
  /** Cost over the reference's, and its 90 % band; null without a cost. */
  readonly relativeCost: number | null;
  readonly relativeCostBand: Band | null;
}

/** A part of a choice that stands readable in a link's query: `conc=2048`. */
export interface QueryKey {
  readonly key: string;
  /** Where in the choice, as in `["workload", "concurrency"]`. */
  readonly path: readonly string[];
  /** How its value is written and read. */
  readonly kind: "count" | "number" | "seconds" | "fraction" | "flag" | "word";
  /** What a made link that lacks the key says by that; null unless said here. A promise to links: never changed. */
  readonly absent?: string | number | boolean;
}

/** Settings that a number of GPUs cannot run. */
export interface Misfit<Settings> {
  /** The setting that is wrong. */
  readonly setting: string;
  /** As in "must divide gpuCount into whole replicas". */
  readonly problem: string;
  /** The closest settings that so many GPUs do run. */
  readonly nearest: Settings;
}

/**
 * Something that the page can be asked about all platforms. The light part, which the first view needs of every
 * question: shape, defaults and link keys. What computes answers is loaded when asked.
 */
export interface Question<Choice extends object, Settings extends object> {
  /** In files and links: `"question": "serve"`. */
  readonly id: string;
  /** Its part of a workspace and of each platform, in files too. */
  readonly key: string;
  /** As the page's switch says it. */
  readonly title: string;
  readonly choiceSchema: z.ZodMiniType<Choice>;
  readonly settingsSchema: z.ZodMiniType<Settings>;
  readonly defaultChoice: Choice;
  /** Settings of a platform that says nothing: as the GPU's best measured rows ran, else the engine's defaults. */
  settingsFor(gpu: string, gpuCount: number): Settings;
  /** Null where so many GPUs can run these settings; whether they deliver is the answer's to say. */
  misfitOf(settings: Settings, gpuCount: number): Misfit<Settings> | null;
  readonly queryKeys: readonly QueryKey[];
  /** What a part of the choice that is null by default starts from, once anything of it is said: a demand. */
  readonly parts: Readonly<Record<string, object>>;
}
