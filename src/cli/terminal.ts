import { once } from "node:events";
import { resolve } from "node:path";
import { stdout } from "node:process";

/** Exit code when the arguments or the input cannot be read. */
const EXIT_BAD_INPUT = 2;

/** Lets a reader such as `head` close the pipe early: the rest is not wanted, and that is no error. */
export function endQuietlyWithReader(): void {
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

/** Writes, and waits where the reader is slower than the writer. */
export async function print(text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, "drain");
}

/** Leaves with the problems on standard error, each a line that names the command. */
export function refuse(command: string, problems: readonly string[], usage?: string): void {
  for (const problem of problems) console.error(`${command}: ${problem}`);
  if (usage !== undefined) console.error(`\n${usage}`);
  process.exitCode = EXIT_BAD_INPUT;
}

/** npm runs a script in the project's folder; a path means what it means where the user is. */
export function pathFromUser(path: string, script: string): string {
  const { npm_lifecycle_event: runningScript, INIT_CWD: userFolder } = process.env;
  return resolve(runningScript === script && userFolder !== undefined ? userFolder : process.cwd(), path);
}

/** Why a file could not be read, in words. */
export function readProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "is a folder, not a file";
    case "EACCES":
      return "may not be read";
    default:
      return message;
  }
}
