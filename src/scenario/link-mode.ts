import { listOfIgnored, readLink } from "./permalink.ts";
import { RUN_PATHS } from "./permalink-query.ts";

/** Whether a link holds anything of fine-tuning or of the bill of both. */
export function speaksOfFineTuning(address: string): boolean {
  const parts = readLink(address, undefined, listOfIgnored().ignore);
  if (parts === null) return false;
  const { query, body } = parts;
  return (
    query.get("mode") === "fine-tune" ||
    [...RUN_PATHS.keys()].some((key) => query.has(key)) ||
    ["tune", "serve", "bill"].some((key) => body?.[key] !== undefined)
  );
}
