/** The rules for nginx that the runbooks print, in a real nginx in front of a real S3 server. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { checkPod, podRules, serveOldFiles } from "../../apps/mastodon/runbook/old-files";
import { mediaToSystem, newThenOld, systemToMedia } from "../../apps/mastodon/runbook/proxy";
import { DeploymentKind, Direction } from "../../runbook";
import { factsOf, withLegacy } from "../apps/runbook/cases";
import { mastodon } from "../apps/mastodon/fixtures";
import { startOwned, type OwnedProcess } from "../e2e/servers/owned-process";
import { send, type Answer } from "../rgw/client";
import { freePorts } from "../rgw/server/ports";
import { until } from "../rgw/server/run";
import { makeBucket, onRgw, putObject } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { NGINX, describeWith } from "./programs";

const TIMEOUT_MS = 300_000;

/** An nginx whose only server block has these rules. */
class Nginx {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly process: OwnedProcess,
  ) {}

  static async start(rules: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), "nginx-"));
    const [port = 0] = await freePorts(1);
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${folder};`,
    );
    writeFileSync(
      join(folder, "nginx.conf"),
      `pid ${folder}/pid; error_log stderr; daemon off; events {}
http { access_log off; ${temp.join(" ")} root ${folder};
server { listen 127.0.0.1:${port}; ${rules}
}}`,
    );
    const args = ["-c", join(folder, "nginx.conf"), "-e", "stderr"];
    execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
    const process = startOwned(NGINX, args, {});
    const nginx = new Nginx(folder, port, process);
    await until(
      () =>
        nginx.get("/").then(
          () => true,
          () => false,
        ),
      "nginx did not answer",
      [process],
    );
    return nginx;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return send({ method: "GET", url: `${this.origin}${path}`, headers });
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true });
  }
}

describeWith(["nginx"], "the rules for nginx", () => {
  let nginx: Nginx;
  afterEach(() => nginx.stop());

  const hosts: [string, Partial<MastodonSettings>, string][] = [
    [
      "a host",
      { mediaHost: { hostname: "files.social.example", external: {} } },
      "https://files.social.example",
    ],
    [
      "a path and a key prefix",
      { keyPrefix: "media", mediaHost: { hostname: "files.social.example", external: { path: "files" } } },
      "https://files.social.example/files/media",
    ],
    ["the bucket itself", {}, "https://s3.eu-central-1.amazonaws.com/social-media"],
  ];

  test.each(hosts)("old URLs below /system/ lead to %s", async (_, settings, base) => {
    nginx = await Nginx.start(systemToMedia(factsOf(mastodon(settings))));
    for (const path of ["accounts/avatars/1/original/a.png", "accounts/a%20b+c%2B%25%23%C3%A4.png"]) {
      const { status, headers } = await nginx.get(`/system/${path}`);
      expect([status, headers["location"]]).toEqual([301, `${base}/${path}`]);
    }
  });

  test.each(hosts.slice(0, 2))(
    "and those of %s lead back, for other origins too",
    async (_, settings, base) => {
      nginx = await Nginx.start(mediaToSystem(factsOf(mastodon(settings))));
      for (const path of ["accounts/a.png", "accounts/a%20b+c%2B%25%23%C3%A4.png"]) {
        const { status, headers } = await nginx.get(`${new URL(base).pathname}/${path}`.replace("//", "/"));
        expect([status, headers["location"]]).toEqual([301, `https://social.example/system/${path}`]);
        expect(headers["access-control-allow-origin"]).toBe("*");
      }
    },
  );
});

describeWith(["nginx"], "the rule for old files during a move", () => {
  const files = mkdtempSync(join(tmpdir(), "files-"));
  let nginx: Nginx;
  beforeAll(async () => {
    chmodSync(files, 0o755);
    for (const key of ["accounts/a b.svg", "backups/archive.zip"]) {
      mkdirSync(dirname(join(files, key)));
      writeFileSync(join(files, key), key);
    }
    nginx = await Nginx.start(serveOldFiles(withLegacy, files));
  });
  afterAll(async () => {
    await nginx.stop();
    rmSync(files, { recursive: true });
  });

  test("serves a public file with the headers of Mastodon's own rule", async () => {
    const { status, headers, text } = await nginx.get("/system/accounts/a%20b.svg");
    expect([status, text]).toEqual([200, "accounts/a b.svg"]);
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=2419200, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; form-action 'none'",
    });
  });

  test.each(["accounts/none.png", "backups/archive.zip", "accounts/%2e%2e/backups/archive.zip"])(
    "answers 404 without a time for caches: %s",
    async (path) => {
      const { status, headers } = await nginx.get(`/system/${path}`);
      expect([status, headers["cache-control"]]).toEqual([404, undefined]);
    },
  );
});

describeWith(["nginx", "curl"], "the check that requests reach the pod with the old files", () => {
  let nginx: Nginx;
  afterEach(() => nginx.stop());

  const check = (): { stdout: string; stderr: string } => {
    const lines = checkPod(withLegacy).replaceAll("https://social.example", nginx.origin);
    return spawnSync("bash", ["-c", lines], { encoding: "utf8" });
  };

  test("prints OK when the pod answers", async () => {
    nginx = await Nginx.start(podRules(withLegacy));
    expect(check()).toMatchObject({ stdout: "OK: the pod serves the old files\n", stderr: "" });
  });

  test("notices when the web pods answer", async () => {
    nginx = await Nginx.start("location /system/ { try_files $uri =404; }");
    expect(check()).toMatchObject({
      stdout: "",
      stderr: `STOP: ${nginx.origin}/system/media-storage-probe is not answered by the pod media-files.\n`,
    });
  });
});

describeOnRgw(["nginx"], "the proxy while media move from bucket to bucket", (server) => {
  let nginx: Nginx;
  afterEach(() => nginx.stop());

  test(
    "serves the new bucket's object, else the old one's, and never a list",
    async () => {
      const settings = (bucket: string, rest: Partial<MastodonSettings> = {}): MastodonSettings => ({
        webDomain: "social.example",
        mediaHost: { hostname: "files.social.example", external: { path: "files" } },
        ...onRgw(server.rgw),
        bucket,
        ...rest,
      });
      const now = settings("now", { keyPrefix: "media" });
      const before = settings("before");
      for (const each of [now, before]) await makeBucket(server.s3, each, mastodonNeeds(each));
      const put = (bucket: string, key: string) =>
        putObject(
          server.s3,
          server.rgw.writer,
          bucket,
          key,
          { "content-type": "image/png" },
          `${bucket}/${key}`,
        );
      await put("now", "media/accounts/both.png");
      await put("before", "accounts/both.png");
      await put("before", "accounts/old.png");
      await put("before", "backups/dumps/1/original/archive.zip");
      nginx = await Nginx.start(
        newThenOld({
          stack: "dev",
          instance: "social",
          facts: factsOf(now),
          deployment: DeploymentKind.Systemd,
          direction: Direction.S3ToS3,
          source: { bucket: "before", region: "us-east-1", endpoint: server.rgw.http },
        }),
      );
      const of = async (path: string) => {
        const { status, text } = await nginx.get(`/files/media/${path}`);
        return status === 200 ? text : status;
      };
      expect(await of("accounts/both.png")).toBe("now/media/accounts/both.png");
      expect(await of("accounts/old.png")).toBe("before/accounts/old.png");
      expect(await of("accounts/none.png")).toBe(403);
      expect(await of("backups/dumps/1/original/archive.zip")).toBe(403);
      const { headers } = await nginx.get("/files/media/accounts/old.png", {
        origin: "https://other.example",
      });
      expect(headers).toMatchObject({
        "content-type": "image/png",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
      });
      // Neither a query nor a key of the visitor's reaches the bucket.
      for (const path of ["/files/?max-keys=1", "/files/media/?list-type=2"]) {
        const answer = await nginx.get(path);
        expect(answer.text).not.toContain("ListBucketResult");
        expect(answer.status).toBe(403);
      }
      const signed = await nginx.get("/files/media/accounts/old.png", {
        authorization: "AWS4-HMAC-SHA256 nonsense",
      });
      expect(signed.status).toBe(200);
    },
    TIMEOUT_MS,
  );
});
