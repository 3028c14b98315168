// Only Node's own modules here: in a fresh clone nothing else is there yet.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @typedef {{ readonly version?: string, readonly integrity?: string, readonly optional?: boolean }} LockedPackage */

/** @param {string} path @returns {Readonly<Record<string, LockedPackage>>} */
const packagesIn = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

/** npm leaves the lock of what it installed in node_modules; comparing contents needs no trust in file times. */
function isInstalled() {
  let installed;
  try {
    installed = packagesIn("node_modules/.package-lock.json");
  } catch {
    return false;
  }
  return Object.entries(packagesIn("package-lock.json")).every(([path, locked]) => {
    if (path === "") return true;
    const present = installed[path];
    if (present === undefined) return locked.optional === true;
    return present.version === locked.version && present.integrity === locked.integrity;
  });
}

/** Installs the packages when node_modules lacks one that the lock file names; leaves with npm's code where that fails. */
export function ensurePackages() {
  if (isInstalled()) return;
  console.error("Installing packages (npm ci)");
  // npm's own output goes to standard error: a command's standard output is the command's alone.
  const { status } = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
