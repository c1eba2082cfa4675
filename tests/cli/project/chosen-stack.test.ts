import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chosenStack } from "../../../cli/project/chosen-stack";
import { projectOf } from "../../../cli/project/project";
import type { StackName } from "../../../cli/project/stack-name";
import { UserError } from "../../../validation/user-error";
import { testFolder } from "../env/folder";
import { testStreams } from "../streams";

const at = testFolder();

interface Situation {
  option?: string | undefined;
  /** PULUMI_STACK. */
  variable?: string;
  /** What `pulumi stack select` chose. */
  selected?: string;
  /** The stacks that have a file. */
  files?: string[];
  /** What the operator types; without it there is no terminal. */
  answer?: string;
}

async function choose(situation: Situation): Promise<{ stack?: StackName; error?: string; asked: string }> {
  const { option, variable, selected, files = [], answer } = situation;
  writeFileSync(at("Pulumi.yaml"), "name: media-storage\nruntime: nodejs\n");
  for (const name of files) writeFileSync(at(`Pulumi.${name}.yaml`), "");
  if (selected !== undefined) {
    const digest = createHash("sha1").update(at("Pulumi.yaml")).digest("hex");
    mkdirSync(at("home/workspaces"), { recursive: true });
    writeFileSync(
      at(join("home/workspaces", `media-storage-${digest}-workspace.json`)),
      JSON.stringify({ stack: selected }),
    );
  }
  const streams = testStreams({
    ...(answer !== undefined && { answer }),
    env: { PULUMI_HOME: at("home"), ...(variable !== undefined && { PULUMI_STACK: variable }) },
  });
  try {
    return { stack: await chosenStack(option, projectOf(at()), streams), asked: streams.said.err };
  } catch (error) {
    if (!UserError.isInstance(error)) throw error;
    return { error: error.message, asked: streams.said.err };
  }
}

describe("the stack of a command", () => {
  const all = { option: "a", variable: "b", selected: "c", files: ["d"] };
  test.each<[string, Situation, string]>([
    ["--stack, before all else", all, "a"],
    ["PULUMI_STACK, without --stack", { ...all, option: undefined }, "b"],
    ["the selected one, without both", { selected: "c", files: ["d", "e"] }, "c"],
    ["the only one with a file, where nothing says which", { files: ["d"] }, "d"],
    [
      "the only one with a file, where PULUMI_STACK is empty and another one is selected",
      { variable: "", selected: "c", files: ["d"] },
      "d",
    ],
  ])("is %s", async (_, situation, name) => {
    expect(await choose(situation)).toEqual({ stack: { reference: name, name }, asked: "" });
  });

  test.each<[string, Situation, StackName]>([
    ["an organization's", { option: "acme/prod" }, { reference: "acme/prod", name: "prod" }],
    [
      "one with its project",
      { variable: "acme/media-storage/prod" },
      { reference: "acme/media-storage/prod", name: "prod", project: "media-storage" },
    ],
    [
      "an organization's that is selected",
      { selected: "acme/media-storage/prod" },
      { reference: "acme/media-storage/prod", name: "prod", project: "media-storage" },
    ],
    [
      "a selected one of a backend without organizations, by its short name",
      { selected: "organization/media-storage/prod" },
      { reference: "prod", name: "prod" },
    ],
  ])("may be %s", async (_, situation, stack) => {
    expect(await choose(situation)).toEqual({ stack, asked: "" });
  });

  test.each<[string, Situation, string]>([
    [
      "--stack",
      { option: "acme/other/prod" },
      '--stack: "acme/other/prod" is a stack of the project other, but FILE is the project media-storage; ',
    ],
    [
      "PULUMI_STACK",
      { variable: "acme/other/prod" },
      'PULUMI_STACK: "acme/other/prod" is a stack of the project other, ',
    ],
    [
      "the selected stack",
      { selected: "organization/other/prod" },
      'the selected stack: "organization/other/prod" is a stack of the project other, ',
    ],
  ])("is refused where it is another project's: %s", async (_, situation, message) => {
    expect((await choose(situation)).error).toContain(message.replace("FILE", at("Pulumi.yaml")));
  });

  test.each<[string, Situation]>([
    ["--stack", { option: "../prod" }],
    ["--stack", { option: "" }],
    ["PULUMI_STACK", { variable: "../../etc/passwd" }],
    ["the selected stack", { selected: "a/../../x/y" }],
  ])("is refused where it is not a name: %s", async (from, situation) => {
    expect((await choose(situation)).error).toMatch(new RegExp(`^${from}: .* is not the name of a stack; `));
  });

  it("is refused where the only file has a name that no stack can have", async () => {
    expect((await choose({ files: ["a b"] })).error).toMatch(
      /^the stack's file: "a b" is not the name of a stack/,
    );
  });

  it("is missing where nothing says which, and there is none", async () => {
    expect((await choose({})).error).toMatch(
      /^No stack is selected, and .* has no Pulumi.<stack>.yaml; create Pulumi\.prod\.yaml \(it may be empty if the program reads no config\) and pass --stack prod, /,
    );
  });
});

describe("one of several stacks, where nothing says which,", () => {
  const files = ["prod", "dev", "staging"];

  it("is never guessed where nobody can be asked", async () => {
    const { error, asked } = await choose({ files });
    expect(error).toBe(
      "The project has several stacks (dev, prod, staging); pass --stack with one of them, set PULUMI_STACK, or run `pulumi stack select`",
    );
    expect(asked).toBe("");
  });

  test.each(["prod\n", "  prod \n"])("is what the operator answers: %j", async (answer) => {
    const { stack, asked } = await choose({ files, answer });
    expect(stack).toEqual({ reference: "prod", name: "prod" });
    expect(asked).toContain("Which stack (dev, prod, staging)? ");
  });

  test.each([
    ["another name", "nope\n"],
    ["nothing", "\n"],
    ["the end of the input", ""],
    ["a path", "../prod\n"],
  ])("is refused for %s as the answer", async (_, answer) => {
    expect((await choose({ files, answer })).error).toBe(
      `The project has no stack ${JSON.stringify(answer.trim())}; choose one of: dev, prod, staging`,
    );
  });
});
