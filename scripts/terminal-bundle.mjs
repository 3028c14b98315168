// Keeps the terminal's commands bundled, so that a command neither compiles hundreds of modules nor fits when it starts.
// What is imported here is loaded at every start.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CACHE = "node_modules/.cache/headroom";
/** All that a bundle is made from, and npm's note of which packages are installed. */
const SOURCES = [
  "src",
  "data",
  "vite-plugins",
  "vite.terminal.config.ts",
  "scripts/terminal-bundle.mjs",
  "package-lock.json",
  "node_modules/.package-lock.json",
];
/** No command imports the page, nor tests. */
const NO_SOURCE = /(^|\/)(ui|[^/]*\.test\.tsx?)$/;
/** Bundles of earlier sources go after a day, when no command still runs from them. */
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Changes whenever a source is written, made or removed. The time of the change itself counts besides that of the
 * contents: a file of the same size that is copied over another with its old date is noticed too.
 *
 * @param {string} root
 */
export function sourcesOf(root) {
  /** @type {string[]} */
  const files = [];
  const add = (/** @type {string} */ path) => {
    const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
    files.push(`${path} ${size} ${mtimeMs} ${ctimeMs}`);
  };
  const addAll = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (NO_SOURCE.test(path)) continue;
      if (entry.isDirectory()) addAll(path);
      else add(path);
    }
  };
  for (const path of SOURCES) {
    if (path.includes(".")) add(path);
    else addAll(path);
  }
  return files.toSorted().join("\n");
}

/**
 * The folder of the commands as they were last bundled; null where the sources have changed since.
 *
 * @param {string} root
 */
export function bundleInCache(root) {
  try {
    const note = readFileSync(join(root, CACHE, "bundle.txt"), "utf8");
    const end = note.indexOf("\n");
    return note.slice(end + 1) === sourcesOf(root) ? join(root, CACHE, note.slice(0, end)) : null;
  } catch (error) {
    // Nothing is bundled or installed yet.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Bundles the commands. Of commands started together each may make a bundle of its own; the last to be done is noted.
 *
 * @param {string} root
 */
export async function newBundle(root) {
  const cache = join(root, CACHE);
  mkdirSync(cache, { recursive: true });
  // Of the time before: what changes while it is made is noticed at the next start.
  const sources = sourcesOf(root);
  const name = `${Date.now()}-${process.pid}`;
  const { build } = await import("vite");
  await build({ root, configFile: join(root, "vite.terminal.config.ts"), build: { outDir: join(cache, name) } });
  // A note is either the old one or the new one, whole.
  const note = join(cache, `${name}.txt`);
  writeFileSync(note, `${name}\n${sources}`);
  renameSync(note, join(cache, "bundle.txt"));
  removeOld(cache, name);
  return join(cache, name);
}

/** @param {string} cache @param {string} kept */
function removeOld(cache, kept) {
  for (const entry of readdirSync(cache, { withFileTypes: true })) {
    const path = join(cache, entry.name);
    const isOld = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > KEPT_MILLISECONDS;
    if (entry.isDirectory() && entry.name !== kept && isOld) rmSync(path, { recursive: true, force: true });
  }
}
