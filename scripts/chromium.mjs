import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The Chromium the journeys run in: the one named by the environment, else Playwright's own, else the system's.
 *
 * @returns {{ readonly managed: boolean, readonly path: string } | undefined} `managed`: Playwright's own.
 */
export function findChromium() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE;
  if (named) {
    if (!existsSync(named)) throw new Error(`PLAYWRIGHT_CHROMIUM_EXECUTABLE names ${named}, which does not exist`);
    return { managed: false, path: named };
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return { managed: true, path: own };
  const path = SYSTEM_PATHS.find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : { managed: false, path };
}
