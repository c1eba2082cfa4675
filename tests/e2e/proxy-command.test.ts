/** From a deployed stack to a proxy that serves its bucket: what `media-storage proxy` prints goes into a real nginx as it is. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse } from "dotenv";
import { S3 } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";
import { freePorts } from "../rgw/server/ports";
import { describeWith } from "../runbook/programs";
import { describeWithEngine, testsAreSteps } from "./engine";
import { NO_AWS } from "./environment";
import { projectProgram, projectRoot } from "./programs";
import { startDns, type LoopbackDns } from "./proxy/dns";
import { nginx } from "./proxy/nginx";
import type { OwnedProcess } from "./servers/owned-process";
import { TestStack } from "./workspace";

const BUCKET = "e2e-proxy-media";
const KEY = "accounts/avatars/a b+ä.png";
const PATH = "/accounts/avatars/a%20b+%C3%A4.png";

describeWithRgw("media-storage proxy", () => {
  describeWithEngine("on a deployed stack", () => {
    describeWith(["nginx"], "with nginx", () => {
      testsAreSteps();
      let rgw: Rgw;
      let s3: S3;
      let dns: LoopbackDns;
      let stack: TestStack;
      let folder: string;
      let ports: number[];
      let server: OwnedProcess | undefined;
      let env: Record<string, string>;

      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "proxy-command-"));
        [rgw, dns, ports] = await Promise.all([startRgw(), startDns(), freePorts(4)]);
        s3 = new S3(rgw);
        stack = await TestStack.create(projectProgram, NO_AWS, { AWS_CA_BUNDLE: rgw.ca });
        const mastodon = {
          webDomain: "social.example",
          version: "4.4",
          bucket: BUCKET,
          data: { protect: false, retainOnDelete: false },
          store: {
            s3: {
              server: "ceph",
              // nginx compares a certificate with names only.
              endpoint: rgw.https.replace("127.0.0.1", "localhost"),
              region: "default",
              caFile: rgw.ca,
            },
          },
          writer: { given: { accessKeyId: rgw.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" } },
          mediaHost: {
            hostname: "files.social.example",
            cache: { maxAgeSeconds: 3600 },
            external: { purge: {} },
          },
        };
        stack.configure({
          "media-storage:instances": { social: { mastodon } },
          "media-storage:socialStoreAccessKeyId": rgw.root.accessKeyId,
        });
        await stack.setSecret("media-storage:socialSecretAccessKey", rgw.writer.secretAccessKey);
        await stack.setSecret("media-storage:socialStoreSecretAccessKey", rgw.root.secretAccessKey);
      });
      afterAll(async () => {
        await server?.stop();
        s3.close();
        // The store ends with the test.
        stack.discard();
        await Promise.all([rgw.stop(), dns.stop()]);
        rmSync(folder, { recursive: true });
      });

      /** What the installed command prints, without a word on stderr. */
      async function printed(...args: string[]): Promise<string> {
        const command = [
          join(projectRoot, "cli/media-storage.cjs"),
          "proxy",
          "social",
          "--stack",
          "e2e",
          ...args,
        ];
        const options = { cwd: stack.folder, env: { ...process.env, ...stack.env } };
        const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
        expect(stderr).toBe("");
        return stdout;
      }

      const site = (): Promise<string> => {
        const certificates = dirname(rgw.ca);
        return printed(
          ...["--server", "nginx", "--resolver", dns.address, "--authorities", rgw.ca],
          ...["--certificate", join(certificates, "server.pem")],
          ...["--certificate-key", join(certificates, "server.key")],
          ...["--cache-folder", join(folder, "copies"), "--purge-file", join(folder, "purge")],
        );
      };

      /** A reader's request: status, whether it came from the cache, and the headers. */
      function ask(
        port: number,
        path: string,
        options: { method?: string; headers?: Record<string, string>; servername?: string } = {},
      ): Promise<{ status: number; cache: unknown; headers: IncomingHttpHeaders }> {
        const ca = readFileSync(rgw.ca);
        const servername = "files.social.example";
        return new Promise((resolve, reject) => {
          const { headers, ...rest } = options;
          // The certificate is for localhost only.
          const checkServerIdentity = (): undefined => undefined;
          const all = {
            checkServerIdentity,
            host: "127.0.0.1",
            port,
            path,
            ca,
            servername,
            headers: { host: servername, ...headers },
          };
          const asked = request({ ...all, ...rest }, (answer) => {
            answer.resume();
            answer.once("end", () =>
              resolve({
                status: answer.statusCode ?? 0,
                cache: answer.headers["x-cache"],
                headers: answer.headers,
              }),
            );
          });
          asked.once("error", reject);
          asked.end();
        });
      }
      const read = (headers: Record<string, string> = {}) => ask(ports[0]!, PATH, { headers });

      it("prints the site before anything is deployed, and no secrets", async () => {
        expect(await site()).toContain(`server_name files.social.example;`);
        await expect(printed("--server", "nginx", "--part", "purge")).rejects.toThrow(
          "The stack e2e has no env block among its outputs; run `pulumi up --stack e2e`.",
        );
      });

      it("prints the same site afterwards, and the file with the app's secret", async () => {
        const before = await site();
        await stack.up();
        env = parse((await stack.outputs())["socialEnv"]?.value as string);
        expect(env).toMatchObject({ CACHE_BUSTER_ENABLED: "true", S3_ALIAS_HOST: "files.social.example" });
        expect(await site()).toBe(before);
        expect(before).not.toContain(env["CACHE_BUSTER_SECRET"]);
        writeFileSync(join(folder, "purge"), await printed("--server", "nginx", "--part", "purge"));
        expect(readFileSync(join(folder, "purge"), "utf8")).toContain(env["CACHE_BUSTER_SECRET"]);
      });

      it("serves the bucket with both files, from the cache the second time, and nothing private", async () => {
        for (const key of [KEY, "backups/dump.zip"]) {
          await s3.must(rgw.writer, { method: "PUT", bucket: BUCKET, key, body: Buffer.from("x") });
        }
        const [https = 0, http = 0] = ports;
        const settings = {} as Parameters<typeof nginx.start>[1];
        server = await nginx.start(await site(), settings, { folder, https, http });
        await eventually(async () => expect((await read()).status).toBe(200));
        expect(await read()).toMatchObject({
          status: 200,
          cache: "HIT",
          headers: { "access-control-allow-origin": "*", "x-content-type-options": "nosniff" },
        });
        expect((await ask(https, "/backups/dump.zip")).status).toBe(403);
        expect((await ask(https, "/?list-type=2")).status).toBe(403);
        expect((await ask(https, PATH, { method: "DELETE" })).status).toBe(405);
      });

      it("removes a deleted file from the cache when the app sends a purge request, with the lines of its env block", async () => {
        await s3.must(rgw.writer, { method: "DELETE", bucket: BUCKET, key: KEY });
        expect(await read()).toMatchObject({ status: 200, cache: "HIT" });
        const header = env["CACHE_BUSTER_SECRET_HEADER"] ?? "";
        expect(await read({ [header]: "wrong" })).toMatchObject({ status: 200, cache: "HIT" });
        expect(env["CACHE_BUSTER_HTTP_METHOD"]).toBe("GET");
        expect((await read({ [header]: env["CACHE_BUSTER_SECRET"] ?? "" })).status).toBe(403);
        expect((await read()).status).toBe(403);
      });

      it("redirects old URLs of the web domain to the media host, unchanged", async () => {
        const web = await printed("--server", "nginx", "--part", "web");
        const certificates = dirname(rgw.ca);
        const [, , https = 0, http = 0] = ports;
        const webFolder = mkdtempSync(join(folder, "web-"));
        const webSite = `server {
    listen 443 ssl;
    server_name social.example;
    ssl_certificate ${join(certificates, "server.pem")};
    ssl_certificate_key ${join(certificates, "server.key")};
${web}
}
`;
        const settings = {} as Parameters<typeof nginx.start>[1];
        const webServer = await nginx.start(webSite, settings, { folder: webFolder, https, http });
        try {
          const old = {
            headers: { host: "social.example" },
            servername: "social.example",
            rejectUnauthorized: false,
          };
          const asked = () => ask(https, `/system${PATH}?1699999999`, old);
          await eventually(async () => expect((await asked()).status).toBe(301));
          expect((await asked()).headers).toMatchObject({
            location: `https://files.social.example${PATH}`,
            "access-control-allow-origin": "*",
          });
        } finally {
          await webServer.stop();
        }
      });
    });
  });
});

/** Tries until it passes, for a server that has just been started. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await check();
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
