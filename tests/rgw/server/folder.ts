import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";

export interface Folder {
  path: string;
  /** Deletes it. The servers that use it must have ended. */
  remove(): Promise<void>;
}

/** The longest path in a folder is the socket of a Ceph daemon, which may have 107 characters. */
const LONGEST_PATH = 80;

/**
 * A shell that deletes the folder as soon as the pipe closes that this process holds, by remove() or because this process
 * was killed. The servers are killed at the same moment and may write until they are, hence more than one try.
 */
const JANITOR = `trap '' HUP INT TERM; read -r _; for i in 1 2 3 4 5; do rm -rf "$1" 2>/dev/null && exit 0; sleep 0.5; done; exit 1`;

/** A new folder with these subfolders, which is deleted at the latest when this process has ended, however it ends. */
export function temporaryFolder(server: string, subfolders: string[]): Folder {
  const path = mkdtempSync(join(tmpdir().length > LONGEST_PATH - 20 ? "/tmp" : tmpdir(), `${server}-`));
  for (const name of subfolders) mkdirSync(join(path, name));
  const child = spawn("sh", ["-c", JANITOR, "sh", path], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const gone = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${path} could not be deleted`));
    });
  });
  // This failure must not hide that of the start, nor keep the test process alive.
  gone.catch(() => undefined);
  child.unref();
  const pipe: Writable & { unref?(): void } = child.stdin;
  pipe.unref?.();
  return {
    path,
    remove() {
      child.ref();
      child.stdin.end();
      return gone;
    },
  };
}
