import { optional, whyNot } from "./engine";

/** Runs once before all test files, so that what is missing is said once. */
export default function setup(): void {
  const reason = whyNot();
  if (reason === undefined) return;
  if (!optional()) {
    // Not an exception: jest would wrap the line into a stack trace of its own.
    process.stderr.write(`tests/e2e cannot run, ${reason}\n`);
    process.exit(1);
  }
  process.stderr.write(`tests/e2e skipped, ${reason}\n`);
}
