/** On each S3 server: nobody lists the bucket or reads a private object at any moment while the engine creates and changes it. */
import { document, publicRead } from "../../access/statements";
import { appServers } from "./app-servers";
import { AppStage } from "./app-stage";
import { describeWithEngine, testsAreSteps } from "./engine";
import { Prober } from "./prober";

const BUCKET = "e2e-probed-media";
const AVATAR = "accounts/avatars/a.png";
const EXPORT = "backups/dumps/e.zip";
const CONTENT = "the bytes of somebody's export";

for (const server of appServers) {
  server.describe("what anybody can read", () => {
    describeWithEngine("during `pulumi up`", () => {
      testsAreSteps();
      const stage = new AppStage(server);
      let prober: Prober;
      const put = (rest: object) =>
        stage.s3.must(stage.server.root, { method: "PUT", bucket: BUCKET, ...rest });
      const deploy = (more: object = {}) => {
        const { storage, mediaHost } = stage;
        const mastodon = { webDomain: "social.example", bucket: BUCKET, ...storage, ...mediaHost, ...more };
        return stage.deploy({ social: { mastodon } });
      };

      beforeAll(async () => {
        await stage.start();
        prober = new Prober(stage.server, {
          bucket: BUCKET,
          private: { [EXPORT]: CONTENT },
          public: [AVATAR],
        });
      });
      afterAll(async () => {
        await (prober as Prober | undefined)?.stop();
        await stage.stop();
      });

      it("is nothing private while the bucket is created", async () => {
        await deploy();
        expect((await prober.take()).leaks).toEqual([]);
      });

      it("is nothing private while the bucket with files changes", async () => {
        await put({ key: AVATAR, body: "an avatar" });
        await put({ key: EXPORT, body: CONTENT });
        await deploy({ corsOrigins: ["https://other.example"], keyPrefix: "cache" });
        await deploy();
        const { leaks, public: readable } = await prober.take();
        expect(leaks).toEqual([]);
        // Otherwise the proxy before the server publishes it: proxy-garage.test.ts.
        expect(readable[`https ${AVATAR}`]?.includes(200)).toBe(server.hasPolicies);
      });

      it("would be seen", async () => {
        const open = document([publicRead(`arn:aws:s3:::${BUCKET}`, [""])]);
        if (server.hasPolicies) await put({ query: "policy", body: JSON.stringify(open) });
        else await stage.server.allowOther!(BUCKET);
        const who = server.hasPolicies ? "anybody" : "a stranger";
        expect((await prober.take()).leaks).toContain(`${who}, https, ${EXPORT}: shows ${EXPORT}`);
      });
    });
  });
}
