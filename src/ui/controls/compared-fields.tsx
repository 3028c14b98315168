import { servingModel } from "../../catalog/serving-model.ts";
import { withCompared } from "../../scenario/changes.ts";
import { type PricedPlatform, type PricedScenario, unpricedIn } from "../../scenario/price-list.ts";
import { changeScenario } from "../../scenario/store.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";

interface ComparedProps {
  readonly scenario: Omit<PricedScenario, "platforms"> & {
    readonly platforms: readonly (PricedPlatform & { readonly gpuCount: number })[];
  };
  readonly nameOf: (gpu: string) => string;
  readonly onChange: (gpu: string, compared: boolean) => void;
}

/** Which platforms take part, in either mode. The last one can't leave. */
export function Compared({ scenario, nameOf, onChange }: ComparedProps) {
  const { platforms } = scenario;
  const unpriced = unpricedIn(scenario);
  const alone = platforms.filter(({ compared }) => compared).length === 1;
  return (
    <div className="checks">
      {platforms.map(({ gpu, compared, gpuCount }) => (
        <label key={gpu} className={`check ${platformClass(gpu)}`}>
          <input
            type="checkbox"
            checked={compared}
            disabled={(compared && alone) || unpriced.includes(gpu)}
            onChange={(event) => onChange(gpu, event.target.checked)}
          />
          <span className="platform-name">
            {gpuCount}x {nameOf(gpu)}
          </span>
          {unpriced.includes(gpu) && <span className="hint">type its price to compare it</span>}
        </label>
      ))}
    </div>
  );
}

export function ComparedFields() {
  return (
    <Compared
      scenario={useScenario((scenario) => scenario)}
      nameOf={(gpu) => servingModel.gpus.get(gpu)!.shortName}
      onChange={(gpu, compared) => changeScenario(withCompared(gpu, compared))}
    />
  );
}
