import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where the user's Pulumi keeps its plugins. */
export function pulumiHome(): string {
  return process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
}

export function findOnPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function hasProvider(name: string): boolean {
  if (findOnPath(`pulumi-resource-${name}`) !== undefined) return true;
  try {
    const plugins = readdirSync(join(pulumiHome(), "plugins"), { withFileTypes: true });
    return plugins.some((entry) => entry.isDirectory() && entry.name.startsWith(`resource-${name}-v`));
  } catch {
    return false; // no plugin was ever installed
  }
}

/** What the tests in this folder run on and this machine has not, each with where to get it. */
export function missingForEngine(): string[] {
  const needed: [found: boolean, what: string][] = [
    [findOnPath("pulumi") !== undefined, "pulumi (https://www.pulumi.com/docs/install/)"],
    [findOnPath("pulumi-language-nodejs") !== undefined, "pulumi-language-nodejs (comes with pulumi)"],
    [hasProvider("aws"), "the aws provider (pulumi plugin install resource aws)"],
    [hasProvider("random"), "the random provider (pulumi plugin install resource random)"],
    [findOnPath("moto_server") !== undefined, "moto_server (pip install 'moto[server]==5.2.1')"],
  ];
  return needed.filter(([found]) => !found).map(([, what]) => what);
}

/** The one line that says why the tests cannot run; undefined when they can. */
export function whyNot(): string | undefined {
  const missing = missingForEngine();
  return missing.length === 0 ? undefined : `not found on this machine: ${missing.join(", ")}`;
}

/**
 * With MEDIA_STORAGE_E2E=optional a machine without an engine skips these tests; asked for by name they fail there. The
 * line that says so is global-setup.ts's, once for all files.
 */
export const optional = (): boolean => process.env["MEDIA_STORAGE_E2E"] === "optional";

/** `describe` for tests that need the engine: skipped, and counted as skipped, where there is none. */
export function describeWithEngine(name: string, tests: () => void): void {
  (whyNot() === undefined ? describe : describe.skip)(name, tests);
}

/**
 * Called in a `describe` whose tests are steps of one life: each begins with what the one before left, so those after a failed
 * one are skipped (steps-environment.cjs).
 */
export function testsAreSteps(): void {
  (globalThis as { testsAreSteps?: () => void }).testsAreSteps?.();
}
