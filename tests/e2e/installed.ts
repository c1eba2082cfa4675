/** The package as npm makes it, in projects of somebody else's. It needs npm's registry, or npm's cache after `npm ci`. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment, NO_AWS } from "./environment";
import manifest from "../../package.json";
import { projectRoot } from "./programs";

const TARBALL = `media-storage-${manifest.version}.tgz`;

/** What a command of npm sees of the outside: nothing of this project's own packages. */
export const npmEnvironment = (root: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ...environment(root, NO_AWS),
  NODE_PATH: undefined,
  npm_config_prefer_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
});

/** Makes the tarball in the folder, and returns its path. */
export function pack(folder: string): string {
  // Without scripts, for `prepare` would replace dist while other tests use it; `npm run test:e2e` has built it.
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  execFileSync("npm", args, { cwd: projectRoot, env: npmEnvironment(folder) });
  return join(folder, TARBALL);
}

/** Installs the tarball and other packages into a folder, as its package.json asks for them. */
export function install(folder: string, tarball: string, project: { dependencies?: object } = {}): void {
  const dependencies = { ...project.dependencies, "media-storage": `file:${tarball}` };
  const text = JSON.stringify({ name: "other", private: true, ...project, dependencies });
  writeFileSync(join(folder, "package.json"), text);
  execFileSync("npm", ["install", "--loglevel=error"], { cwd: folder, env: npmEnvironment(folder) });
}

/** Runs a command in a project, and returns what it prints. An error has all of it. */
export function run(folder: string, command: string, ...args: string[]): string {
  const options = { cwd: folder, encoding: "utf8", env: npmEnvironment(folder), maxBuffer: 2 ** 26 } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}
