// Runs a command of the terminal: `node scripts/terminal.mjs evaluate …`.
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleInCache, newBundle } from "./terminal-bundle.mjs";

const root = resolve(import.meta.dirname, "..");
const [command] = process.argv.splice(2, 1);

async function freshBundle() {
  const { ensurePackages } = await import("./packages.mjs");
  ensurePackages();
  return newBundle(root);
}

// A bundle in the cache was made with the packages that are still installed.
const folder = bundleInCache(root) ?? (await freshBundle());
await import(pathToFileURL(join(folder, `${command}.js`)).href);
