// Finds a Chromium for the journeys, or installs one: Playwright's own, else the system's package.
import { spawnSync } from "node:child_process";
import { findChromium } from "./chromium.mjs";

const isRoot = process.getuid?.() === 0;

/** @param {string} command @param {readonly string[]} args @returns {boolean} whether it succeeded */
function run(command, args) {
  console.log(`> ${[command, ...args].join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: "inherit", shell: process.platform === "win32", env }).status === 0;
}

/** @param {readonly string[]} args */
const aptGet = (...args) => (isRoot ? run("apt-get", args) : run("sudo", ["-n", "apt-get", ...args]));

function canAptGet() {
  if (process.platform !== "linux") return false;
  const has = (/** @type {string} */ command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
  return has("apt-get") && (isRoot || has("sudo"));
}

/**
 * `playwright install --with-deps` would do this in one step, but it installs fonts and libraries before it
 * downloads, and leaves them behind where the download is not allowed.
 */
function installChromium() {
  if (run("npx", ["playwright", "install", "chromium"])) {
    if (canAptGet()) run("npx", ["playwright", "install-deps", "chromium"]);
  } else if (canAptGet()) {
    aptGet("update", "-qq");
    aptGet("install", "-y", "-qq", "--no-install-recommends", "chromium");
  }
}

if (findChromium() === undefined) installChromium();
const found = findChromium();
if (found === undefined) {
  console.error("No Chromium found for the end-to-end tests. Run `npx playwright install chromium`,");
  console.error("or set PLAYWRIGHT_CHROMIUM_EXECUTABLE to the path of a Chrome or Chromium.");
  process.exit(1);
}
console.log(`End-to-end tests use ${found.path}`);
