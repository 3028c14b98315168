import { calibrate, type FittedPlatforms } from "../core/calibration/calibrate.ts";
import { calibrationContext } from "./calibration-context.ts";
import { servingRows } from "./serving-benchmark.ts";

/**
 * Parameters fitted to the measured rows. The production build runs this module and ships its result; everywhere else
 * the fit runs at start.
 */
export const calibration: FittedPlatforms = calibrate(servingRows, calibrationContext);
