/**
 * The README's line that installs the package, with a local repository in the place of its address. npm builds the package with
 * what package-lock.json names, so it needs npm's registry, or npm's cache after `npm ci`.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./programs";

const LEFT_OUT = [".ci", ".git", "coverage", "dist", "node_modules", "tests"];

const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
const [, fence = ""] = /^```sh\n(npm install 'git\+.*?)^```/ms.exec(readme) ?? [];
const lines = fence.trim().split("\n");
const { version, repository } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  version: string;
  repository: { url: string };
};

describe("the README's install line", () => {
  let root: string;
  let project: string;
  const run = (cwd: string, command: string): string =>
    execFileSync("sh", ["-ec", command], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        NODE_PATH: undefined,
        GIT_CONFIG_GLOBAL: "/dev/null",
        npm_config_prefer_offline: "true",
        npm_config_audit: "false",
        npm_config_fund: "false",
      },
    });

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "media-storage-install-"));
    const repo = join(root, "media-storage.git");
    for (const name of readdirSync(projectRoot).filter((entry) => !LEFT_OUT.includes(entry)))
      cpSync(join(projectRoot, name), join(repo, name), { recursive: true });
    const commit = "git -c user.name=test -c user.email=test@example.org commit -qm release";
    run(repo, `git init -q . && git add -A && ${commit} && git tag v${version}`);
    project = join(root, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "other", private: true }));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("installs the package, built, and the command runs", () => {
    const [install = "", command = ""] = lines;
    expect(install).toBe(`npm install '${repository.url}#v${version}'`);
    const local = `git+${pathToFileURL(join(root, "media-storage.git")).href}`;
    run(project, install.replace(repository.url, local));
    const installed = join(project, "node_modules/media-storage");
    for (const file of ["dist/components/index.js", "dist/components/index.d.ts", "dist/cli/main.js"])
      expect(existsSync(join(installed, file))).toBe(true);
    expect(run(project, command).trim()).toBe(version);
    expect(run(project, "node -p \"typeof require('media-storage').MastodonStorage\"").trim()).toBe(
      "function",
    );
  });
});
