/** Engines that run the code of a CloudFront function: the model's, and Debian's njs, which knows little more than ECMAScript 5.1. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOnPath } from "../../e2e/engine";
import { type FunctionEvent, runFunction } from "../../e2e/servers/cloudfront/edge-function";

/** What the handler returns for the event. */
export type RunEdgeFunction = (code: string, event: FunctionEvent) => Promise<unknown>;

/** A program prints what the handler returns; njs has no other way to call a function. */
const inNjs: RunEdgeFunction = (code, event) => {
  const folder = mkdtempSync(join(tmpdir(), "media-storage-njs-"));
  try {
    const file = join(folder, "function.js");
    const call = `Promise.resolve(handler(${JSON.stringify(event)}))`;
    writeFileSync(
      file,
      `${code}\n${call}.then(function (result) { console.log(JSON.stringify(result)); });\n`,
    );
    return Promise.resolve(JSON.parse(execFileSync("njs", [file], { encoding: "utf8" })) as unknown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const hasNjs = findOnPath("njs") !== undefined;
// Once for all tests of a file: jest shows no names of a file whose tests are all skipped.
if (!hasNjs) process.stderr.write("njs skipped: not found (apt-get install --no-install-recommends njs)\n");

/** Registers the tests with each engine; those with njs are skipped by name where it is not installed. */
export function describeInEngines(name: string, tests: (run: RunEdgeFunction) => void): void {
  describe(`${name}, in the model's engine`, () => tests(runFunction));
  (hasNjs ? describe : describe.skip)(`${name}, in njs`, () => tests(inNjs));
}
