/** Settings that requests.json does not vary: a path before the keys, and signed URLs. */
import type { NginxSettings } from "../../../hosts/text/proxy-settings";
import { presigned } from "../../rgw/client";
import { contentOf } from "../../rgw/seeds";
import { type RawAnswer, sendRaw } from "../servers/cloudfront/raw-request";
import { type ProxyStage, settingsOf, startProxy } from "./stage";

const TIMEOUT_MS = 300_000;
const PUBLIC = "accounts/avatars/1.png";
const PRIVATE = "imports/data/1.csv";

export function settingsTests(stageOf: () => ProxyStage): void {
  /** Asks a proxy with other settings. The result is what the bucket was asked for meanwhile. */
  const withSettings = async (
    changed: Partial<NginxSettings>,
    asking: (ask: (target: string) => Promise<RawAnswer>) => Promise<void>,
  ): Promise<string[]> => {
    const stage = stageOf();
    const host = await startProxy(stage, "plain", {}, (_, folder) =>
      stage.server.site({ ...settingsOf(stage, "plain", folder), ...changed }),
    );
    const before = stage.relay.asked.length;
    try {
      await asking((target) => sendRaw(host.https, { target }, { host: stage.hostname }));
      return stage.relay.asked.slice(before).map(({ target }) => target);
    } finally {
      await host.stop();
    }
  };

  test(
    "the keys below a path are served, and nothing else",
    async () => {
      const asked = await withSettings({ path: "v1.0/media" }, async (ask) => {
        const { status, text } = await ask(`/v1.0/media/${PUBLIC}`);
        expect([status, text]).toEqual([200, contentOf(PUBLIC)]);
        for (const target of [`/${PUBLIC}`, `/v1x0/media/${PUBLIC}`, `/v1.0/media/${PRIVATE}`])
          expect((await ask(target)).status).toBe(403);
      });
      expect(asked).toEqual([`/${stageOf().bucket}/${PUBLIC}`]);
    },
    TIMEOUT_MS,
  );

  test(
    "a hostname that begins with a digit is served",
    async () => {
      const { hostnames } = settingsOf(stageOf(), "plain", "");
      await withSettings({ hostnames: ["4media.example", ...hostnames] }, async (ask) => {
        expect((await ask(`/${PUBLIC}`)).text).toBe(contentOf(PUBLIC));
        expect((await ask(`/${PRIVATE}`)).status).toBe(403);
      });
    },
    TIMEOUT_MS,
  );

  /** The query of a signature for the host and the path that the store sees. */
  const signedQuery = async ({ rgw }: ProxyStage, url: string): Promise<string> =>
    new URL(await presigned(rgw.root, { method: "GET", url }, 60)).search;

  const SIGNED: [NonNullable<NginxSettings["signing"]>, (stage: ProxyStage) => string, hasPath: boolean][] = [
    ["rewrite-host", ({ bucket, relay }) => `https://localhost:${relay.port}/${bucket}/${PRIVATE}`, false],
    ["preserve-host", ({ bucket, hostname }) => `https://${hostname}/${bucket}/${PRIVATE}`, true],
  ];

  test.each(SIGNED)(
    "with signing %s a signed URL is always served from the store, and no other URL",
    async (signing, urlInStore, hasPath) => {
      const stage = stageOf();
      const target = `${hasPath ? `/${stage.bucket}` : ""}/${PRIVATE}`;
      const query = await signedQuery(stage, urlInStore(stage));
      const changed = { prefixes: ["imports/"], signing, ...(hasPath && { path: stage.bucket }) };
      const asked = await withSettings(changed, async (ask) => {
        for (let i = 0; i < 2; i++) {
          const { status, text, headers } = await ask(target + query);
          expect([status, text]).toEqual([200, contentOf(PRIVATE)]);
          expect(headers["x-amz-request-id"]).toBeUndefined();
        }
        expect((await ask(target)).status).toBe(403);
        expect((await ask(`${target}?X-Amz-Date=1`)).status).toBe(403);
        const wrong = await ask(target + query.replace(/(X-Amz-Signature=)./, "$1_"));
        expect([wrong.status, wrong.headers["cache-control"]]).toEqual([403, ["no-store"]]);
      });
      // What has no signature is not asked for, and no copy is kept.
      expect(asked).toHaveLength(3);
    },
    TIMEOUT_MS,
  );
}
