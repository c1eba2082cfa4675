/** What happens to the steps of a life when one of them fails, in a jest of their own. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeModules } from "./programs";

const FIXTURE = `
const works = () => undefined;
const fails = () => { throw new Error("on purpose"); };
describe("a life", () => {
  testsAreSteps();
  it("first", works);
  it("second", fails);
  it("third", works);
  describe("within", () => it("fourth", works));
});
describe("another life", () => {
  testsAreSteps();
  it("first", works);
});
describe("a life that cannot begin", () => {
  testsAreSteps();
  beforeAll(fails);
  it("first", works);
  it("second", works);
});
describe("tests that are no steps", () => {
  it("first", fails);
  it("second", works);
});
`;

describe("tests that are steps of one life", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "media-storage-steps-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are skipped after one that failed, and nothing else is", async () => {
    const result = join(folder, "result.json");
    writeFileSync(join(folder, "fixture.test.cjs"), FIXTURE);
    const config = {
      rootDir: folder,
      testMatch: ["**/*.test.cjs"],
      testEnvironment: join(__dirname, "steps-environment.cjs"),
      transform: {},
    };
    const jest = join(nodeModules, "jest/bin/jest.js");
    const args = [jest, "--config", JSON.stringify(config), "--json", "--outputFile", result, "--no-cache"];
    await new Promise((ended) => execFile(process.execPath, args, { cwd: folder }, ended));
    const { testResults } = JSON.parse(readFileSync(result, "utf8")) as {
      testResults: { assertionResults: { fullName: string; status: string }[] }[];
    };
    const statuses = testResults[0]!.assertionResults.map(({ fullName, status }) => [fullName, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      "a life first": "passed",
      "a life second": "failed",
      "a life third": "pending",
      "a life within fourth": "pending",
      "another life first": "passed",
      "a life that cannot begin first": "failed",
      "a life that cannot begin second": "pending",
      "tests that are no steps first": "failed",
      "tests that are no steps second": "passed",
    });
  });
});
