/** What CI says at the end: the sum over jest's result files. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverKinds } from "../s3-servers";

describe("the summary of CI", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "media-storage-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Jest's results of one test file, with an outcome for each of its tests. */
  const testFile = (name: string, ...outcomes: string[]): object => ({
    name: `/checkout/tests/${name}`,
    status: outcomes.includes("failed") ? "failed" : "passed",
    message: "",
    assertionResults: outcomes.map((status, i) => ({ status, fullName: `${name} ${i}` })),
  });
  const resultFile = (name: string, ...testResults: object[]): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ testResults }));
    return path;
  };
  const run = (...files: string[]) =>
    spawnSync(process.execPath, [join(__dirname, "../../.ci/summary.cjs"), ...files], { encoding: "utf8" });
  const summary = (...files: string[]): { status: number | null; last: string; stderr: string } => {
    const { status, stdout, stderr } = run(...files);
    return { status, last: stdout.trim().split("\n").at(-1) ?? "", stderr };
  };

  it("adds up all files, the unit tests and those with the engine, with the oldest and the newest SDK", () => {
    const files = ["test", "e2e", "newest", "newest-e2e"].map((name) =>
      resultFile(`${name}.json`, testFile("index.test.ts", "passed", "passed")),
    );
    expect(summary(...files)).toEqual({ status: 0, last: "8 passed, 0 failed, 0 skipped", stderr: "" });
  });

  it("fails when one test of the last file failed", () => {
    const good = resultFile("test.json", testFile("index.test.ts", "passed"));
    const bad = resultFile("newest.json", testFile("index.test.ts", "passed", "failed"));
    expect(summary(good, bad)).toMatchObject({ status: 1, last: "2 passed, 1 failed, 0 skipped" });
  });

  it.each([
    ["was not written", undefined],
    ["is empty", ""],
    ["ends in the middle", '{"testResults": ['],
    ["contains no test", '{"testResults": []}'],
  ])("counts a failure when a result file %s", (_, text) => {
    const good = resultFile("test.json", testFile("index.test.ts", "passed"));
    const bad = join(folder, "newest.json");
    if (text !== undefined) writeFileSync(bad, text);
    const { status, last, stderr } = summary(good, bad);
    expect({ status, last }).toEqual({ status: 1, last: "1 passed, 1 failed, 0 skipped" });
    expect(stderr).toContain(bad);
  });

  it("counts a failure, with its message, when a test file could not run", () => {
    const broken = { ...testFile("index.test.ts"), status: "failed", message: "Cannot find module" };
    const result = summary(resultFile("test.json", broken, testFile("docs.test.ts", "passed")));
    expect(result).toMatchObject({ status: 1, last: "1 passed, 1 failed, 0 skipped" });
    expect(result.stderr).toContain("Cannot find module");
  });

  it.each(["e2e/program.test.ts", "rgw/table.test.ts", "s3-servers/server.test.ts", "runbook/nginx.test.ts"])(
    "accepts a skipped test in %s, which needs an engine or a server",
    (name) => {
      const files = [resultFile("test.json", testFile("index.test.ts", "passed"), testFile(name, "pending"))];
      expect(summary(...files)).toEqual({ status: 0, last: "1 passed, 0 failed, 1 skipped", stderr: "" });
    },
  );

  it("counts by name, in the line before the last, the skipped tests of each server that is missing", () => {
    const servers = ["Ceph RGW", ...serverKinds.map(({ title }) => title)];
    const groups = servers.map((server) => ({
      ...testFile("s3-servers/server.test.ts"),
      assertionResults: ["passed", "pending", "pending"].map((status, i) => ({
        status,
        fullName: `${server}: a server of a test ${i}`,
        ancestorTitles: [`${server}: a server of a test`],
      })),
    }));
    const { status, stdout } = run(
      resultFile("test.json", ...groups, testFile("e2e/program.test.ts", "pending")),
    );
    const [names, last] = stdout.trim().split("\n").slice(-2);
    expect(status).toBe(0);
    expect(last).toBe(`${servers.length} passed, 0 failed, ${2 * servers.length + 1} skipped`);
    expect(names!.replace("skipped without their server: ", "").split(", ").sort()).toEqual(
      servers.map((server) => `${server} 2`).sort(),
    );
  });

  it.each(["pending", "todo", "disabled"])("fails when any other test is %s, and names it", (outcome) => {
    const result = summary(resultFile("newest.json", testFile("index.test.ts", "passed", outcome)));
    expect(result).toMatchObject({ status: 1, last: "1 passed, 0 failed, 1 skipped" });
    expect(result.stderr).toContain("index.test.ts 1");
  });

  it("fails when nothing passed", () => {
    expect(summary(resultFile("test.json", testFile("e2e/program.test.ts", "pending"))).status).toBe(1);
    expect(summary().status).toBe(1);
  });
});
