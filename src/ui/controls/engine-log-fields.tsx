import { useId, useState } from "react";
import { infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import { LOG_VERSIONS, type LogVersion } from "../../core/serving/physics/engine-log.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import { loggedKvCacheBytes, workedOutKvCacheBytes } from "../../questions/serving/logged-kv-cache.ts";
import { withServing } from "../../workspace/changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { formatCount, formatGigabytes, formatOr } from "../format/format.ts";
import { parseKvCache } from "../format/parse-kv-cache.ts";
import { useServingStudy, useWorkspace } from "../use-workspace.ts";
import "./engine-log-fields.css";

const VERSION_NAMES: Readonly<Record<LogVersion, string>> = {
  "up-to-0.20": "up to 0.20",
  "0.21-to-0.25": "0.21 to 0.25",
  "since-0.26": "0.26 or newer",
};
const NEWEST: LogVersion = "since-0.26";

/** The KV cache that a platform's own engine printed at its start, in place of what the model works out. */
export function EngineLogField({ answer }: { readonly answer: ServingPlatformAnswer }) {
  const { platform, label, delivery } = answer;
  const { deployment } = delivery;
  const study = useServingStudy();
  const inUse = platform.settings.kvCacheBytesPerGpu;
  const workload = useWorkspace(({ serve }) => serve.workload);
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [version, setVersion] = useState(NEWEST);
  const [valueBefore, setValueBefore] = useState(inUse);
  const read = draft === null || draft.trim() === "" ? null : parseKvCache(draft);
  if (inUse !== valueBefore) {
    setValueBefore(inUse);
    // Somebody else changed it (undo, a preset): what is pasted here no longer stands for it.
    const isRead = read?.kind !== "unreadable";
    if (isRead && (read === null ? null : loggedKvCacheBytes(study, read, deployment, version)) !== inUse)
      setDraft(null);
  }
  const take = (text: string, by: LogVersion): void => {
    setDraft(text);
    setVersion(by);
    const typed = text.trim() === "" ? null : parseKvCache(text);
    if (typed?.kind === "unreadable") return;
    const kvCacheBytesPerGpu = typed === null ? null : loggedKvCacheBytes(study, typed, deployment, by);
    if (kvCacheBytesPerGpu !== inUse) changeWorkspace(withServing(platform.id, { kvCacheBytesPerGpu }));
  };
  const workedOut = formatOr(
    workedOutKvCacheBytes(study, workload, deployment),
    (bytes) => `${formatGigabytes(bytes)} GB`,
  );
  const problem =
    read?.kind === "unreadable"
      ? `${read.problem}; still using ${inUse === null ? "what is worked out" : `${formatGigabytes(inUse)} GB`}`
      : delivery.kind === "cannot" && delivery.why.kind === "kv-cache-exceeds-memory"
        ? `${label} ${infeasibilityClause(delivery.why)}`
        : null;
  return (
    <div className={`field engine-log ${problem === null ? "" : "field-wrong"}`}>
      <label htmlFor={id}>
        KV cache from your log<span className="visually-hidden">, {label}</span>
      </label>
      <p className="hint">
        Paste “Available KV cache memory: … GiB” or “GPU KV cache size: … tokens” as vLLM prints it, or type GiB per
        GPU.
      </p>
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
            {deployment.kvCache === "fp8" ? "FP8" : "bf16"} KV, TP {deployment.tensorParallel}, max_num_batched_tokens{" "}
            {formatCount(deployment.maxNumBatchedTokens)} and max_model_len{" "}
            {formatCount(read.maxModelLen ?? deployment.maxModelLen)}.
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
            <button type="button" aria-label={`Work it out, ${label}`} onClick={() => take("", version)}>
              Work it out
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
