import { gpus } from "../../catalog/gpus.ts";

/** Every GPU of the catalogue, checked; the build ships the result of this module. */
export const catalogueGpus = [...gpus.values()];
