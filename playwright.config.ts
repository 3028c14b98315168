import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/chromium.mjs";

const found = findChromium();
const executablePath = found === undefined || found.managed ? undefined : found.path;
const isRoot = process.getuid?.() === 0;

const port = Number(process.env.E2E_PORT ?? 4173);
const address = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: true,
  workers: 2,
  reporter: [["list"], ["html", { open: "never" }]],
  // A busy machine is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: { baseURL: address, screenshot: "only-on-failure" },
  webServer: {
    command: `npm run preview -- --port ${port} --strictPort --host 127.0.0.1`,
    url: address,
    // A port that was asked for must serve this build, not whatever already answers there.
    reuseExistingServer: process.env.CI === undefined && process.env.E2E_PORT === undefined,
    stdout: "ignore",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
  projects: [
    {
      name: "chromium",
      use: {
        ...devices["Desktop Chrome"],
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          // The sandbox does not run as root, and a distribution's build brings its own settings for it.
          chromiumSandbox: !isRoot && executablePath === undefined,
          args: [
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
  ],
});
