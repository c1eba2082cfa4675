/**
 * `describe` for tests with a program that reads a form: skipped, and counted as skipped, where it is missing. Each file
 * says so in one line, for jest shows no names of a file whose tests are all skipped. CI installs the programs.
 */
export function describeWithReader(name: string, isThere: boolean, install: string, tests: () => void): void {
  if (!isThere) process.stderr.write(`${name} skipped: not found (${install})\n`);
  (isThere ? describe : describe.skip)(name, tests);
}
