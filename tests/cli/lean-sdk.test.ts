import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const root = join(__dirname, "../..");

describe("a program with the lean SDK", () => {
  // Below the project, so that the program finds the project's SDK.
  const folder = mkdtempSync(join(root, "dist", "lean-sdk-"));
  const program = join(folder, "program.js");
  beforeAll(() =>
    buildSync({
      entryPoints: [join(__dirname, "lean-sdk.program.ts")],
      outfile: program,
      bundle: true,
      platform: "node",
      target: "node20",
      external: ["@pulumi/*"],
      logLevel: "silent",
    }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: "utf8",
      timeout: 60_000,
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
    expect(expected?.["registrations"]).toHaveLength(9);
  });

  it.each([
    ["as it is", plain],
    ["made lean", {}],
  ])("says which property could not be had, with the SDK %s", (_, env) => {
    const { status, stderr } = run(["reject"], env);
    expect(status).not.toBe(0);
    expect(stderr).toContain('error serializing property "text": never came');
  });
});
