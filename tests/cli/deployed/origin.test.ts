import { originOfFile, originOfPipe, originOfStack, type Origin } from "../../../cli/deployed/origin";
import type { Project } from "../../../cli/project/project";

const ofRuntime = (runtime: unknown): Origin => {
  const project: Project = {
    name: "shop",
    file: "/nonexistent/Pulumi.yaml",
    settings: { runtime },
    stackFolder: "",
  };
  return originOfStack({ reference: "acme/shop/prod", name: "prod" }, project);
};

test.each<[runtime: unknown, example: string]>([
  ["nodejs", "`export const social = storage.deployment;`"],
  [{ name: "nodejs", options: { typescript: false } }, "`export const social = storage.deployment;`"],
  ["bun", "`export const social = storage.deployment;`"],
  ["python", '`pulumi.export("social", storage.deployment)`'],
  ["go", '`ctx.Export("social", storage.Deployment)`'],
  ["yaml", "`social: ${storage.deployment}` below `outputs`"],
  ["java", '`ctx.export("social", storage.deployment().applyValue(value -> new Gson().toJson(value)))`'],
])("says what to export in the language of the project: %j", (runtime, example) => {
  expect(ofRuntime(runtime).exportRemedy).toBe(
    `. The program must export the \`deployment\` of each component, for example ${example}; then run \`pulumi up --stack acme/shop/prod\`.`,
  );
});

test.each([["hcl"], ["constructor"], [undefined]])("refers to the docs for the runtime %j", (runtime) => {
  expect(ofRuntime(runtime).exportRemedy).toMatch(
    /^\. The program must export the `deployment` of each component, see https:\S+\/docs\/applying-the-env-block\.md; then run `pulumi up --stack acme\/shop\/prod`\.$/,
  );
});

test("does not promise an export that Pulumi's .NET SDK cannot make", () => {
  expect(ofRuntime("dotnet").exportRemedy).toContain("export its `Env`");
});

test("tells the user of this package's own program only to deploy", () => {
  const project: Project = {
    name: "media-storage",
    file: "/nonexistent/Pulumi.yaml",
    settings: { runtime: "nodejs", main: "node_modules/media-storage/dist/index.js" },
    stackFolder: "",
  };
  expect(originOfStack({ reference: "prod", name: "prod" }, project).exportRemedy).toBe(
    "; run `pulumi up --stack prod`.",
  );
});

test("quotes a path for the shell", () => {
  expect(originOfFile("my outputs.json").renewal).toContain(
    "`(umask 077; pulumi stack output --json --show-secrets > 'my outputs.json')`",
  );
});

test("prints a pipe into commands that would read it again", () => {
  expect(originOfPipe("/dev/fd/63").option).toEqual({ outputs: "-" });
});
