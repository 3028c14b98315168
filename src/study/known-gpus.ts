import type { Gpu } from "../core/facts/gpu.ts";
import { catalogueGpus } from "./shipped/catalogue-gpus.ts";

/** Every GPU that a platform can be of, by id, with measured rows or without. */
export const gpus: ReadonlyMap<string, Gpu> = new Map(catalogueGpus.map((gpu) => [gpu.id, gpu]));
