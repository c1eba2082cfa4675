import { parse } from "dotenv";
import { findPlaintext } from "./canaries";
import { describeWithEngine } from "./engine";
import { accessKeys } from "./as-owner";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

/** docs/key-rotation.md, step by step. */
describeWithEngine("a key rotation", () => {
  let aws: AwsLocal;
  let stack: TestStack;
  let oldKey: string;
  const secrets: string[] = [];

  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url);
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  /** Deploys with these keys and says what changed, which key the env block carries and which keys IAM has. */
  async function deploy(
    keys: object,
  ): Promise<{ steps: string[]; inEnv: string; keys: Record<string, string> }> {
    const mastodon = {
      webDomain: "social.example",
      bucket: "e2e-rotation",
      store: { aws: { region: "eu-central-1" } },
      data: { protect: false, retainOnDelete: false },
      writer: { keys },
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
    const { steps } = await stack.up();
    const { socialEnv } = await stack.outputs();
    const env = parse(socialEnv?.value as string);
    secrets.push(env["AWS_SECRET_ACCESS_KEY"] ?? "");
    return {
      // The component's own entry says that its arguments changed, and nothing else.
      steps: steps.filter((step) => step !== "update social"),
      inEnv: env["AWS_ACCESS_KEY_ID"] ?? "",
      keys: await accessKeys(aws.url, "e2e-rotation-writer"),
    };
  }

  it("begins with one key", async () => {
    const { inEnv, keys } = await deploy({ slots: ["a"], current: "a" });
    oldKey = inEnv;
    expect(keys).toEqual({ [oldKey]: "Active" });
  });

  it("adds the second, with the env block as it was", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["a", "b"], current: "a" });
    expect(steps).toEqual(["create social-key-b"]);
    expect(inEnv).toBe(oldKey);
    expect(Object.values(keys)).toEqual(["Active", "Active"]);
  });

  it("moves the env block to the second", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["a", "b"], current: "b" });
    expect(steps).toEqual([]);
    expect(inEnv).not.toBe(oldKey);
    expect(keys[inEnv]).toBe("Active");
  });

  it("turns the first off", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["a", "b"], current: "b", inactive: ["a"] });
    expect(steps).toEqual(["update social-key-a"]);
    expect(keys).toEqual({ [oldKey]: "Inactive", [inEnv]: "Active" });
  });

  it("takes the first away", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["b"], current: "b" });
    expect(steps).toEqual(["delete social-key-a"]);
    expect(keys).toEqual({ [inEnv]: "Active" });
  });

  it("shows neither key's secret anywhere", async () => {
    expect(new Set(secrets).size).toBe(2);
    expect(findPlaintext([...new Set(secrets)], await stack.sources())).toEqual([]);
  });
});
