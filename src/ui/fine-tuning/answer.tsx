import { useEffect } from "react";
import type { FlipPrice } from "../../core/serving/answer/recommend.ts";
import { inList } from "../../core/serving/answer/wording.ts";
import {
  trainingInfeasibilityClause,
  trainingWarningSentence,
} from "../../core/fine-tuning/answer/training-sentence.ts";
import { trainingSwitchPricePerGpuHour } from "../../core/fine-tuning/answer/training-switch-price.ts";
import type { TrainingEvaluation } from "../../core/fine-tuning/answer/training-evaluation.ts";
import { shippedTrainingFacts } from "../../catalog/shipped-training-facts.ts";
import { trainingModel } from "../../catalog/training-model.ts";
import {
  trainingPolicyOf,
  type TrainingPolicy,
  withBestMeasuredTraining,
  withTrainingTuned,
} from "../../scenario/fine-tuning-changes.ts";
import type { FineTuningEvaluation } from "../../scenario/fine-tuning-evaluation.ts";
import { changeFineTuning } from "../../scenario/fine-tuning-store.ts";
import { formatAmount } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { gpuName, trainingSettingsText } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

/** The recommendation with its reason, what would flip it, what to know before running it, and the settings it holds for. */
export function TrainingAnswer() {
  const evaluation = useFineTuningEvaluation();
  const { recommendation, sentence, warnings, platforms, scenario } = evaluation;
  const { winner } = recommendation;
  const title = winner === null ? "Fine-tuning – Headroom" : `${gpuName(winner)}, fine-tuning – Headroom`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const wording = { gpus: trainingModel.gpus, tokens: scenario.fineTuning.tokens };
  const excluded = platforms.filter(({ infeasible }) => winner !== null && infeasible !== null);
  return (
    <section className={`answer ${platformClass(winner)}`} aria-labelledby="verdict">
      <h1 id="verdict" className="verdict" aria-live="polite">
        {sentence}
      </h1>
      <ul className="facts">
        {recommendation.flipPrices.map((flip) => (
          <li key={`${flip.gpu} ${flip.against}`}>{flipText(flip, evaluation)}</li>
        ))}
        {excluded.map(({ gpu, infeasible }) => (
          <li key={gpu.id}>
            {gpu.shortName} {trainingInfeasibilityClause(infeasible!)}
          </li>
        ))}
        {platforms.some(({ performance }) => performance) && <li>{evidenceText(evaluation)}</li>}
        {otherSoftware(platforms).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <ul className="training-warnings" aria-label="Before you run it">
          {warnings.map((warning) => (
            <li key={`${warning.gpu} ${warning.kind}`}>{trainingWarningSentence(warning, wording)}</li>
          ))}
        </ul>
      )}
      <TrainingSettingsLine />
    </section>
  );
}

/** Equal cost, and the price at which the recommendation turns: with a tie these differ. */
function flipText(flip: FlipPrice, { recommendation, platforms, scenario }: FineTuningEvaluation): string {
  const { priceUnit, tieThresholdFraction } = scenario;
  const name = gpuName(flip.gpu);
  const amount = (price: number): string => formatAmount(price, priceUnit);
  const turnsAt = trainingSwitchPricePerGpuHour(platforms, flip.gpu, tieThresholdFraction);
  const equal = `as much per trained token as ${gpuName(flip.against)} at ${amount(flip.pricePerGpuHour)}`;
  const now = `now ${amount(flip.currentPricePerGpuHour)}`;
  if (turnsAt === null) return `${name} costs ${equal} per GPU-hour, ${now}`;
  const verb = flip.gpu === recommendation.winner ? "stays the choice" : "is the choice";
  return `${name} ${verb} up to ${amount(turnsAt)} per GPU-hour, costing ${equal}, ${now}`;
}

/** What kind of numbers decide: whose steps were measured at just this, and that memory is counted. */
function evidenceText({ platforms, recommendation }: FineTuningEvaluation): string {
  const { winner, runnerUp } = recommendation;
  const deciding = platforms.filter(({ gpu }) => winner === null || gpu.id === winner || gpu.id === runnerUp);
  const named = (kinds: readonly string[]): readonly string[] =>
    deciding.flatMap(({ gpu, evidence }) => (evidence !== null && kinds.includes(evidence) ? [gpu.shortName] : []));
  const measured = named(["measured"]);
  const beyond = named(["extrapolated", "prior"]);
  const memory = "memory is counted, and no published run says its peak";
  if (beyond.length > 0) return `Modelled, and extrapolated beyond the measured runs on ${inList(beyond)}; ${memory}`;
  if (measured.length > 0)
    return `Modelled; step times of ${inList(measured)} were measured at just this run; ${memory}`;
  return `Modelled, between measured runs; ${memory}`;
}

/** GPUs that somebody else measured, with other software than the source article's: not like for like. */
function otherSoftware(platforms: readonly TrainingEvaluation[]): readonly string[] {
  return shippedTrainingFacts.benchmarks.slice(1).flatMap(({ publisher, software, gpus }) => {
    const own = platforms.filter(({ gpu }) => gpus.includes(gpu.id)).map(({ gpu }) => gpu.shortName);
    if (own.length === 0 || own.length === platforms.length) return [];
    return [`${inList(own)}: runs by ${publisher}, with ${software}; software differs from the others’`];
  });
}

const POLICY_NAMES: Readonly<Record<TrainingPolicy, string>> = {
  "best-measured": "the settings of each GPU’s fastest measured run",
  "tuned-cheapest": "tuned settings, the cheapest that fit",
  "tuned-fastest": "tuned settings, the fastest that fit",
  custom: "own settings",
};

/** The settings that decide, said, and switched with one click. */
function TrainingSettingsLine() {
  const { platforms, scenario } = useFineTuningEvaluation();
  const policy = trainingPolicyOf(scenario);
  return (
    <div className="settings-line">
      <p>
        With <b>{POLICY_NAMES[policy]}</b>:{" "}
        {platforms.map(({ gpu, offer }) => `${gpu.shortName} ${trainingSettingsText(offer)}`).join("; ")}
      </p>
      {policy !== "best-measured" && (
        <button type="button" onClick={() => changeFineTuning(withBestMeasuredTraining())}>
          Use best measured settings
        </button>
      )}
      {policy !== "tuned-cheapest" && (
        <button type="button" onClick={() => changeFineTuning(withTrainingTuned("cheapest"))}>
          Tune for cost
        </button>
      )}
      {policy !== "tuned-fastest" && (
        <button type="button" onClick={() => changeFineTuning(withTrainingTuned("fastest"))}>
          Tune for time
        </button>
      )}
    </div>
  );
}
