/** The Worker's text is made from its source. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { R2_WORKER_SCRIPT } from "../../../hosts/r2-worker";

// In a process of its own, because esbuild does not run in Jest's environment.
test("the script is what config/generate-r2-worker.cjs makes of its source", () => {
  const script = `
    const { file, generate } = require("./config/generate-r2-worker.cjs");
    void generate().then((text) => process.stdout.write(JSON.stringify({ file, text })));`;
  const cwd = join(__dirname, "../../..");
  const output = execFileSync(process.execPath, ["-e", script], { cwd, encoding: "utf8" });
  const { file, text } = JSON.parse(output) as Record<"file" | "text", string>;
  expect(text).toBe(readFileSync(file, "utf8"));
}, 60_000);

test("the script is ASCII, and far below Cloudflare's limit of 3 MB for a Worker on the Free plan", () => {
  expect(R2_WORKER_SCRIPT).toMatch(/^[\n\x20-\x7e]+$/);
  expect(R2_WORKER_SCRIPT.length).toBeLessThan(10_000);
});
