/** Mastodon's buckets on each S3 server, and its own calls there (mastodon/attachments.rb), made from the rendered block alone. */
import { appServers } from "./app-servers";
import { AppStage } from "./app-stage";
import { describeWithEngine } from "./engine";
import { hasRuby, mastodonCalls } from "./mastodon/calls";
import { AVATAR, MASTODON_OUTCOMES, OTHERWISE, WITHOUT_ACTION, type Outcomes } from "./mastodon/outcomes";

const describeWithAll = hasRuby() ? describeWithEngine : describe.skip;

/** By the instance: who decides what anybody may read. */
const BUCKETS = { social: "e2e-mastodon-policy", art: "e2e-mastodon-acl" };

for (const server of appServers) {
  const { name: serverName, can, webEndpoint } = server.definition;
  server.describe("Mastodon", () => {
    describeWithAll("with the env block", () => {
      const stage = new AppStage(server);
      const blocks: Record<string, string> = {};

      beforeAll(async () => {
        await stage.start();
        const instance = (bucket: string, access: string) => ({
          mastodon: {
            webDomain: "social.example",
            bucket,
            ...(can.bucketPolicy && { access }),
            ...stage.storage,
            ...stage.mediaHost,
          },
        });
        const { outputs } = await stage.deploy({
          social: instance(BUCKETS.social, "bucket-policy"),
          ...(can.objectAcls && { art: instance(BUCKETS.art, "acl") }),
        });
        for (const name of Object.keys(BUCKETS)) blocks[name] = outputs[`${name}Env`]?.value as string;
      });
      afterAll(() => stage.stop());

      const calls = (name: string): Promise<unknown> => mastodonCalls(blocks[name] ?? "");

      it("works in a bucket whose policy, or the proxy before it, decides what is public", async () => {
        expect(await calls("social")).toEqual({
          ...MASTODON_OUTCOMES,
          ...(webEndpoint && { "media host": `https://files.social.example/${AVATAR}` }),
        });
      });

      if (can.objectAcls)
        it("works in a bucket where each object's ACL decides", async () => {
          // The script uploads everything alike; Mastodon itself asks for a private ACL for exports.
          expect(await calls("art")).toEqual({ ...MASTODON_OUTCOMES, "browser, an export": 200 });
        });

      if (!server.hasPolicies) return;

      it.each(Object.entries(WITHOUT_ACTION))("fails only there without %s", async (action, changed) => {
        const outcomes = await stage.withoutAction(BUCKETS.social, action, () => calls("social"));
        const otherwise = OTHERWISE[serverName]?.[action];
        expect(outcomes).toEqual({ ...MASTODON_OUTCOMES, ...changed, ...otherwise });
        // With the action back everything works again, and takes away what could not be deleted.
        expect(await calls("social")).toMatchObject({
          upload: "ok",
          "delete in a batch": "ok",
          delete: "ok",
        });
      });

      it("uploads nothing without s3:PutObject", async () => {
        const outcomes = await stage.withoutAction(BUCKETS.social, "s3:PutObject", () =>
          calls("social").catch((error: unknown): Outcomes => ({ failed: String(error) })),
        );
        expect(outcomes).toMatchObject({
          upload: "AccessDenied",
          "upload of an export": "AccessDenied",
          list: [],
        });
      });
    });
  });
}
