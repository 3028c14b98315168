import { BYTES_PER_LOG_UNIT, readEngineLog, type LoggedKvCache } from "../../core/serving/physics/engine-log.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { formatGigabytes } from "./format.ts";
import { readCount } from "../../workspace/reading/read-count.ts";

const PLAIN = /^(?<figure>[\d.,'’_ ]+?)\s*(?<unit>GiB|GB|MiB)?$/i;
const { min, max } = SERVING_RANGES.kvCacheBytesPerGpu;

/** KV cache of one GPU as it is typed or pasted: "10.1" and "10.1 GiB" are memory, anything else lines of an engine's log. */
export function parseKvCache(text: string): LoggedKvCache {
  const typed = text.normalize("NFKC").trim();
  const plain = PLAIN.exec(typed)?.groups;
  if (!plain) return inRange(readEngineLog(typed));
  const bytesPerUnit = BYTES_PER_LOG_UNIT[(plain["unit"] ?? "GiB").toLowerCase()]!;
  const options = { min: min / bytesPerUnit, max: max / bytesPerUnit, what: "KV cache per GPU" };
  const read = readCount(plain["figure"]!, options);
  switch (read.kind) {
    case "read":
      return { kind: "bytes", bytes: read.value * bytesPerUnit };
    case "question":
      return { kind: "unreadable", problem: `${read.question}: write one of them` };
    case "refused":
      return { kind: "unreadable", problem: read.problem };
  }
}

/** What a line prints may be no memory that a GPU has. */
function inRange(read: LoggedKvCache): LoggedKvCache {
  if (read.kind !== "bytes" || (read.bytes >= min && read.bytes <= max)) return read;
  const problem = `KV cache per GPU goes from ${min / 1e9} GB to ${formatGigabytes(max)} GB`;
  return { kind: "unreadable", problem };
}
