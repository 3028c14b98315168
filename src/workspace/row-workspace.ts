import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import { askedOfRow } from "../questions/serving/measured-row-asked.ts";
import { servingQuestion } from "../questions/serving/serving-question.ts";
import { fitted } from "./changes.ts";
import { defaultSettings, defaultWorkspace, newRow } from "./default-workspace.ts";
import { priceLists } from "./listed-prices.ts";
import { questions } from "../questions/registry.ts";
import type { Workspace } from "./workspace.ts";

/**
 * What a published row ran, as a workspace with its GPU alone, so that the page shows its figures beside the prediction.
 * Prices are the index.
 *
 * @throws RangeError for a row whose settings are not known.
 */
export function workspaceOfRow(row: MeasuredServingRow): Workspace {
  const { gpu, gpuCount, settings, workload } = askedOfRow(row);
  const [index = null] = priceLists;
  const platform = { ...newRow(gpu, gpu, index), gpuCount, ...defaultSettings(gpu, gpuCount), serve: settings };
  return {
    ...defaultWorkspace,
    question: servingQuestion.id,
    serve: { ...defaultWorkspace.serve, workload },
    platforms: [fitted(platform, questions)],
  };
}
