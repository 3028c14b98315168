import { servingRows } from "../../catalog/serving-benchmark.ts";
import { servingStudyData } from "../fit-serving-study.ts";
import { servingFactsOf } from "../serving-facts.ts";

/**
 * The study of the first view. The build runs this module and ships its result, so that neither page nor terminal loads
 * the data files, their schemas or the fit; tests and the development server fit as they load it.
 */
export const gemmaServingData = servingStudyData(servingFactsOf("gemma-4-31b-it"), servingRows);
