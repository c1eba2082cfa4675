import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfigFileTextToJson } from "typescript";
import { parse } from "yaml";

const root = join(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const noCheck = (file: string) => {
  const { config, error } = parseConfigFileTextToJson(file, read(file)) as {
    config: { compilerOptions: { noCheck?: boolean } };
    error?: unknown;
  };
  expect(error).toBeUndefined();
  return config.compilerOptions.noCheck;
};

it("is run by Pulumi without a type check, which `npm run lint` does", () => {
  const { runtime } = parse(read("Pulumi.yaml")) as { runtime: { options: { tsconfig: string } } };
  expect(noCheck(runtime.options.tsconfig)).toBe(true);
  expect(noCheck("tsconfig.json")).toBeUndefined();
});
