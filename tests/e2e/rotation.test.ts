import { parse } from "dotenv";
import { signed, type Credentials } from "../rgw/client";
import { accessKeys } from "./as-owner";
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const BUCKET = "e2e-rotation";

/**
 * docs/key-rotation.md, step by step, with the old and the new key tried at every one. What is proved is that the id and the
 * secret of the env block are a key that IAM has, active, of a user whose own policy lets it write and read; the policy of
 * the bucket, which lets nobody write here, is not looked at (tests/rgw/requests.json is about policies).
 */
describeWithEngine("a key rotation", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;
  let oldKey: Credentials;
  let newKey: Credentials;

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
  ): Promise<{ steps: string[]; inEnv: Credentials; keys: Record<string, string> }> {
    const mastodon = {
      webDomain: "social.example",
      bucket: BUCKET,
      store: { aws: { region: "eu-central-1" } },
      data: { protect: false, retainOnDelete: false },
      writer: { keys },
    };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
    const { steps } = await stack.up();
    const { socialEnv } = await stack.outputs();
    const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = parse(socialEnv?.value as string);
    return {
      // The component's own entry says that its arguments changed, and nothing else.
      steps: steps.filter((step) => step !== "update social"),
      inEnv: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      keys: await accessKeys(aws.url, `${BUCKET}-writer`),
    };
  }

  /** The statuses with which the app, having a key, writes, reads and deletes, and writes into somebody else's bucket. */
  function tried(who: Credentials): Promise<number[]> {
    const ask = async (method: string, path: string): Promise<number> => {
      const body = method === "PUT" ? { body: "media" } : {};
      return (await signed(who, { method, url: `${aws.url}/${path}`, ...body })).status;
    };
    return aws.checkingKeys(async () => [
      await ask("PUT", `${BUCKET}/accounts/1.png`),
      await ask("GET", `${BUCKET}/accounts/1.png`),
      await ask("DELETE", `${BUCKET}/accounts/1.png`),
      await ask("PUT", "e2e-other/accounts/1.png"),
    ]);
  }
  const WORKS = [200, 200, 204, 403];
  const REFUSED = [403, 403, 403, 403];

  it("begins with one key, which is in the env block", async () => {
    const { inEnv, keys } = await deploy({ slots: ["a"], current: "a" });
    oldKey = inEnv;
    expect(keys).toEqual({ [oldKey.accessKeyId]: "Active" });
    expect(await tried(oldKey)).toEqual(WORKS);
    expect(await tried({ ...oldKey, secretAccessKey: "wrong" })).toEqual(REFUSED);
  });

  it("adds the second, with the same env block", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["a", "b"], current: "a" });
    expect(steps).toEqual(["create social-key-b"]);
    expect(inEnv).toEqual(oldKey);
    expect(Object.values(keys)).toEqual(["Active", "Active"]);
    expect(await tried(oldKey)).toEqual(WORKS);
  });

  it("moves the env block to the second; both work", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["a", "b"], current: "b" });
    newKey = inEnv;
    expect(steps).toEqual([]);
    expect(newKey.accessKeyId).not.toBe(oldKey.accessKeyId);
    expect(keys).toEqual({ [oldKey.accessKeyId]: "Active", [newKey.accessKeyId]: "Active" });
    expect([await tried(oldKey), await tried(newKey)]).toEqual([WORKS, WORKS]);
  });

  it("disables the first, which is then refused", async () => {
    const { steps, keys } = await deploy({ slots: ["a", "b"], current: "b", inactive: ["a"] });
    expect(steps).toEqual(["update social-key-a"]);
    expect(keys).toEqual({ [oldKey.accessKeyId]: "Inactive", [newKey.accessKeyId]: "Active" });
    expect([await tried(oldKey), await tried(newKey)]).toEqual([REFUSED, WORKS]);
  });

  it("enables it again, for somebody who still uses it", async () => {
    const { steps, inEnv } = await deploy({ slots: ["a", "b"], current: "b" });
    expect(steps).toEqual(["update social-key-a"]);
    expect(inEnv).toEqual(newKey);
    expect([await tried(oldKey), await tried(newKey)]).toEqual([WORKS, WORKS]);
  });

  it("deletes the first", async () => {
    const { steps, inEnv, keys } = await deploy({ slots: ["b"], current: "b" });
    expect(steps).toEqual(["delete social-key-a"]);
    expect(inEnv).toEqual(newKey);
    expect(keys).toEqual({ [newKey.accessKeyId]: "Active" });
    expect([await tried(oldKey), await tried(newKey)]).toEqual([REFUSED, WORKS]);
  });

  it("never shows the secret of a key", async () => {
    const secrets = [oldKey.secretAccessKey, newKey.secretAccessKey];
    expect(new Set(secrets).size).toBe(2);
    expect(findPlaintext(secrets, await stack.sources())).toEqual([]);
  });
});
