import { calibrateWithInfluence, type FittedPlatforms } from "../core/serving/fit/calibrate.ts";
import { fitResiduals, type FittedResiduals } from "../core/serving/fit/fit-residuals.ts";
import { calibrationContext } from "./calibration-context.ts";
import { servingRows } from "./serving-benchmark.ts";

const { platforms, influence } = calibrateWithInfluence(servingRows, calibrationContext);

/** Parameters fitted to the measured rows, at start; the production build ships the result (`shipped-facts.ts`). */
export const calibration: FittedPlatforms = platforms;

/** What those parameters leave unexplained at the measured cells. */
export const residuals: FittedResiduals = fitResiduals(servingRows, platforms, calibrationContext, influence);
