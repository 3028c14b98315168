import { readdirSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const STUDIES = "src/study/shipped";

/** Modules whose results page and terminal load in place of the data files and the fit: every study, and what the first view shows of the catalogue. */
export const madeAtBuild: readonly string[] = [
  ...readdirSync(resolve(root, STUDIES)).map((file) => `${STUDIES}/${file}`),
  "src/catalog/presets.ts",
  "src/catalog/price-lists.ts",
].map((path) => resolve(root, path));
