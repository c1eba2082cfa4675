/** The commands of docs/ceph.md that call Pulumi, from the users on the gateway to an upload of the app. */
import { parse } from "yaml";
import { describeWithEngine } from "./engine";
import { NO_AWS } from "./environment";
import { projectProgram } from "./programs";
import { typeLine } from "./type-line";
import { TestStack } from "./workspace";
import { blocks, commands } from "../rgw/ceph-page";
import type { Credentials } from "../rgw/client";
import { S3, type S3Request } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

describeWithRgw("docs/ceph.md", () => {
  describeWithEngine("typed from top to bottom", () => {
    let rgw: Rgw;
    let stack: TestStack;
    beforeAll(async () => {
      rgw = await startRgw();
      stack = await TestStack.create(projectProgram, NO_AWS, { AWS_CA_BUNDLE: rgw.ca });
    });
    afterAll(async () => {
      await stack.dispose();
      await rgw.stop();
    });

    it("creates a bucket for each app, to which only the app's key writes", async () => {
      const newUser = async (line: string): Promise<Credentials> => {
        const { keys } = JSON.parse(await typeLine(line, stack.folder, { CEPH_ARGS: rgw.cephArgs })) as {
          keys: [{ access_key: string; secret_key: string }];
        };
        return { accessKeyId: keys[0].access_key, secretAccessKey: keys[0].secret_key };
      };
      const users: Record<string, Credentials> = {};
      for (const line of commands("radosgw-admin user create"))
        users[/--uid (\S+)/.exec(line)?.[1] ?? ""] = await newUser(line);
      const { "media-owner": owner, ...apps } = users as Record<string, Credentials> & {
        "media-owner": Credentials;
      };

      const instances = blocks("yaml").flatMap((block) => {
        const principal = /principal: "arn:aws:iam:::user\/(\w+)"/.exec(block)?.[1];
        if (principal === undefined) return [];
        const written = block
          .replaceAll("https://s3.example.org", rgw.https)
          .replace("<its access key>", apps[principal]!.accessKeyId);
        const { config } = parse(written) as { config: { "media-storage:instances": object } };
        return Object.entries(config["media-storage:instances"]).map(([name, instance]) => ({
          name,
          instance: instance as object,
          app: apps[principal]!,
        }));
      });
      expect(instances.map(({ name }) => name)).toEqual(["social", "login", "files"]);
      stack.configure({
        "media-storage:instances": Object.fromEntries(
          instances.map(({ name, instance }) => [name, instance]),
        ),
      });

      const secrets: Record<string, string> = {};
      for (const { name, app } of instances) {
        secrets[`${name}SecretAccessKey`] = app.secretAccessKey;
        secrets[`${name}StoreSecretAccessKey`] = owner.secretAccessKey;
      }
      const lines = commands("pulumi");
      for (const name of Object.keys(secrets))
        expect(lines.filter((line) => line.includes(` ${name} `))).toHaveLength(1);
      for (const line of lines) {
        const asked = Object.keys(secrets).find((name) => line.includes(` ${name} `));
        // Nobody is there to confirm what the preview shows.
        const typed = line.replace(/\bKEY\b/, owner.accessKeyId).replace("pulumi up", "pulumi up --yes");
        await typeLine(typed, stack.folder, { ...stack.env, PULUMI_STACK: "e2e" }, asked && secrets[asked]);
      }

      const s3 = new S3({ ...rgw, root: owner });
      try {
        const objects = [
          { bucket: "social-example-media", key: "accounts/a.png" },
          { bucket: "login-example-files", key: "media/public/a.png" },
          { bucket: "supabase-example-files", key: "stub/avatars/a.png/version" },
        ];
        const status = async (who: Credentials | undefined, request: S3Request): Promise<number> =>
          (await s3.ask(who, request)).status;
        for (const [index, object] of objects.entries()) {
          const upload = { method: "PUT", ...object, body: "a" };
          expect([object, await status(instances[index]!.app, upload)]).toEqual([object, 200]);
          expect([object, await status(instances[(index + 1) % 3]!.app, upload)]).toEqual([object, 403]);
        }
        // Only Mastodon has public files.
        const read = (object: (typeof objects)[number]): Promise<number> =>
          status(undefined, { method: "GET", ...object });
        expect(await Promise.all(objects.map(read))).toEqual([200, 403, 403]);
      } finally {
        s3.close();
      }
    });
  });
});
