import { findOnPath } from "../e2e/engine";
import type { ServerKind } from "./s3-server";

/** `MINIO_BINARY`: the variable that names a program which is not on PATH. */
const variableOf = (program: string): string => `${program.toUpperCase()}_BINARY`;

/** The path of a program; undefined if it is missing. */
export function findProgram(program: string): string | undefined {
  return process.env[variableOf(program)] ?? findOnPath(program);
}

/** One line with the missing programs and how to name them; undefined if none is missing. */
export function missingFor({ programs }: ServerKind): string | undefined {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} not found (put it on PATH or name it by ${missing.map(variableOf).join(", ")})`;
}

const told = new Set<string>();

/**
 * `describe` for tests that need a server: skipped, and counted as skipped, where it is missing. Each file says so in one line, because
 * jest shows no names of a file whose tests are all skipped.
 */
export function describeWithServer(kind: ServerKind, name: string, tests: () => void): void {
  const missing = missingFor(kind);
  if (missing !== undefined && !told.has(kind.name))
    process.stderr.write(`${kind.title} skipped: ${missing}\n`);
  if (missing !== undefined) told.add(kind.name);
  (missing === undefined ? describe : describe.skip)(`${kind.title}: ${name}`, tests);
}
