/** authentik's buckets on each S3 server, and its own calls there (authentik/storage.py), made from the rendered block alone. */
import { parse } from "dotenv";
import { appServers } from "./app-servers";
import { AppStage } from "./app-stage";
import { authentikCalls, hasBoto3 } from "./authentik/calls";
import { INSTANCES } from "./authentik/instances";
import { authentikOutcomes, MOVED, typeAtBrowser, withoutActions, type Outcomes } from "./authentik/outcomes";
import { findPlaintext } from "./canaries";
import { describeWithEngine } from "./engine";

const describeWithAll = hasBoto3() ? describeWithEngine : describe.skip;

for (const server of appServers) {
  const { name: serverName } = server.definition;
  server.describe("authentik", () => {
    describeWithAll("with the env block", () => {
      const stage = new AppStage(server);
      const blocks: Record<string, Record<string, string>> = {};
      const baseUrls: Record<string, string> = {};

      beforeAll(async () => {
        await stage.start();
        const instances = Object.entries(INSTANCES).map(([name, { version, bucket, rest }]) => {
          const origins = ["https://authentik.company"];
          return [name, { authentik: { version, origins, bucket, ...stage.storage, ...rest } }];
        });
        const { outputs } = await stage.deploy(Object.fromEntries(instances) as Record<string, object>);
        for (const [name, { bucket }] of Object.entries(INSTANCES)) {
          blocks[name] = parse(outputs[`${name}Env`]?.value as string);
          baseUrls[name] = outputs[`${name}PresignedBaseUrl`]?.value as string;
          for (const key of MOVED)
            await stage.s3.must(stage.server.root, { method: "PUT", bucket, key, body: "moved" });
        }
      });
      afterAll(() => stage.stop());

      const calls = (name: string): Promise<unknown> => {
        const { generation, proxy } = INSTANCES[name]!;
        return authentikCalls(blocks[name]!, generation, proxy);
      };

      /** What authentik's calls come to where everything works, but for what `changed` says. */
      function expected(name: string, changed: Outcomes = {}): unknown {
        const { generation, proxy, rest } = INSTANCES[name]!;
        const of = (key: string, type: string): Outcomes => ({
          ...authentikOutcomes(generation, {
            key,
            type: typeAtBrowser(serverName, generation, type),
            isSaved: changed["save"] === undefined,
          }),
          // The other kind of proxy, whose Host header is not the one that was signed.
          ...(proxy === "rewrite-host" && { "preserve-host": 403 }),
          ...(proxy === "preserve-host" && { "rewrite-host": 403 }),
          url: `${baseUrls[name]}/${key}`,
          ...changed,
        });
        const hasReports = generation !== "G1" && !(rest && "usages" in rest);
        return {
          media: of("media/public/icon.svg", "image/svg+xml"),
          reports: hasReports ? of("reports/public/report.csv", "text/csv") : "local",
        };
      }

      it.each(Object.keys(INSTANCES))("works with the block of %s", async (name) => {
        expect(await calls(name)).toEqual(expected(name));
      });

      if (server.hasPolicies)
        it.each(withoutActions(serverName))("%s without %s", async (name, action, changed) => {
          const results = await stage.withoutAction(INSTANCES[name]!.bucket, action, () => calls(name));
          expect(results).toEqual(expected(name, changed));
        });

      it("never shows its secrets", async () => {
        const { writer, root } = stage.server;
        const secrets = [writer.secretAccessKey, root.secretAccessKey];
        expect(findPlaintext(secrets, await stage.stack.sources())).toEqual([]);
      });
    });
  });
}
