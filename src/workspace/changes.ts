import { TUNABLE_SETTINGS } from "../core/fine-tuning/answer/tunable-fine-tuning.ts";
import type { Offer } from "../core/economics/offer.ts";
import type { FineTuningChoice, FineTuningSettings } from "../questions/fine-tuning/fine-tuning-choice.ts";
import { questions, type Registry } from "../questions/registry.ts";
import type { ServingChoice, ServingSettings } from "../questions/serving/serving-choice.ts";
import { defaultSettings, freeId, newRow } from "./default-workspace.ts";
import { offerOf, priceListOf, priceLists } from "./listed-prices.ts";
import type { PriceUnit } from "./price-units.ts";
import { type BillChoice, MOST_PLATFORMS, type Platform, settingsIn, type Workspace } from "./workspace.ts";

/** What a control does to the workspace. Pure; the same object comes back where nothing changes. */
export type Change = (workspace: Workspace) => Workspace;

/** A row of the GPU at the end of the list, as it ran best, at the price of the list in use. */
export function addPlatform(gpu: string, registry: Registry = questions): Change {
  return (workspace) => {
    const { platforms } = workspace;
    if (platforms.length >= MOST_PLATFORMS) return workspace;
    const row = newRow(gpu, freeId(gpu, idsOf(platforms)), priceListOf(workspace));
    return { ...workspace, platforms: [...platforms, { ...row, ...defaultSettings(gpu, row.gpuCount, registry) }] };
  };
}

/** The same row once more, below it; a name is not taken along, for two rows of one name could not be told apart. */
export function duplicatePlatform(id: string): Change {
  return (workspace) => {
    const { platforms } = workspace;
    const at = platforms.findIndex((platform) => platform.id === id);
    const original = platforms[at];
    if (original === undefined || platforms.length >= MOST_PLATFORMS) return workspace;
    const copy = { ...original, id: freeId(original.gpu, idsOf(platforms)), name: null };
    return { ...workspace, platforms: platforms.toSpliced(at + 1, 0, copy) };
  };
}

/** The last compared platform stays: an empty comparison has no answer. */
export function removePlatform(id: string): Change {
  return (workspace) => {
    const rest = workspace.platforms.filter((platform) => platform.id !== id);
    const isRemoved = rest.length < workspace.platforms.length;
    return isRemoved && rest.some(({ compared }) => compared) ? { ...workspace, platforms: rest } : workspace;
  };
}

/** @param name Null or blank takes the name from the GPU and its count again. */
export function renamePlatform(id: string, name: string | null): Change {
  const given = name?.trim().slice(0, MOST_NAME_CHARACTERS).trim() ?? "";
  return onPlatform(id, (platform) => ({ ...platform, name: given === "" ? null : given }));
}

/** Of a platform's name and of its provider's, so that twelve of each fit a link. */
export const MOST_NAME_CHARACTERS = 32;

/** @param toIndex Where the row is afterwards; beyond the list's ends it is the first or last. */
export function movePlatform(id: string, toIndex: number): Change {
  return (workspace) => {
    const { platforms } = workspace;
    const at = platforms.findIndex((platform) => platform.id === id);
    const moved = platforms[at];
    const to = Math.min(Math.max(toIndex, 0), platforms.length - 1);
    if (moved === undefined || to === at) return workspace;
    return { ...workspace, platforms: platforms.toSpliced(at, 1).toSpliced(to, 0, moved) };
  };
}

/** The last compared platform stays: an empty comparison has no answer. */
export function switchPlatform(id: string, compared: boolean): Change {
  return (workspace) => {
    const next = onPlatform(id, (platform) => ({ ...platform, compared }))(workspace);
    return next.platforms.some((platform) => platform.compared) ? next : workspace;
  };
}

/**
 * Another GPU in a row: settings and price are then that GPU's own, and a price that the list in use does not have is
 * unknown. The row keeps its id, name, count, provider and rental unit.
 */
export function withGpu(id: string, gpu: string, registry: Registry = questions): Change {
  return (workspace) =>
    onPlatform(id, (platform) => {
      if (platform.gpu === gpu) return platform;
      const offer = { ...platform.offer, ...offerOf(priceListOf(workspace), gpu) };
      return { ...platform, gpu, offer, ...defaultSettings(gpu, platform.gpuCount, registry) };
    })(workspace);
}

/** Another number of GPUs; settings that so many cannot run become the closest that they can. */
export function withGpuCount(id: string, gpuCount: number, registry: Registry = questions): Change {
  return onPlatform(id, (platform) => fitted({ ...platform, gpuCount }, registry));
}

/** @param id One platform, or null for all. */
export function withOffer(id: string | null, patch: Partial<Offer>): Change {
  return onPlatform(id, (platform) => ({ ...platform, offer: { ...platform.offer, ...patch } }));
}

/** @param id One platform, or null for all: then each takes what its GPUs can run of it. */
export function withServing(
  id: string | null,
  patch: Partial<ServingSettings>,
  registry: Registry = questions,
): Change {
  return onPlatform(id, (platform) => fitted({ ...platform, serve: { ...platform.serve, ...patch } }, registry));
}

/**
 * A setting chosen by hand is kept from then on where settings are tuned, and the others stay tuned.
 *
 * @param id One platform, or null for all.
 */
export function withFineTuning(
  id: string | null,
  patch: Partial<FineTuningSettings>,
  registry: Registry = questions,
): Change {
  const chosen = TUNABLE_SETTINGS.filter((name) => name in patch);
  return onPlatform(id, (platform) => {
    const { tuned, locked } = platform.fineTune;
    const kept = tuned ? [...new Set([...locked, ...chosen])] : locked;
    return fitted({ ...platform, fineTune: { ...platform.fineTune, locked: kept, ...patch } }, registry);
  });
}

export function withServingChoice(patch: Partial<ServingChoice>): Change {
  return (workspace) => ({ ...workspace, serve: { ...workspace.serve, ...patch } });
}

export function withFineTuningChoice(patch: Partial<FineTuningChoice>): Change {
  return (workspace) => ({ ...workspace, fineTune: { ...workspace.fineTune, ...patch } });
}

/** Relabels; nothing is converted. */
export function withPriceUnit(priceUnit: PriceUnit): Change {
  return (workspace) => ({ ...workspace, priceUnit });
}

/** Every price from one list, and its unit; a GPU that the list lacks has no known price. @throws RangeError for no list's id. */
export function withPriceList(listId: string): Change {
  const list = priceLists.find(({ id }) => id === listId);
  if (list === undefined) throw new RangeError(`no price list "${listId}"`);
  return (workspace) => ({
    ...onPlatform(null, (platform) => ({
      ...platform,
      offer: { ...platform.offer, ...offerOf(list, platform.gpu) },
    }))(workspace),
    priceUnit: list.unit,
  });
}

export function withTieThreshold(tieThresholdFraction: number): Change {
  return (workspace) => ({ ...workspace, tieThresholdFraction });
}

export function withBill(patch: Partial<BillChoice>): Change {
  return (workspace) => ({ ...workspace, bill: { ...workspace.bill, ...patch } });
}

export function showQuestion(id: string): Change {
  return (workspace) => (workspace.question === id ? workspace : { ...workspace, question: id });
}

/** @param id One platform, or null for all. */
export function onPlatform(id: string | null, change: (platform: Platform) => Platform): Change {
  return (workspace) => {
    const platforms = workspace.platforms.map((platform) =>
      id === null || platform.id === id ? change(platform) : platform,
    );
    const isSame = platforms.every((platform, i) => platform === workspace.platforms[i]);
    return isSame ? workspace : { ...workspace, platforms };
  };
}

/** The row with, under every question, the closest settings that its GPUs can run. */
export function fitted(platform: Platform, registry: Registry): Platform {
  return registry.reduce((row, question) => {
    const misfit = question.misfitOf(settingsIn(row, question), row.gpuCount);
    return misfit === null ? row : { ...row, [question.key]: misfit.nearest };
  }, platform);
}

function idsOf(platforms: readonly Platform[]): ReadonlySet<string> {
  return new Set(platforms.map(({ id }) => id));
}
