import { servingModel } from "../../catalog/serving-model.ts";
import { withCompared } from "../../scenario/changes.ts";
import { unpricedIn } from "../../scenario/price-list.ts";
import { changeScenario } from "../../scenario/store.ts";
import { platformClass } from "../platform-class.ts";
import { useScenario } from "../use-scenario.ts";

const { gpus } = servingModel;

/** Which platforms take part. The last one can't leave. */
export function ComparedFields() {
  const platforms = useScenario((scenario) => scenario.platforms);
  const unpriced = useScenario(unpricedIn);
  const alone = platforms.filter((platform) => platform.compared).length === 1;
  return (
    <div className="checks">
      {platforms.map(({ gpu, compared, gpuCount }) => (
        <label key={gpu} className={`check ${platformClass(gpu)}`}>
          <input
            type="checkbox"
            checked={compared}
            disabled={(compared && alone) || unpriced.includes(gpu)}
            onChange={(event) => changeScenario(withCompared(gpu, event.target.checked))}
          />
          <span className="platform-name">
            {gpuCount}x {gpus.get(gpu)!.shortName}
          </span>
          {unpriced.includes(gpu) && <span className="hint">type its price to compare it</span>}
        </label>
      ))}
    </div>
  );
}
