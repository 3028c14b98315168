import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { contentSecurityPolicy, responseHeaders } from "./vite-plugins/content-security-policy.ts";
import { evaluatedAtBuild } from "./vite-plugins/evaluated-at-build.ts";
import { madeAtBuild } from "./vite-plugins/made-at-build.ts";
import { filesOfTheBuild } from "./vite-plugins/files-of-the-build.ts";

export default defineConfig({
  // Relative addresses: the built page works from any folder of any static host.
  base: "./",
  plugins: [react(), contentSecurityPolicy(), evaluatedAtBuild(madeAtBuild)],
  preview: { headers: responseHeaders },
  build: {
    target: "es2022",
    // The size budget reads it.
    manifest: true,
    // An inlined font would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // Every browser that runs ES2022 knows modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: filesOfTheBuild } },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "vite-plugins/**/*.test.ts"],
    environment: "node",
    // Pure modules without mocks: files can share them, and the fit runs once a worker instead of once a file.
    isolate: false,
    // A fit or a build within a test takes seconds on a busy machine.
    testTimeout: 20_000,
  },
});
