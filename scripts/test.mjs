// Everything a change must pass, cheapest first; stops at the first stage that fails, with its exit code.
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { delimiter, resolve } from "node:path";

const STAGES = [
  { name: "types", command: "tsc -b" },
  { name: "lint", command: "oxlint --deny-warnings" },
  { name: "format", command: "oxfmt --check" },
  { name: "unit tests", command: "vitest run" },
  { name: "build", command: "vite build" },
  { name: "size budget", command: "node scripts/size-budget.mjs" },
  { name: "end-to-end tests", command: "playwright test" },
];

/** @param {number} port @returns {Promise<number | undefined>} the port listened on (0 asks for any), if it was free */
const freePort = (port) =>
  new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(address !== null && typeof address === "object" ? address.port : undefined));
    });
  });

/** A page served by another copy of the project must not be tested in place of this one: hence a port of its own. */
const port = process.env.E2E_PORT ?? (await freePort(4173)) ?? (await freePort(0));

/** @type {NodeJS.ProcessEnv} */
const env = {
  ...process.env,
  PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env.PATH}`,
  E2E_PORT: String(port),
};
// Each tool picks its own: an inherited "development" would put the slow React into the build.
delete env.NODE_ENV;

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const began = performance.now();

for (const { name, command } of STAGES) {
  console.log(`\n== ${name}: ${command}`);
  const stageBegan = performance.now();
  const { status, signal } = spawnSync(command, { stdio: "inherit", shell: true, env });
  if (status !== 0) {
    console.error(`== ${name}: FAILED after ${seconds(stageBegan)} (${signal ?? `exit code ${status}`})`);
    process.exit(status ?? 1);
  }
  console.log(`== ${name}: passed in ${seconds(stageBegan)}`);
}
console.log(`\nAll ${STAGES.length} stages passed in ${seconds(began)}.`);
