import { openServingStudy, type ServingStudy } from "./serving-study.ts";
import { gemmaServingData } from "./shipped/gemma-4-31b-serving.ts";

/** The study of the first view. */
export const gemmaServingStudy: ServingStudy = openServingStudy(gemmaServingData);
