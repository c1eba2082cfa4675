import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** A server in a process group of its own, which ends with the process that started it, however that ends. */
export interface OwnedProcess {
  /** Its exit, with the last lines that it wrote to stderr; undefined as long as it runs. */
  exited(): string | undefined;
  /** The last lines that it wrote to stderr. */
  stderr(): string;
  /** Ends the group and waits until the server is gone. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 60_000;
const KEPT_STDERR = 2_000;

/**
 * A shell that becomes the command, after it has left a watcher in the same group, who kills the group as soon as the
 * pipe closes that this process holds. stop() closes it; so does the kernel when this process crashes or is killed: an
 * exit handler would see neither, and jest gives none to code in its sandbox.
 */
const SCRIPT = `exec 3<&0; (read -r _ <&3; kill -s KILL 0) >/dev/null 2>&1 & exec "$@" 3<&- </dev/null`;

export function startOwned(command: string, args: string[], env: NodeJS.ProcessEnv): OwnedProcess {
  const child = spawn("sh", ["-c", SCRIPT, "sh", command, ...args], {
    detached: true,
    env,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let stderr = "";
  let exit: string | undefined;
  child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR)));
  const gone = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      exit = `${command} ended (${signal ?? String(code)}): ${stderr}`;
      resolve();
    });
  });
  // A test that forgot stop() must not keep the test process alive: its end is what ends the server.
  child.unref();
  for (const pipe of [child.stdin, child.stderr]) (pipe as Socket).unref();
  return {
    exited: () => exit,
    stderr: () => stderr,
    async stop() {
      child.stdin.end();
      await within(gone, STOP_TIMEOUT_MS, `${command} (process ${String(child.pid)}) did not end`);
    },
  };
}

async function within<T>(promise: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${message} within ${ms / 1000} s`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
