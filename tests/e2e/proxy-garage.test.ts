/** Printed proxies before the web endpoint of Garage, which serves whole buckets: they pass on the public files only. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { proxySettings } from "../../runbook/proxy-settings";
import { S3_SERVERS } from "../../stores/s3";
import { mastodon } from "../apps/mastodon/fixtures";
import { S3 } from "../rgw/s3";
import { freePorts } from "../rgw/server/ports";
import { until } from "../rgw/server/run";
import { describeWith } from "../runbook/programs";
import { describeWithServer, garage, startServer, type RunningServer } from "../s3-servers";
import { atStore } from "../stores/made-up";
import { caddy } from "./proxy/caddy";
import { nginx } from "./proxy/nginx";
import { sendRaw } from "./servers/cloudfront/raw-request";
import type { OwnedProcess } from "./servers/owned-process";
import { typeLine } from "./type-line";

const BUCKET = "proxied-media";
const HOSTNAME = "files.social.example";
const FILES = ["accounts/avatars/a b.png", "backups/dumps/1.zip", "imports/1.csv", "index.html"];

describeWithServer(garage, "before its web endpoint", () => {
  const definition = S3_SERVERS["garage"]!;
  const { webEndpoint } = definition;
  let server: RunningServer;
  let s3: S3;

  beforeAll(async () => {
    server = await startServer(garage);
    s3 = new S3(server);
    await server.createBucket(BUCKET);
    for (const key of FILES) await s3.must(server.root, { method: "PUT", bucket: BUCKET, key, body: key });
    await typeLine(webEndpoint!.publish(BUCKET), dirname(server.ca), server.ofCommand);
  });
  afterAll(async () => {
    s3.close();
    await server.stop();
  });

  test("the web endpoint serves the whole bucket by its name in the Host header", async () => {
    for (const key of FILES) {
      const target = `/${key.replace(" ", "%20")}`;
      const host = new URL(server.webEndpoint).host;
      expect(await sendRaw(host, { target }, { host: BUCKET })).toMatchObject({ status: 200, text: key });
    }
  });

  test("nobody reads the bucket at the S3 API without a signature", async () => {
    for (const key of FILES) {
      const { status } = await s3.ask(undefined, { method: "GET", bucket: BUCKET, key });
      expect([key, status]).toEqual([key, 403]);
    }
  });

  describe.each([nginx, caddy])("$name", (proxy) => {
    describeWith([proxy.name], "with the printed configuration", () => {
      let folder: string;
      let process: OwnedProcess;
      let https: number;

      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "garage-proxy-"));
        mkdirSync(join(folder, "copies"));
        const external = { webEndpoint: server.webEndpoint };
        const settings = mastodon({
          ...atStore(definition),
          bucket: BUCKET,
          mediaHost: { hostname: HOSTNAME, external },
        });
        const { facts } = mastodonPlan(settings);
        const [first = 0, http = 0] = await freePorts(2);
        https = first;
        const certificate = join(dirname(server.ca), "server.pem");
        const certificateKey = join(dirname(server.ca), "server.key");
        const own = {
          certificate,
          certificateKey,
          authorities: server.ca,
          cacheFolder: join(folder, "copies"),
        };
        const site = proxySettings(facts, own);
        process = await proxy.start(proxy.site(site), site, { folder, https, http });
        const answers = (): Promise<boolean> =>
          ask("GET", "/").then(
            () => true,
            () => false,
          );
        await until(answers, `${proxy.name} does not answer`, [process]);
      });
      afterAll(async () => {
        await process.stop();
        rmSync(folder, { recursive: true });
      });

      const ask = (method: string, target: string) => {
        const ca = readFileSync(server.ca, "utf8");
        const address = { address: `127.0.0.1:${https}`, servername: HOSTNAME, ca };
        return sendRaw(address, { method, target }, { host: HOSTNAME });
      };

      test.each<[string, string, number]>([
        ["GET", "/accounts/avatars/a%20b.png", 200],
        ["HEAD", "/accounts/avatars/a%20b.png", 200],
        ["GET", "/accounts/avatars/a%20b.png?x-id=GetObject", 200],
        ["GET", "/accounts/none.png", 404],
        ["GET", "/backups/dumps/1.zip", 403],
        ["GET", "/accounts/../backups/dumps/1.zip", 403],
        ["GET", "/accounts/%2e%2e/backups/dumps/1.zip", 403],
        ["GET", "/imports/1.csv", 403],
        ["GET", "/index.html", 403],
        ["GET", "/", 403],
        ["PUT", "/accounts/new.png", 405],
        ["DELETE", "/accounts/avatars/a%20b.png", 405],
      ])("%s %s is answered with %i", async (method, target, status) => {
        const answer = await ask(method, target);
        expect(answer.status).toBe(status);
        expect(answer.text).not.toContain("backups");
        expect(answer.headers["access-control-allow-origin"]).toEqual(["*"]);
      });
    });
  });
});
