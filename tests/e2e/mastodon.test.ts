/** Mastodon's bucket on Ceph RGW, and its own calls there (mastodon/attachments.rb), made from the rendered block alone. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWithEngine } from "./engine";
import { projectProgram } from "./programs";
import { withoutAction } from "./without-action";
import { TestStack } from "./workspace";
import { S3 } from "../rgw/s3";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";

type Outcomes = Record<string, unknown>;

function hasRuby(): boolean {
  try {
    execFileSync("ruby", ["-r", "aws-sdk-s3", "-r", "dotenv", "-e", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const describeWithAll = missingForRgw() === undefined && hasRuby() ? describeWithEngine : describe.skip;

/** By the instance: who decides what anybody may read. */
const BUCKETS = { social: "e2e-mastodon-policy", art: "e2e-mastodon-acl" };

describeWithAll("Mastodon on Ceph", () => {
  let rgw: Rgw;
  let s3: S3;
  let stack: TestStack;
  const blocks: Record<string, string> = {};

  beforeAll(async () => {
    rgw = await startRgw();
    s3 = new S3(rgw);
    // Nothing listens there: whatever goes to AWS fails.
    stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", {
      AWS_CA_BUNDLE: rgw.ca,
      AWS_ACCESS_KEY_ID: rgw.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rgw.root.secretAccessKey,
    });
    const instance = (bucket: string, access: string) => ({
      mastodon: {
        webDomain: "social.example",
        bucket,
        access,
        store: { s3: { server: "ceph", endpoint: rgw.https, region: "default", caFile: rgw.ca } },
        writer: { given: { accessKeyId: rgw.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" } },
      },
    });
    stack.configure({
      "media-storage:instances": {
        social: instance(BUCKETS.social, "bucket-policy"),
        art: instance(BUCKETS.art, "acl"),
      },
    });
    for (const name of Object.keys(BUCKETS))
      await stack.setSecret(`media-storage:${name}SecretAccessKey`, rgw.writer.secretAccessKey);
    await stack.up();
    const outputs = await stack.outputs();
    for (const name of Object.keys(BUCKETS)) blocks[name] = outputs[`${name}Env`]?.value as string;
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      s3.close();
      await rgw.stop();
    }
  });

  /** What Mastodon's calls come to with the block of an instance, and nothing of the tests' own environment. */
  async function calls(name: string): Promise<unknown> {
    const folder = mkdtempSync(join(tmpdir(), "media-storage-mastodon-"));
    try {
      const file = join(folder, ".env.production");
      writeFileSync(file, blocks[name] ?? "", { mode: 0o600 });
      const outside = Object.entries(process.env).filter(([variable]) => !/^(AWS|S3)_/.test(variable));
      const env = {
        ...Object.fromEntries(outside),
        AWS_EC2_METADATA_DISABLED: "true",
      };
      const script = join(__dirname, "mastodon/attachments.rb");
      const { stdout } = await promisify(execFile)("ruby", [script, file], { env, timeout: 240_000 });
      return JSON.parse(stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const AVATAR = "accounts/avatars/000/000/001/original/a.png";
  const WORKS: Outcomes = {
    upload: "ok",
    "upload in parts": "ok",
    "upload of an export": "ok",
    "read back": "avatar",
    "a key that is missing": "NotFound",
    list: [AVATAR],
    copy: "ok",
    browser: {
      status: 200,
      type: "image/png",
      cache: "public, max-age=315576000, immutable",
      body: "avatar",
    },
    "browser, an export": 403,
    "browser, an export with its URL": 200,
    abort: "ok",
    "delete in a batch": "ok",
    delete: "ok",
  };

  it("works with the env block of a bucket whose policy decides what is public", async () => {
    expect(await calls("social")).toEqual(WORKS);
  });

  it("works with the env block of a bucket where each object's ACL decides", async () => {
    // The script uploads everything alike; Mastodon itself asks for a private ACL for exports.
    expect(await calls("art")).toEqual({ ...WORKS, "browser, an export": 200 });
  });

  it.each<[string, (outcomes: Outcomes) => Outcomes]>([
    [
      "s3:ListBucket",
      // `remove-orphans` fails, and a missing key is no longer told from a forbidden one.
      (works) => ({ ...works, list: "AccessDenied", "a key that is missing": "Forbidden" }),
    ],
    ["s3:AbortMultipartUpload", (works) => ({ ...works, abort: "AccessDenied" })],
    [
      "s3:DeleteObject",
      // The silent leak: Mastodon swallows these.
      (works) => ({ ...works, "delete in a batch": "AccessDenied", delete: "AccessDenied" }),
    ],
  ])("without %s", async (action, change) => {
    const outcomes = await withoutAction(s3, BUCKETS.social, action, () => calls("social"));
    expect(outcomes).toEqual(change(WORKS));
    // With the action back everything works again, and takes away what could not be deleted.
    expect(await calls("social")).toMatchObject({ upload: "ok", "delete in a batch": "ok", delete: "ok" });
  });

  it("without s3:PutObject no upload succeeds", async () => {
    const outcomes = (await withoutAction(s3, BUCKETS.social, "s3:PutObject", () =>
      calls("social").catch((error: unknown) => ({ failed: String(error) })),
    )) as Outcomes;
    expect(outcomes).toMatchObject({
      upload: "AccessDenied",
      "upload of an export": "AccessDenied",
      list: [],
    });
  });
});
