import type { FineTuningChoice, FineTuningSettings } from "../questions/fine-tuning/fine-tuning-choice.ts";
import type { Asked, PlatformRow, Question } from "../questions/question.ts";
import type { ServingChoice, ServingSettings } from "../questions/serving/serving-choice.ts";
import type { PriceUnit } from "./price-units.ts";

/**
 * One platform as the user set it up: a row of one list for every question. Settings are always explicit, under each
 * question's key; those of a question that has no name here are read with `settingsIn`.
 */
export interface Platform extends PlatformRow {
  readonly serve: ServingSettings;
  readonly fineTune: FineTuningSettings;
}

/** How often both jobs are done, for the bill of both. */
export interface BillChoice {
  readonly runsPerMonth: number;
  /** Where serving has no demand, which says it better. */
  readonly servingHoursPerDay: number;
}

/** Everything the user chose, and nothing computed: plain, readonly, serializable. */
export interface Workspace {
  readonly version: 2;
  /** Id of the question that is shown. */
  readonly question: string;
  readonly llm: string;
  readonly priceUnit: PriceUnit;
  readonly tieThresholdFraction: number;
  readonly serve: ServingChoice;
  readonly fineTune: FineTuningChoice;
  readonly bill: BillChoice;
  /** In the user's order, which is that of colours; at most `MOST_PLATFORMS`. */
  readonly platforms: readonly Platform[];
}

export const MOST_PLATFORMS = 12;

type Keyed = Readonly<Record<string, unknown>>;

/** What the question is asked of all platforms alike. */
export function choiceIn<Choice extends object>(
  workspace: Workspace,
  { key }: Pick<Question<Choice, object>, "key" | "defaultChoice">,
): Choice {
  return (workspace as unknown as Keyed)[key] as Choice;
}

/** How a platform goes about the question. */
export function settingsIn<Settings extends object>(
  platform: Platform,
  { key }: Pick<Question<object, Settings>, "key" | "settingsFor">,
): Settings {
  return (platform as unknown as Keyed)[key] as Settings;
}

/** What a question is asked: the part of a workspace that it sees, without the platforms that are switched off. */
export function askedOf<Choice extends object, Settings extends object>(
  workspace: Workspace,
  question: Question<Choice, Settings>,
): Asked<Choice, Settings> {
  const { llm, tieThresholdFraction, platforms } = workspace;
  return {
    llm,
    choice: choiceIn(workspace, question),
    platforms: platforms
      .filter(({ compared }) => compared)
      .map((platform) => {
        const { id, name, gpu, gpuCount, compared, offer } = platform;
        return { id, name, gpu, gpuCount, compared, offer, settings: settingsIn(platform, question) };
      }),
    tieThresholdFraction,
  };
}
