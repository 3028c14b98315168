import { normalizePath, runnerImport, type Plugin } from "vite";

/**
 * Runs the named modules while the page is built, and ships what they export in place of their code and inputs.
 *
 * For results that are dear to compute and the same for every visitor, such as a fit to measured rows. In development,
 * in tests and on the command line the modules run as usual, so their exports must be what JSON can hold.
 *
 * @param paths Absolute paths of modules. They need not exist.
 */
export function evaluatedAtBuild(paths: readonly string[]): Plugin {
  const evaluated = new Set(paths.map((path) => normalizePath(path)));
  return {
    name: "headroom:evaluated-at-build",
    apply: "build",
    // Before other plugins, so that none of them reads the source that is not shipped.
    enforce: "pre",
    async load(id) {
      if (!evaluated.has(id)) return null;
      const { module, dependencies } = await runnerImport<Readonly<Record<string, unknown>>>(id, { configFile: false });
      for (const dependency of dependencies) this.addWatchFile(dependency);
      return { code: moduleOfConstants(id, module), moduleSideEffects: false };
    },
  };
}

/** Source of a module with the same exports as `module`, each as the JSON of its value. */
function moduleOfConstants(id: string, module: Readonly<Record<string, unknown>>): string {
  return Object.entries(module)
    .map(([name, value]) => {
      const obstacle = whyNotJson(value, name, new Set());
      if (obstacle !== null) throw new Error(`${id} is evaluated at build, but ${obstacle}, which JSON cannot hold`);
      const declaration = name === "default" ? "export default" : `export const ${name} =`;
      // A pure call can be dropped where nobody imports the name.
      return `${declaration} /* @__PURE__ */ JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
    })
    .join("\n");
}

/**
 * The first part of a value that would not come back from JSON as it was; null when all of it would.
 *
 * `JSON.stringify` alone would lose such parts without a word: a `Map` becomes `{}`, and `NaN` becomes null.
 *
 * @param path What to call the value in the answer, such as `calibration.residuals[3]`.
 * @param ancestors The objects that hold the value, to notice one that holds itself.
 */
function whyNotJson(value: unknown, path: string, ancestors: ReadonlySet<object>): string | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (typeof value !== "object") return `${path} is ${value === undefined ? "undefined" : `a ${typeof value}`}`;
  if (ancestors.has(value)) return `${path} holds itself`;
  if (!Array.isArray(value) && !isPlainObject(value)) return `${path} is a ${value.constructor.name}`;

  const within = new Set(ancestors).add(value);
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const obstacle = whyNotJson(part, typeof key === "number" ? `${path}[${key}]` : `${path}.${key}`, within);
    if (obstacle !== null) return obstacle;
  }
  return null;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
