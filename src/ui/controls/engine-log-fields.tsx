import { useId, useState } from "react";
import { LOG_VERSIONS, type LogVersion } from "../../core/serving/physics/engine-log.ts";
import { infeasibilityClause } from "../../core/serving/answer/sentence.ts";
import { withSettings } from "../../scenario/changes.ts";
import type { ScenarioPlatform } from "../../scenario/evaluation.ts";
import { loggedKvCacheBytes, workedOutKvCacheBytes } from "../../scenario/kv-cache.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatGigabytes, formatOr } from "../format/format.ts";
import { parseKvCache } from "../format/parse-kv-cache.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation, useScenario } from "../use-scenario.ts";
import "./engine-log-fields.css";

const VERSION_NAMES: Readonly<Record<LogVersion, string>> = {
  "up-to-0.20": "up to 0.20",
  "0.21-to-0.25": "0.21 to 0.25",
  "since-0.26": "0.26 or newer",
};
const NEWEST: LogVersion = "since-0.26";

/** The KV cache that each platform's own engine printed at its start, in place of what the model works out. */
export function EngineLogFields() {
  const platforms = useEvaluation((evaluation) => evaluation.platforms);
  return (
    <div className="engine-log">
      <p className="hint">
        Paste the line “Available KV cache memory: … GiB” or “GPU KV cache size: … tokens” that vLLM prints at its
        start, or type GiB per GPU.
      </p>
      {platforms.map((platform) => (
        <EngineLogField key={platform.gpu.id} platform={platform} />
      ))}
    </div>
  );
}

function EngineLogField({ platform }: { readonly platform: ScenarioPlatform }) {
  const { gpu, offer, infeasible } = platform;
  const inUse = offer.kvCacheBytesPerGpu;
  const workload = useScenario((scenario) => scenario.workload);
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [version, setVersion] = useState(NEWEST);
  const [valueBefore, setValueBefore] = useState(inUse);
  const read = draft === null || draft.trim() === "" ? null : parseKvCache(draft);
  if (inUse !== valueBefore) {
    setValueBefore(inUse);
    // Somebody else changed it (undo, a preset): what is pasted here no longer stands for it.
    const isRead = read?.kind !== "unreadable";
    if (isRead && (read === null ? null : loggedKvCacheBytes(read, offer, version)) !== inUse) setDraft(null);
  }
  const take = (text: string, by: LogVersion): void => {
    setDraft(text);
    setVersion(by);
    const typed = text.trim() === "" ? null : parseKvCache(text);
    if (typed?.kind === "unreadable") return;
    const kvCacheBytesPerGpu = typed === null ? null : loggedKvCacheBytes(typed, offer, by);
    if (kvCacheBytesPerGpu !== inUse) changeScenario(withSettings(gpu.id, { kvCacheBytesPerGpu }));
  };
  const workedOut = formatOr(workedOutKvCacheBytes(workload, offer), (bytes) => `${formatGigabytes(bytes)} GB`);
  const problem =
    read?.kind === "unreadable"
      ? `${read.problem}; still using ${inUse === null ? "what is worked out" : `${formatGigabytes(inUse)} GB`}`
      : infeasible?.kind === "kv-cache-exceeds-memory"
        ? `${gpu.shortName} ${infeasibilityClause(infeasible)}`
        : null;
  return (
    <div className={`field ${platformClass(gpu.id)} ${problem === null ? "" : "field-wrong"}`}>
      <label htmlFor={id} className="platform-name">
        {gpu.shortName} <span className="visually-hidden">KV cache from the log</span>
      </label>
      <textarea
        id={id}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        value={draft ?? (inUse === null ? "" : `${(inUse / 1e9).toPrecision(4)} GB`)}
        placeholder={`worked out: ${workedOut}`}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-read`}
        onChange={(event) => take(event.target.value, version)}
      />
      {read?.kind === "tokens" && (
        <>
          <label className="version">
            of vLLM
            <select value={version} onChange={(event) => take(draft ?? "", event.target.value as LogVersion)}>
              {LOG_VERSIONS.map((name) => (
                <option key={name} value={name}>
                  {VERSION_NAMES[name]}
                </option>
              ))}
            </select>
          </label>
          <p className="hint">
            The same memory prints as other tokens in other versions: choose yours. Read with{" "}
            {offer.kvCache === "fp8" ? "FP8" : "bf16"} KV, TP {offer.tensorParallel}, max_num_batched_tokens{" "}
            {formatCount(offer.maxNumBatchedTokens)} and max_model_len{" "}
            {formatCount(read.maxModelLen ?? offer.maxModelLen)}.
          </p>
        </>
      )}
      <div id={`${id}-read`} className="log-read">
        {problem !== null && (
          <p className="problem" role="status">
            {problem}
          </p>
        )}
        {inUse !== null && (
          <p>
            = {formatGigabytes(inUse)} GB per GPU; worked out: {workedOut}{" "}
            <button type="button" aria-label={`Work it out, ${gpu.shortName}`} onClick={() => take("", version)}>
              Work it out
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
