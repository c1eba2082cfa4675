import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileTo } from "./compiled";

const root = join(__dirname, "../..");

describe("a program with the lean SDK", () => {
  let folder: string;
  let program: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lean-sdk-"));
    program = join(folder, "program.js");
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    compileTo(program, join(__dirname, "lean-sdk.program.ts"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: "utf8",
      timeout: 240_000,
      env: { ...process.env, ...env },
    });
    return { status, stdout, stderr };
  };
  const plain = { MEDIA_STORAGE_PLAIN_SDK: "1" };

  it("registers the same and has the same outputs as with the SDK as it is", () => {
    const [lean, other] = [run([]), run([], plain)];
    expect([lean.stderr, other.stderr]).toEqual(["", ""]);
    const [found, expected] = [lean, other].map(
      ({ stdout }) => JSON.parse(stdout) as Record<string, unknown>,
    );
    expect(found).toEqual({ ...expected, isLean: true });
    expect(expected).toMatchObject({ isLean: false });
    expect(expected?.["registrations"]).toHaveLength(10);
  });

  it.each([
    // From 3.258 on what depends on the property is named before it.
    ["as it is", plain, 'error serializing property "text": never came'],
    ["made lean", {}, 'Error: error serializing property "text": never came'],
  ])("says which property could not be had, with the SDK %s", (_, env, message) => {
    const { status, stderr } = run(["reject"], env);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });
});
