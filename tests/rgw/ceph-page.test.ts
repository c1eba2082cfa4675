/** Runs every command of docs/ceph.md with a real gateway; those of Pulumi are in tests/e2e/ceph-page.test.ts. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { parse } from "yaml";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { startOwned, type OwnedProcess } from "../e2e/servers/owned-process";
import { makeBucket } from "../runbook/buckets";
import { describeOnRgw } from "../runbook/on-rgw";
import { NGINX } from "../runbook/programs";
import { blocks, commands } from "./ceph-page";
import { signed, type Answer, type Credentials } from "./client";
import { elements, S3 } from "./s3";
import { freePorts } from "./server/ports";
import { until } from "./server/run";

jest.setTimeout(120_000);

const ENDPOINT = "https://s3.example.org";
const run = promisify(execFile);

interface User {
  keys: { access_key: string; secret_key: string }[];
}

const credentials = ({ keys }: User): Credentials[] =>
  keys.map(({ access_key, secret_key }) => ({ accessKeyId: access_key, secretAccessKey: secret_key }));

test("a test runs the program of every command of the page", () => {
  const programs = blocks("sh").flatMap((block) =>
    block
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  );
  expect([...new Set(programs)].sort()).toEqual(["aws", "case", "ceph", "pulumi", "radosgw-admin"]);
});

describeOnRgw(["aws", "nginx"], "the commands of docs/ceph.md", (server) => {
  let owner: Credentials;
  let ownersKey: Record<string, string> = {};
  let app: Credentials;
  let settings: MastodonSettings;
  let s3: S3;
  let cwd: string;

  /** Runs a line of the page unchanged, except for the endpoint and the placeholders in angle brackets. */
  async function type(line: string, placeholder?: string): Promise<string> {
    const { rgw } = server;
    const typed = line.replaceAll(ENDPOINT, rgw.https).replace(/<[^>]+>|\bOLD\b/, () => placeholder ?? "");
    const env = {
      ...process.env,
      CEPH_ARGS: rgw.cephArgs,
      AWS_CA_BUNDLE: rgw.ca,
      ...ownersKey,
    };
    return (await run("bash", ["-c", typed], { cwd, env, timeout: 240_000 })).stdout;
  }

  const user = async (line: string, placeholder?: string): Promise<Credentials[]> =>
    credentials(JSON.parse(await type(line, placeholder)) as User);

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "ceph-page-"));
    const [ofOwner = "", ofApp = ""] = commands("radosgw-admin user create");
    [owner] = (await user(ofOwner)) as [Credentials];
    ownersKey = { AWS_ACCESS_KEY_ID: owner.accessKeyId, AWS_SECRET_ACCESS_KEY: owner.secretAccessKey };
    [app] = (await user(ofApp)) as [Credentials];
    const [stack] = blocks("yaml").map((block) => parse(block) as { config?: Record<string, object> });
    const { mastodon } = (
      stack?.config?.["media-storage:instances"] as { social: { mastodon: MastodonSettings } }
    ).social;
    settings = mastodon;
    s3 = new S3({ ...server.rgw, root: owner });
    await makeBucket(s3, settings, mastodonNeeds(settings));
  });
  afterAll(() => {
    s3.close();
    rmSync(cwd, { recursive: true });
  });

  const upload = (who: Credentials): Promise<Answer> =>
    s3.ask(who, { method: "PUT", bucket: settings.bucket, key: "accounts/a.png", body: "a" });

  test("the app's user can upload, but not create buckets", async () => {
    expect((await upload(app)).status).toBe(200);
    expect((await s3.ask(app, { method: "PUT", bucket: "bucket-of-the-app" })).status).toBe(403);
  });

  test("the rule for unfinished uploads is set, and an unfinished upload is deleted", async () => {
    const [set = ""] = commands("case");
    const [get = "", add = ""] = commands("aws s3api");
    await expect(type(add)).rejects.toThrow();
    await type(set);
    expect(JSON.parse(await type(get))).toMatchObject({
      Rules: [{ Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }],
    });
    const { bucket } = settings;
    const unfinished = async (): Promise<number> =>
      elements((await s3.must(owner, { method: "GET", bucket, query: "uploads" })).text, "UploadId").length;
    await s3.must(app, { method: "POST", bucket, key: "cache/a.png", query: "uploads" });
    expect(await unfinished()).toBe(1);
    // Then a day of RGW's lifecycle takes a second.
    await sleep(8_000);
    // On a busy machine it sometimes crashes when it ends (16.2.15: RGWWatcher::reinit), after it has done its work.
    for (let tried = 0; tried < 5 && (await unfinished()) > 0; tried++) {
      await type("radosgw-admin lc process --rgw-lc-debug-interval=1").catch(() => undefined);
    }
    expect(await unfinished()).toBe(0);
    expect((await s3.ask(app, { method: "GET", bucket, key: "accounts/a.png" })).status).toBe(200);
  });

  test("the rule for unfinished uploads is added to existing rules", async () => {
    const [get = "", add = ""] = commands("aws s3api");
    const body =
      "<LifecycleConfiguration><Rule><ID>tmp</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status>" +
      "<Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>";
    await s3.must(owner, { method: "PUT", bucket: settings.bucket, query: "lifecycle", body });
    const both = [
      { ID: "tmp", Status: "Enabled", Expiration: { Days: 3 } },
      { Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ];
    // Twice, because the second one replaces the rule of the first.
    for (let times = 0; times < 2; times++) {
      await type(add);
      const { Rules } = JSON.parse(await type(get)) as { Rules: { ID: string }[] };
      expect(Rules.sort((one, other) => other.ID.localeCompare(one.ID))).toMatchObject(both);
    }
  });

  test("a second key works together with the first, which is then deleted", async () => {
    const [create = "", remove = ""] = commands("radosgw-admin key");
    const keys = await user(create);
    expect(keys).toHaveLength(2);
    for (const key of keys) expect((await upload(key)).status).toBe(200);
    await type(remove, app.accessKeyId);
    const next = keys.find(({ accessKeyId }) => accessKeyId !== app.accessKeyId)!;
    expect((await upload(app)).status).toBe(403);
    expect((await upload(next)).status).toBe(200);
    app = next;
  });

  describe("a proxy that ends TLS", () => {
    let folder: string;
    let agent: Agent;
    let nginx: OwnedProcess | undefined;
    let base: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "nginx-"));
      agent = new Agent({ ca: readFileSync(server.rgw.ca) });
    });
    afterEach(() => nginx?.stop());
    afterAll(() => {
      agent.destroy();
      rmSync(folder, { recursive: true });
    });

    async function startNginx(rules: string): Promise<void> {
      const [port = 0] = await freePorts(1);
      base = `https://127.0.0.1:${port}`;
      const certificates = dirname(server.rgw.ca);
      const block = rules
        .replace("listen 443", `listen 127.0.0.1:${port}`)
        .replace("/etc/ssl/s3.example.org.pem", join(certificates, "server.pem"))
        .replace("/etc/ssl/s3.example.org.key", join(certificates, "server.key"))
        .replace("http://127.0.0.1:7480", server.rgw.http);
      const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (name) => `${name}_temp_path ${folder};`,
      );
      const http = `http { access_log off; ${temp.join(" ")} ${block} }`;
      writeFileSync(
        join(folder, "nginx.conf"),
        `pid ${folder}/pid; error_log stderr; daemon off; events {} ${http}`,
      );
      const args = ["-c", join(folder, "nginx.conf"), "-e", "stderr"];
      execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
      nginx = startOwned(NGINX, args, {});
      await until(
        () =>
          put("1").then(
            () => true,
            () => false,
          ),
        "nginx did not answer",
        [nginx],
      );
    }

    const put = (body: string): Promise<Answer> =>
      signed(app, { method: "PUT", url: `${base}/${settings.bucket}/accounts/b.png`, body, agent });
    const [rules = ""] = blocks("nginx");
    const header = /^ *proxy_set_header X-Forwarded-Proto https;\n/m;

    test("cannot upload until RGW trusts its header", async () => {
      await startNginx(rules);
      expect((await put("x")).status).toBe(403);
    });

    test("cannot upload without X-Forwarded-Proto", async () => {
      const [trust = ""] = commands("ceph");
      await type(trust);
      expect(rules).toMatch(header);
      await startNginx(rules.replace(header, ""));
      expect((await put("x")).status).toBe(403);
    });

    test("accepts uploads of more than a megabyte with both", async () => {
      await startNginx(rules);
      expect((await put("x".repeat(2_000_000))).status).toBe(200);
    });
  });

  test("the bucket is deleted with its files, then the users", async () => {
    const [bucket = ""] = commands("radosgw-admin bucket rm");
    const users = commands("radosgw-admin user rm");
    const [, ofOwner = ""] = users;
    await expect(type(ofOwner)).rejects.toThrow("to remove user with buckets");
    await type(bucket);
    expect((await s3.ask(owner, { method: "GET", bucket: settings.bucket })).status).toBe(404);
    for (const user of users) await type(user);
    for (const who of [owner, app])
      expect((await s3.ask(who, { method: "GET", bucket: settings.bucket })).text).toContain(
        "InvalidAccessKeyId",
      );
  });
});
