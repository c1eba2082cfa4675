import { createHash } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { projectOf } from "../../../cli/project/project";
import { selectedStack } from "../../../cli/project/selected-stack";
import { testFolder } from "../env/folder";
import { userErrorOf } from "./errors";

const at = testFolder();
const [CLOUD, FILES] = ["https://api.pulumi.com", "file:///state"];

interface Kept {
  /** Pulumi's file of the project: what is selected. */
  workspace?: unknown;
  /** Pulumi's file of logins. */
  credentials?: unknown;
  /** Lines of Pulumi.yaml. */
  settings?: string;
  env?: NodeJS.ProcessEnv;
}

const workspaceFile = (): string => {
  const digest = createHash("sha1").update(at("Pulumi.yaml")).digest("hex");
  return at(join("home/workspaces", `media-storage-${digest}-workspace.json`));
};

/** Strings as they are, all else as JSON. */
function selected({ workspace, credentials, settings = "", env = {} }: Kept): string | undefined {
  const write = (path: string, content: unknown): void =>
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  writeFileSync(at("Pulumi.yaml"), `name: media-storage\nruntime: nodejs\n${settings}`);
  mkdirSync(at("home/workspaces"), { recursive: true });
  if (workspace !== undefined) write(workspaceFile(), workspace);
  if (credentials !== undefined) write(at("home/credentials.json"), credentials);
  return selectedStack(projectOf(at()), { PULUMI_HOME: at("home"), ...env });
}

const both = { stacks: { [CLOUD]: "acme/media-storage/cloud", [FILES]: "organization/media-storage/files" } };

describe("the selected stack", () => {
  test.each<[string, Kept, string | undefined]>([
    ["nothing is kept", {}, undefined],
    ["an older Pulumi kept it alone", { workspace: { stack: "prod" } }, "prod"],
    ["none was selected", { workspace: { stack: "" } }, undefined],
    ["none was selected, of any backend", { workspace: { stacks: {} } }, undefined],
    ["nobody logged in anywhere: the service's", { workspace: both }, "acme/media-storage/cloud"],
    [
      "the login of now is the files'",
      { workspace: both, credentials: { current: FILES } },
      "organization/media-storage/files",
    ],
    [
      "the login of now is the service's",
      { workspace: both, credentials: { current: CLOUD } },
      "acme/media-storage/cloud",
    ],
    [
      "a slash ends the service's URL",
      { workspace: both, credentials: { current: `${CLOUD}/` } },
      "acme/media-storage/cloud",
    ],
    [
      "a slash ends a folder's URL, which is another one to Pulumi",
      {
        workspace: { stacks: { [FILES]: "a/b/c", [`${FILES}/`]: "a/b/d" } },
        credentials: { current: `${FILES}/` },
      },
      "a/b/d",
    ],
    [
      "nobody is logged in any more",
      { workspace: both, credentials: { accounts: {} } },
      "acme/media-storage/cloud",
    ],
    [
      "the login is one of which no stack is kept",
      { workspace: both, credentials: { current: "file:///other" } },
      undefined,
    ],
    [
      "the login is one of which only an older Pulumi kept one",
      { workspace: { ...both, stack: "old" }, credentials: { current: "file:///other" } },
      "old",
    ],
    [
      "PULUMI_BACKEND_URL names another backend than the login",
      { workspace: both, credentials: { current: CLOUD }, env: { PULUMI_BACKEND_URL: FILES } },
      "organization/media-storage/files",
    ],
    [
      "Pulumi.yaml names another backend than the login",
      { workspace: both, credentials: { current: CLOUD }, settings: `backend: { url: "${FILES}" }\n` },
      "organization/media-storage/files",
    ],
    [
      "PULUMI_BACKEND_URL names another backend than Pulumi.yaml",
      { workspace: both, settings: `backend: { url: "${FILES}" }\n`, env: { PULUMI_BACKEND_URL: CLOUD } },
      "acme/media-storage/cloud",
    ],
    [
      "PULUMI_API is another service",
      {
        workspace: { stacks: { "https://api.example": "acme/media-storage/own" } },
        env: { PULUMI_API: "https://api.example" },
      },
      "acme/media-storage/own",
    ],
    [
      "the logins are encrypted, and one stack is kept",
      { workspace: { stacks: { [FILES]: "a/b/c" } }, credentials: { ciphertext: "x" } },
      "a/b/c",
    ],
    [
      "the logins are encrypted, and several are kept",
      { workspace: both, credentials: { ciphertext: "x" } },
      undefined,
    ],
    ["what is kept is not a text", { workspace: { stacks: { [CLOUD]: { secret: "x" } } } }, undefined],
    ["what an older one kept is not a text", { workspace: { stack: 42 } }, undefined],
    [
      "the backend is called like a member of every object",
      { workspace: { stacks: {} }, env: { PULUMI_BACKEND_URL: "constructor" } },
      undefined,
    ],
    ["the file is empty", { workspace: "" }, undefined],
    ["the file is not JSON", { workspace: "{ stack: " }, undefined],
    ["the file is a list", { workspace: [] }, undefined],
    [
      "the file of logins is not JSON: the service's",
      { workspace: both, credentials: "{" },
      "acme/media-storage/cloud",
    ],
  ])("where %s", (_, kept, expected) => {
    expect(selected(kept)).toBe(expected);
  });

  it("is found with the logins in PULUMI_CREDENTIALS_PATH", () => {
    mkdirSync(at("logins"));
    writeFileSync(at("logins/credentials.json"), JSON.stringify({ current: FILES }));
    const env = { PULUMI_CREDENTIALS_PATH: at("logins") };
    expect(selected({ workspace: both, credentials: { current: CLOUD }, env })).toBe(
      "organization/media-storage/files",
    );
  });

  describe("without PULUMI_HOME", () => {
    const unknownUser = (): never => {
      throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
    };
    beforeEach(() => {
      selected({ workspace: { stack: "prod" } });
      mkdirSync(at("user"));
      symlinkSync(at("home"), at("user/.pulumi"));
    });
    afterEach(() => jest.restoreAllMocks());
    const found = () => [{}, { PULUMI_HOME: "" }].map((env) => selectedStack(projectOf(at()), env));

    it("is found in the user's home folder, where Pulumi keeps it whatever HOME is", () => {
      jest.spyOn(os, "userInfo").mockReturnValue({ ...os.userInfo(), homedir: at("user") });
      jest.spyOn(os, "homedir").mockReturnValue(at("of-the-environment"));
      expect(found()).toEqual(["prod", "prod"]);
    });

    it("is found in HOME where the system does not know the user, as in a container", () => {
      jest.spyOn(os, "userInfo").mockImplementation(unknownUser);
      jest.spyOn(os, "homedir").mockReturnValue(at("user"));
      expect(found()).toEqual(["prod", "prod"]);
    });

    it("is none where there is no home folder at all", () => {
      jest.spyOn(os, "userInfo").mockImplementation(unknownUser);
      jest.spyOn(os, "homedir").mockImplementation(unknownUser);
      expect(found()).toEqual([undefined, undefined]);
    });
  });

  it("is that of this folder, whatever another folder with a project of the same name has", () => {
    selected({ workspace: { stack: "prod" } });
    mkdirSync(at("copy"));
    writeFileSync(at("copy/Pulumi.yaml"), "name: media-storage\n");
    expect(selectedStack(projectOf(at("copy")), { PULUMI_HOME: at("home") })).toBeUndefined();
  });

  it("is a user error where its file cannot be read", () => {
    selected({ workspace: {} });
    rmSync(workspaceFile());
    mkdirSync(workspaceFile());
    expect(userErrorOf(() => selected({}))).toContain(`${workspaceFile()}: is not a regular file`);
  });
});
