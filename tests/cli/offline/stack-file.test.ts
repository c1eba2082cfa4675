import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackConfig } from "../../../cli/offline/stack-file";
import { projectOf } from "../../../cli/project/project";
import { stackName } from "../../../cli/project/stack-name";
import { ownProjectYaml } from "../own-project";

describe("a stack without a file", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "stack-file-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (projectYaml: string) => () => {
    writeFileSync(join(folder, "Pulumi.yaml"), projectYaml);
    return readStackConfig(projectOf(folder), stackName("prod", "--stack"));
  };

  it("of this package's program needs an instance", () => {
    expect(read(ownProjectYaml())).toThrow(
      "create it, such as with the line `config: { media-storage:instances: { social: ",
    );
  });

  it("of a program of the user's own may be empty", () => {
    const readOther = read("name: other\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(folder, "index.js"), "");
    expect(readOther).toThrow("create it; it may be empty if the program reads no config");
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "");
    expect(readOther()).toMatchObject({ stack: "prod", values: {} });
  });
});
