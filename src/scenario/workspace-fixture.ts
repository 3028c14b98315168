import fc from "fast-check";
import { defaultScenario } from "./default-scenario.ts";
import { anyFineTuningScenario } from "./fine-tuning-fixture.ts";
import { anyScenario } from "./permalink-fixture.ts";
import { withPricesOf } from "./shared-prices.ts";
import { BILL_RANGES, MODES, type Workspace } from "./workspace.ts";

/** Any workspace that a person could set up: prices are the same in both modes. */
export const anyWorkspace: fc.Arbitrary<Workspace> = fc
  .record({
    mode: fc.constantFrom(...MODES),
    serving: anyScenario.map((scenario) => ({ ...scenario, llm: defaultScenario.llm })),
    fineTuning: fc.option(anyFineTuningScenario),
    bill: fc.record({
      runsPerMonth: fc.double({ ...BILL_RANGES.runsPerMonth, noNaN: true }).map((runs) => runs + 0),
      servingHoursPerDay: fc.double({ ...BILL_RANGES.servingHoursPerDay, noNaN: true }).map((hours) => hours + 0),
    }),
  })
  .map(({ fineTuning, serving, ...rest }) => ({
    ...rest,
    serving,
    fineTuning: fineTuning && withPricesOf(fineTuning, serving),
  }));
