import { resolve } from "node:path";
import { defineConfig } from "vite";
import { evaluatedAtBuild } from "./vite-plugins/evaluated-at-build.ts";
import { madeAtBuild } from "./vite-plugins/made-at-build.ts";

/** The commands of the terminal, bundled with the studies that they read: none parses data files or fits at start. */
export default defineConfig({
  plugins: [evaluatedAtBuild(madeAtBuild)],
  publicDir: false,
  logLevel: "error",
  // Packages too: one file is read sooner than the many of a package.
  ssr: { noExternal: true },
  build: {
    target: "node20",
    ssr: true,
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      input: ["evaluate", "validate", "bench"].map((name) => resolve(import.meta.dirname, `src/cli/${name}.ts`)),
    },
  },
});
