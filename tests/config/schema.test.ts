/** The schemas that editors check config with are made of the types. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import schema from "../../config/instances.schema.json";

// In a process of its own: the generator brings a TypeScript compiler with it.
test("the schemas are what config/generate-schema.cjs makes of config/types.ts", () => {
  const script = `
    const { files, generate } = require("./config/generate-schema.cjs");
    process.stdout.write(JSON.stringify({ files, texts: generate() }));`;
  const cwd = join(__dirname, "../..");
  const output = execFileSync(process.execPath, ["-e", script], { cwd, encoding: "utf8" });
  const { files, texts } = JSON.parse(output) as Record<"files" | "texts", Record<string, string>>;
  expect(Object.keys(files)).toEqual(["instances", "stack"]);
  for (const [name, file] of Object.entries(files)) {
    // As values, for prettier has its own idea of the text.
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(texts[name]!));
  }
}, 60_000);

test("the shapes are what config/generate-argument-shapes.cjs makes of the types of the arguments", () => {
  const script = `
    const { file, generate } = require("./config/generate-argument-shapes.cjs");
    void generate().then((text) => process.stdout.write(JSON.stringify({ file, text })));`;
  const cwd = join(__dirname, "../..");
  const output = execFileSync(process.execPath, ["-e", script], { cwd, encoding: "utf8" });
  const { file, text } = JSON.parse(output) as Record<"file" | "text", string>;
  expect(text).toBe(readFileSync(file, "utf8"));
}, 60_000);

test("every setting says what it is for, and what goes without saying", () => {
  const definitions = Object.entries(schema.definitions) as [string, Node][];
  for (const [name, { properties = {}, description }] of definitions) {
    expect([name, description]).toEqual([name, expect.any(String)]);
    for (const [member, setting] of Object.entries(properties)) {
      expect([`${name}.${member}`, setting.description]).toEqual([`${name}.${member}`, expect.any(String)]);
    }
  }
});

interface Node {
  description?: string;
  properties?: Record<string, Node>;
}
