import { fineTuningSettingsWords } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import { fineTuningAnswerText } from "../../questions/fine-tuning/fine-tuning-answer-text.ts";
import {
  withBestMeasuredFineTuning,
  withTunedFineTuning,
  fineTuningPolicyOf,
} from "../../workspace/settings-policies.ts";
import type { FineTuningPolicy } from "../../questions/fine-tuning/fine-tuning-settings.ts";
import { formatAmount } from "../format/format.ts";
import { AnswerPanel } from "../panels/answer-panel.tsx";
import { SettingsPolicy } from "../panels/settings-policy.tsx";
import { useWorkspace } from "../use-workspace.ts";
import { useFineTuningAnswer } from "./use-fine-tuning-answer.ts";

const POLICY_NAMES: Readonly<Record<FineTuningPolicy, string>> = {
  "best-measured": "the settings of each GPU’s fastest measured run",
  "tuned-cheapest": "tuned settings, the cheapest that fit",
  "tuned-fastest": "tuned settings, the fastest that fit",
  custom: "own settings",
};

const WAYS = [
  { policy: "best-measured", label: "Use best measured settings", change: withBestMeasuredFineTuning },
  { policy: "tuned-cheapest", label: "Tune for cost", change: () => withTunedFineTuning("cheapest") },
  { policy: "tuned-fastest", label: "Tune for time", change: () => withTunedFineTuning("fastest") },
] as const;

/** Who should fine-tune it. */
export function FineTuningResultPanel() {
  const answer = useFineTuningAnswer();
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const policy = useWorkspace(fineTuningPolicyOf);
  const { ranking, platforms } = answer;
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const label = platforms.find(({ platform }) => platform.id === winner)?.label;
  return (
    <AnswerPanel
      text={fineTuningAnswerText(answer, (price) => formatAmount(price, unit))}
      winner={winner}
      title={label === undefined ? "Fine-tuning – Headroom" : `${label}, fine-tuning – Headroom`}
      settings={<SettingsPolicy policy={policy} names={POLICY_NAMES} ways={WAYS} />}
      platformSettings={platforms.map(({ platform, label: own, delivery }) => ({
        id: platform.id,
        label: own,
        text: fineTuningSettingsWords(delivery.deployment).join(", "),
      }))}
    />
  );
}
