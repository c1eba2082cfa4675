/** Runs the command in the warning about unfinished uploads, unchanged, with a real gateway. */
import { messagesOf } from "../validation/of";
import { openedSupabase } from "../../apps/supabase/opened";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { supabaseWarnings } from "../../apps/supabase/warnings";
import { onCeph } from "../apps/mastodon/fixtures";
import { backendOnCeph } from "../apps/supabase/fixtures";
import { uploadCommand } from "../storage/upload-warning";
import { describeOnRgw } from "../runbook/on-rgw";
import { elements } from "./s3";

jest.setTimeout(120_000);
const NOT_SET = "Not set: the bucket has rules, or the store did not answer.\n";
const run = promisify(execFile);

describeOnRgw(["aws"], "the command of the warning of unfinished uploads", (server) => {
  let folder: string;
  let caFile: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "a folder's "));
    caFile = join(folder, "our ca.pem");
    copyFileSync(server.rgw.ca, caFile);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const store = () => ({
    s3: { server: "ceph", endpoint: server.rgw.https, region: "us-east-1", caFile },
  });
  const commandFor = (bucket: string): string =>
    uploadCommand(mastodonPlan(onCeph({ bucket, store: store() })).facts.warnings);
  /** The output of the command in a shell with only the key in its environment. */
  async function type(shell: string, command: string, who = server.rgw.root): Promise<string> {
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      AWS_ACCESS_KEY_ID: who.accessKeyId,
      AWS_SECRET_ACCESS_KEY: who.secretAccessKey,
    };
    const { stdout, stderr } = await run(shell, ["-c", command], { cwd: folder, env });
    return stdout + stderr;
  }
  const request = (bucket: string) => ({ method: "GET", bucket, query: "lifecycle" });
  async function makeBucket(bucket: string): Promise<void> {
    await server.s3.must(server.rgw.root, { method: "PUT", bucket });
  }
  const rulesOf = async (bucket: string): Promise<string> =>
    (await server.s3.ask(server.rgw.root, request(bucket))).text;

  test.each(["sh", "bash"])("sets the rule of a bucket that has none, in %s", async (shell) => {
    const bucket = `unfinished.${shell}`;
    await makeBucket(bucket);
    expect(await type(shell, commandFor(bucket))).toBe("");
    const rules = await rulesOf(bucket);
    expect(elements(rules, "ID")).toEqual(["abort-incomplete-multipart-uploads"]);
    expect(elements(rules, "DaysAfterInitiation")).toEqual(["7"]);
    expect(elements(rules, "Status")).toEqual(["Enabled"]);
    expect(await type(shell, commandFor(bucket))).toBe(NOT_SET);
  });

  test("sets the days for Supabase", async () => {
    const bucket = "unfinished-supabase";
    await makeBucket(bucket);
    await type(
      "bash",
      uploadCommand(
        messagesOf(supabaseWarnings(openedSupabase(backendOnCeph({}, { bucket, store: store() })))),
      ),
    );
    expect(elements(await rulesOf(bucket), "DaysAfterInitiation")).toEqual(["2"]);
  });

  test("keeps the existing rules of a bucket", async () => {
    const bucket = "unfinished-others";
    await makeBucket(bucket);
    const body =
      "<LifecycleConfiguration><Rule><ID>ours</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status>" +
      "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>";
    await server.s3.must(server.rgw.root, { method: "PUT", bucket, query: "lifecycle", body });
    expect(await type("bash", commandFor(bucket))).toBe(NOT_SET);
    expect(elements(await rulesOf(bucket), "ID")).toEqual(["ours"]);
  });

  test("sets nothing with a key that is not the owner's", async () => {
    const bucket = "unfinished-denied";
    await makeBucket(bucket);
    expect(await type("bash", commandFor(bucket), server.rgw.other)).toBe(NOT_SET);
    expect((await server.s3.ask(server.rgw.root, request(bucket))).status).toBe(404);
  });

  test("sets nothing if the server does not answer", async () => {
    const nowhere = uploadCommand(
      mastodonPlan(
        onCeph({
          bucket: "unfinished-nowhere",
          store: { s3: { ...store().s3, endpoint: "https://127.0.0.1:1" } },
        }),
      ).facts.warnings,
    );
    // So that the AWS CLI does not wait for seconds between its attempts.
    expect(await type("bash", `export AWS_MAX_ATTEMPTS=1\n${nowhere}`)).toBe(NOT_SET);
  });
});
