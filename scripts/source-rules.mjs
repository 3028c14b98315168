// What lint cannot say of the sources as a whole.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} paths of its modules, from the root
 */
const modulesIn = (root, folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .map((path) => join(folder, path).replaceAll("\\", "/"));

/**
 * Names that two files share, however far apart: a reader who looks for one finds the other. A test has its subject's.
 *
 * @param {string} root
 * @returns {string[]} stem and paths
 */
export function sharedStems(root) {
  /** @type {Map<string, string[]>} */
  const paths = new Map();
  for (const path of modulesIn(root, "src")) {
    if (/\.test\.tsx?$/.test(path)) continue;
    const stem = basename(path).replace(/\.[^.]*$/, "");
    paths.set(stem, [...(paths.get(stem) ?? []), path]);
  }
  return [...paths].flatMap(([stem, all]) => (all.length > 1 ? [`${stem}: ${all.toSorted().join(", ")}`] : []));
}

const EXPORT = /^export (?:declare )?(?:async )?(?:function\*?|const|class|interface|type|enum) (\w+)/gm;
const IMPORT = /(?:import|export) (?:type )?\{([^}]*)\} from "(\.[^"]+)"/g;
const WHOLE_IMPORT = /(?:import \* as \w+ from |import\()\s*"(\.[^"]+)"/g;

/**
 * Exports that no other module imports, tests included. Whoever imports a module whole, or when it is needed, is taken
 * to use each of its names that it mentions.
 *
 * @param {string} root
 * @returns {string[]} path and name
 */
export function unusedExports(root) {
  const folders = ["src", "e2e", "scripts", "vite-plugins"];
  const configs = readdirSync(root).filter((path) => path.endsWith(".config.ts"));
  const texts = new Map(
    [...folders.flatMap((folder) => modulesIn(root, folder)), ...configs].map((path) => [
      path,
      readFileSync(join(root, path), "utf8"),
    ]),
  );
  /** @type {Set<string>} */
  const used = new Set();
  for (const [path, text] of texts) {
    const target = (/** @type {string} */ to) => relative(root, join(root, dirname(path), to)).replaceAll("\\", "/");
    for (const [, names = "", to = ""] of text.matchAll(IMPORT)) {
      for (const name of names.split(",")) {
        used.add(
          `${target(to)} ${name
            .trim()
            .replace(/^type /, "")
            .replace(/ as .*/, "")}`,
        );
      }
    }
    for (const [, to = ""] of text.matchAll(WHOLE_IMPORT)) {
      const words = new Set(text.match(/\w+/g));
      for (const name of exportsOf(texts.get(target(to)) ?? "")) if (words.has(name)) used.add(`${target(to)} ${name}`);
    }
  }
  return [...texts]
    .flatMap(([path, text]) => exportsOf(text).map((name) => `${path} ${name}`))
    .filter((one) => !used.has(one));
}

/** @param {string} text */
function exportsOf(text) {
  return [...text.matchAll(EXPORT)].flatMap(([, name]) => name ?? []);
}
