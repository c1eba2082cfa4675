/** The storages of the three apps on each S3-compatible server, from nothing to destroyed. */
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { NO_AWS } from "./environment";
import { comparable, offlinePreview } from "./offline";
import { projectProgram } from "./programs";
import { typeLine } from "./type-line";
import { TestStack } from "./workspace";
import { S3_SERVERS } from "../../stores/s3";
import { policyUsers, type S3Server } from "../../stores/store";
import { send, signed, type Credentials } from "../rgw/client";
import { elements } from "../rgw/s3";
import { describeWithServer, serverKinds, startServer, type RunningServer } from "../s3-servers";

const BUCKETS = { social: "e2e-social-media", login: "e2e-login-files", files: "e2e-supabase-files" };
type Instance = keyof typeof BUCKETS;
const INSTANCES = Object.keys(BUCKETS) as Instance[];
/** An object of each app that its writer uploads. */
const KEYS: Record<Instance, string> = {
  social: "accounts/avatars/a.png",
  login: "media/public/a.png",
  files: "acme/avatars/a.png/version",
};

/** The three apps on a server. A policy there names the writer by `principal`, if it can. */
function instancesOn(
  { name, webEndpoint, bucketByHand }: S3Server,
  endpoint: string,
  accessKeyId: string,
  principal?: string,
): object {
  const rest = {
    store: { s3: { server: name, endpoint, region: "us-east-1" } },
    writer: {
      given: { accessKeyId, ...(principal !== undefined && { principal }) },
    },
    ...(bucketByHand === undefined
      ? { data: { protect: false, retainOnDelete: false } }
      : { bucketSource: "existing" }),
  };
  const mediaHost = webEndpoint && {
    mediaHost: { hostname: "files.social.example", external: { webEndpoint: webEndpoint.example } },
  };
  const { social, login, files } = BUCKETS;
  return {
    social: {
      mastodon: { webDomain: "social.example", version: "4.4", bucket: social, ...rest, ...mediaHost },
    },
    login: { authentik: { version: "2026.5", origins: ["https://login.example"], bucket: login, ...rest } },
    files: {
      supabase: {
        publicUrl: "https://supabase.example",
        tenantId: "acme",
        protectTenantId: false,
        backend: { bucket: files, ...rest },
      },
    },
  };
}

for (const kind of serverKinds.filter(({ name }) => S3_SERVERS[name] !== undefined)) {
  describeWithServer(kind, "with the engine", () => {
    describeWithEngine("the program with the three apps there", () => {
      testsAreSteps();
      const definition = S3_SERVERS[kind.name]!;
      const { bucketByHand, webEndpoint } = definition;
      let server: RunningServer;
      let stack: TestStack;
      const statusOf = async (who: Credentials | undefined, method: string, path: string, body?: string) => {
        const request = { method, url: `${server.http}/${path}`, ...(body !== undefined && { body }) };
        return (await (who === undefined ? send(request) : signed(who, request))).status;
      };

      beforeAll(async () => {
        server = await startServer(kind);
        stack = await TestStack.create(projectProgram, NO_AWS, { AWS_CA_BUNDLE: server.ca });
        const { root, writer } = server;
        for (const bucket of bucketByHand === undefined ? [] : Object.values(BUCKETS)) {
          await server.createBucket(bucket);
          await server.allowBucket(bucket, { name: "writer", keys: writer });
        }
        stack.configure({
          "media-storage:instances": instancesOn(
            definition,
            server.https,
            writer.accessKeyId,
            policyUsers(definition) && kind.principal?.({ name: "writer", keys: writer }),
          ),
          ...Object.fromEntries(
            INSTANCES.map((name) => [`media-storage:${name}StoreAccessKeyId`, root.accessKeyId]),
          ),
        });
        for (const name of INSTANCES) {
          await stack.setSecret(`media-storage:${name}SecretAccessKey`, writer.secretAccessKey);
          await stack.setSecret(`media-storage:${name}StoreSecretAccessKey`, root.secretAccessKey);
        }
      });
      afterAll(async () => {
        await stack.dispose();
        await server.stop();
      });

      it("the offline preview is exactly that of the engine", async () => {
        const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
        expect(comparable(offline)).toEqual(comparable(engine));
      });

      it("is created, and has no changes the second time, after a refresh too", async () => {
        const { changes } = await stack.up();
        const all = changes["create"];
        expect(await stack.up()).toMatchObject({ changes: { same: all }, steps: [] });
        expect(await stack.refresh()).toMatchObject({ changes: { same: all } });
        expect(await stack.previewDiff()).toMatchObject({ changes: { same: all }, steps: [] });
        expect(stack.dropped()).toEqual([]);
      });

      it("lets everybody read the public files, if the server can publish them alone, and nobody list or read anything else", async () => {
        const { root } = server;
        for (const name of INSTANCES) {
          const object = `${BUCKETS[name]}/${KEYS[name]}`;
          expect([name, await statusOf(root, "PUT", object, "a")]).toEqual([name, 200]);
          const isPublic = name === "social" && webEndpoint === undefined;
          expect([name, await statusOf(undefined, "GET", object)]).toEqual([name, isPublic ? 200 : 403]);
          expect([name, await statusOf(undefined, "GET", BUCKETS[name])]).toEqual([name, 403]);
          expect([name, await statusOf(server.other, "GET", BUCKETS[name])]).toEqual([name, 403]);
        }
        expect(await statusOf(root, "PUT", `${BUCKETS.social}/backups/a.zip`, "a")).toBe(200);
        expect(await statusOf(undefined, "GET", `${BUCKETS.social}/backups/a.zip`)).toBe(403);
        expect(await statusOf(undefined, "PUT", `${BUCKETS.social}/accounts/b.png`, "b")).toBe(403);
      });

      it("tells how to delete unfinished uploads, if the server does not do it itself", async () => {
        const { socialFacts } = await stack.outputs();
        const { warnings } = socialFacts?.value as { warnings: string[] };
        const line = warnings.flatMap((one) => /Delete them once a day.*\n +(.*)$/m.exec(one)?.[1] ?? [])[0];
        expect(line === undefined).toBe(definition.endUnfinishedUploads === undefined);
        if (line === undefined) return;
        const { root, http } = server;
        const uploads = `${http}/${BUCKETS.social}?uploads`;
        const begin = { method: "POST", url: `${http}/${BUCKETS.social}/accounts/big.mp4?uploads` };
        expect((await signed(root, begin)).status).toBe(200);
        const count = async (): Promise<number> =>
          elements((await signed(root, { method: "GET", url: uploads })).text, "UploadId").length;
        expect(await count()).toBe(1);
        const env = {
          AWS_ACCESS_KEY_ID: root.accessKeyId,
          AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
          AWS_CA_BUNDLE: server.ca,
          ...server.ofCommand,
        };
        await typeLine(line, stack.folder, env);
        expect(await count()).toBe(1);
        await typeLine(line.replace(/\b7d\b/, "0s"), stack.folder, env);
        expect(await count()).toBe(0);
      });

      it("never shows its secrets", async () => {
        const secrets = [server.root.secretAccessKey, server.writer.secretAccessKey];
        expect(findPlaintext(secrets, await stack.sources())).toEqual([]);
      });

      it("is destroyed, once its buckets are empty, and leaves buckets that were there before", async () => {
        const { root } = server;
        for (const name of INSTANCES) await statusOf(root, "DELETE", `${BUCKETS[name]}/${KEYS[name]}`);
        await statusOf(root, "DELETE", `${BUCKETS.social}/backups/a.zip`);
        await stack.destroy();
        for (const name of INSTANCES) {
          expect(await statusOf(root, "GET", BUCKETS[name])).toBe(bucketByHand === undefined ? 404 : 200);
          expect(await statusOf(root, "GET", `${BUCKETS[name]}?cors`)).not.toBe(200);
        }
      });
    });
  });
}
