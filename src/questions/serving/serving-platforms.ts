import { gpus } from "../../study/known-gpus.ts";
import type { Gpu } from "../../core/facts/gpu.ts";
import type { ServedLoad, ServingRequest } from "../../core/serving/answer/served-load.ts";
import {
  type LoadedPlatform,
  loadedPlatform,
  type ServingDelivery,
} from "../../core/serving/answer/serving-delivery.ts";
import type { HighestLoad } from "../../core/serving/answer/sustainable.ts";
import type { Deployment } from "../../core/serving/physics/deployment.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import type { Candidate } from "../comparison.ts";
import { platformLabels } from "../platform-labels.ts";
import type { Asked, AskedPlatform, PlatformAnswer } from "../question.ts";
import type { ServingChoice, ServingSettings } from "./serving-choice.ts";
import { settingsWords } from "./settings-words.ts";

export type ServingAsked = Asked<ServingChoice, ServingSettings>;
export type ServingRow = AskedPlatform<ServingSettings>;

/** A row of the list with what it is asked, and what it does at any load. */
export interface ServingPlatform {
  readonly row: ServingRow;
  readonly gpu: Gpu;
  /** As sentences and charts call it; unique in the list. */
  readonly label: string;
  readonly request: ServingRequest;
  /** As set up; what is served may be tuned, or of as many units as a demand takes. */
  readonly deployment: Deployment;
  readonly loaded: LoadedPlatform;
}

/** What serving comes to on one platform. */
export interface ServingPlatformAnswer extends PlatformAnswer<ServingDelivery>, Candidate {
  readonly platform: ServingRow;
  /** Null where no limit is set, where a demand is asked about, and where it does not deliver. */
  readonly highestLoad: HighestLoad | null;
}

/**
 * Everything asked about, before any of it is served.
 *
 * @throws RangeError for another LLM than the study's, and for a GPU that the catalogue does not have; links and files are checked before.
 */
export function servingPlatforms(study: ServingStudy, asked: ServingAsked): readonly ServingPlatform[] {
  if (asked.llm !== study.llm.id) throw new RangeError(`the study of ${study.llm.id} knows nothing of ${asked.llm}`);
  const rows = new Map(asked.platforms.map((row) => [row.id, row]));
  const wordsOf = (id: string): readonly string[] => {
    const row = rows.get(id);
    return row === undefined ? [] : settingsWords(row.settings);
  };
  const labels = platformLabels(asked.platforms, gpus, wordsOf);
  return asked.platforms.map((row): ServingPlatform => {
    const gpu = gpus.get(row.gpu);
    if (gpu === undefined) throw new RangeError(`unknown GPU: ${row.gpu}`);
    return { row, gpu, label: labels.get(row.id) ?? row.id, ...setUpOf(study, asked.choice, row) };
  });
}

type SetUp = Pick<ServingPlatform, "request" | "deployment" | "loaded">;

/** By what it is set up with, as long as those are the same objects: while a price is dragged. */
const setUps = new WeakMap<
  ServingSettings,
  WeakMap<ServingChoice, SetUp & { readonly key: string; readonly study: ServingStudy }>
>();

function setUpOf(study: ServingStudy, choice: ServingChoice, row: ServingRow): SetUp {
  const { settings, gpu, gpuCount, offer } = row;
  const key = `${gpu} ${gpuCount} ${offer.rentalUnitGpus}`;
  let known = setUps.get(settings);
  if (known === undefined) setUps.set(settings, (known = new WeakMap()));
  const last = known.get(choice);
  if (last?.key === key && last.study === study) return last;
  const request = { ...choice, locked: settings.locked };
  const deployment = deploymentOf(row);
  const loaded = loadedPlatform(study.model, request, deployment, offer.rentalUnitGpus);
  const made = { request, deployment, loaded, key, study };
  known.set(choice, made);
  return made;
}

export function deploymentOf({ gpu, gpuCount, settings }: ServingRow): Deployment {
  const { engine: _engine, expertParallel: _ep, attentionDataParallel: _dp, locked: _locked, ...own } = settings;
  return { gpu, gpuCount, ...own };
}

/** A platform at a load, as money and ranking see it. */
export function candidateAt({ row, gpu, label }: ServingPlatform, served: ServedLoad): Candidate {
  if (served.kind === "cannot") return { platform: row, gpu, label, bill: null, seconds: null, withinLimits: false };
  const { bill, performance, breaches } = served;
  const withinLimits = breaches.length === 0;
  return { platform: row, gpu, label, bill, seconds: performance.requestSeconds, withinLimits };
}
