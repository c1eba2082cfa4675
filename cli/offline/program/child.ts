import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Launch } from "./launch";

/** How a program's process ended. */
export interface Ended {
  /** The exit code; undefined if a signal ended it. */
  code?: number;
  signal?: NodeJS.Signals;
  /** It was stopped because it ran for too long. */
  isLate: boolean;
}

/** A program that prints a line without an end must not fill the memory. In characters. */
const LONGEST_LINE = 65_536;

/** Output that a process of the program's own still holds open is waited for this long. In milliseconds. */
const LAST_OUTPUT = 500;

/** Signals that end this command, and so the program too. */
const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a program to its end. `print` gets each line of its output. Rejects only if Node.js cannot be started. */
export async function runChild(
  { args, env, folder }: Launch,
  seconds: number,
  print: (line: string) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const kill = (): void => void child.kill("SIGKILL");
  const release = killWith(kill);
  const ended: Ended = { isLate: false };
  const timer = setTimeout(() => {
    ended.isLate = true;
    kill();
  }, seconds * 1000);
  const printed = [child.stdout, child.stderr].map((stream) => printLines(stream, print));
  try {
    const { code, signal } = await exitOf(child);
    if (code !== null) ended.code = code;
    if (signal !== null) ended.signal = signal;
    const late = new Promise((resolve) => setTimeout(resolve, LAST_OUTPUT).unref());
    await Promise.race([Promise.all(printed), late]);
    return ended;
  } finally {
    clearTimeout(timer);
    release();
    // A process of the program's own may keep them open, and this command would wait for it.
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
}

/** Ends the program when this command ends. Returns what undoes it. */
function killWith(kill: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    kill();
    release();
    // Now with the signal's usual effect on this command.
    process.kill(process.pid, signal);
  };
  const release = (): void => {
    for (const signal of ENDING) process.off(signal, onSignal);
    process.off("exit", kill);
  };
  for (const signal of ENDING) process.on(signal, onSignal);
  process.on("exit", kill);
  return release;
}

/** Whole lines, because a secret in two pieces of a line would not be found. */
async function printLines(stream: Readable, print: (line: string) => void): Promise<void> {
  let rest = "";
  stream.setEncoding("utf8");
  try {
    for await (const piece of stream as AsyncIterable<string>) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach((line) => print(line));
      if (rest.length > LONGEST_LINE) {
        print(rest);
        rest = "";
      }
    }
  } catch (error) {
    // runChild closes what is still open in the end.
    if (!stream.destroyed) throw error;
  }
  if (rest !== "") print(rest);
}
