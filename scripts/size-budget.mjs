// Fails when the JavaScript a first visit must load before it can show an answer outgrows its budget.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

// React alone is 67 kB; Recharts (107 kB) cannot hide in the rest. Prices as people write them and the rules of every
// question's settings came into the first view with the list of platforms: 120 kB is where they are to go back to.
const BUDGET_BYTES = 145_000;
const DIST = "dist";
const MANIFEST = join(DIST, ".vite/manifest.json");

/**
 * @typedef {object} ManifestChunk
 * @property {string} file
 * @property {boolean} [isEntry]
 * @property {readonly string[]} [imports] keys of chunks loaded before this one can run
 * @property {readonly string[]} [css]
 */

if (!existsSync(MANIFEST)) {
  console.error(`${MANIFEST} does not exist: run \`npm run build\` first`);
  process.exit(1);
}
/** @type {Readonly<Record<string, ManifestChunk>>} */
const manifest = JSON.parse(readFileSync(MANIFEST, "utf8"));
const chunks = Object.values(manifest);

/** @param {ManifestChunk} chunk @param {Set<ManifestChunk>} seen */
function addWithStaticImports(chunk, seen) {
  if (seen.has(chunk)) return;
  seen.add(chunk);
  for (const key of chunk.imports ?? []) {
    const imported = manifest[key];
    if (imported === undefined) throw new Error(`${MANIFEST}: ${chunk.file} imports ${key}, which is not listed`);
    addWithStaticImports(imported, seen);
  }
}

/** @param {string} file */
const gzippedBytes = (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;

/** @param {string} title @param {Iterable<string>} files @returns {number} gzipped bytes of them all */
function printFiles(title, files) {
  const sizes = [...files].map((file) => ({ file, bytes: gzippedBytes(file) }));
  console.log(title);
  for (const { file, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) {
    console.log(`  ${kilobytes(bytes).padStart(9)}  ${file}`);
  }
  return sizes.reduce((total, { bytes }) => total + bytes, 0);
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const entry = chunks.filter((chunk) => chunk.isEntry);
if (entry.length === 0) throw new Error(`${MANIFEST} has no entry`);
/** @type {Set<ManifestChunk>} */
const loadedFirst = new Set();
for (const chunk of entry) addWithStaticImports(chunk, loadedFirst);

const firstFiles = new Set([...loadedFirst].map(({ file }) => file));
const lazyFiles = new Set(chunks.map(({ file }) => file).filter((f) => f.endsWith(".js") && !firstFiles.has(f)));
const cssFiles = new Set(chunks.flatMap(({ file, css = [] }) => (file.endsWith(".css") ? [file, ...css] : css)));

const totalBytes = printFiles("JavaScript of the first load, gzipped", firstFiles);
printFiles("JavaScript loaded later, outside the budget", lazyFiles);
printFiles("CSS, outside the budget", cssFiles);
console.log(`First load: ${kilobytes(totalBytes)} of ${kilobytes(BUDGET_BYTES)}`);
if (totalBytes > BUDGET_BYTES) {
  console.error(`Over the size budget by ${kilobytes(totalBytes - BUDGET_BYTES)}: load something later, or drop it`);
  process.exit(1);
}
