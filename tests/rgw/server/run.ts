import { setTimeout as sleep } from "node:timers/promises";
import { startOwned, type OwnedProcess } from "../../e2e/servers/owned-process";

/** On an idle machine a step takes less than a second, on a busy one less than a minute. */
const STEP_TIMEOUT_MS = 120_000;
const POLL_MS = 10;

/**
 * Waits until `ready` says so, and no longer than the daemons live: nothing would ever answer then. The error is what the
 * daemon last said.
 */
export async function until(
  ready: () => boolean | Promise<boolean>,
  what: string,
  daemons: readonly OwnedProcess[] = [],
): Promise<void> {
  const deadline = Date.now() + STEP_TIMEOUT_MS;
  while (!(await ready())) {
    const ended = daemons.map((daemon) => daemon.exited()).find((exit) => exit !== undefined);
    if (ended !== undefined) throw new Error(ended);
    if (Date.now() > deadline) throw new Error(`${what} within ${STEP_TIMEOUT_MS / 1000} s`);
    await sleep(POLL_MS);
  }
}

/**
 * Runs a program to its end, while the daemons live that it talks to. It is owned like them: when this process is killed,
 * Ceph's tools would go on for five minutes to look for a monitor that is gone.
 */
export async function run(
  program: string,
  args: string[],
  daemons: readonly OwnedProcess[] = [],
): Promise<void> {
  const child = startOwned(program, args, process.env);
  try {
    await until(() => child.exited() !== undefined, `${program} did not end`, daemons);
    const exit = child.exited() ?? "";
    if (!exit.startsWith(`${program} ended (0)`)) throw new Error(exit);
  } finally {
    await child.stop();
  }
}
