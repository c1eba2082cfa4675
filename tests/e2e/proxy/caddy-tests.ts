/** What only the configuration of Caddy does, or does otherwise than that of nginx: the rest is in requests.json. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { type RawAnswer, sendRaw } from "../servers/cloudfront/raw-request";
import { type ProxyStage, startProxy } from "./stage";

const TIMEOUT_MS = 300_000;
const PUBLIC = "/accounts/avatars/1.png";

type Started = Awaited<ReturnType<typeof startProxy>>;
type Ask = (target: string, how?: { headers?: Record<string, string>; body?: string }) => Promise<RawAnswer>;

export function caddyTests(stageOf: () => ProxyStage): void {
  /** Asks a Caddy with a changed site. The result is what the bucket was asked for meanwhile. */
  const withCaddy = async (
    asking: (ask: Ask, host: Started) => Promise<void>,
    change?: (site: string, stage: ProxyStage) => string,
  ) => {
    const stage = stageOf();
    const host = await startProxy(stage, "plain", {}, change && ((site) => change(site, stage)));
    const before = stage.relay.asked.length;
    try {
      await asking(
        (target, { headers = {}, body } = {}) =>
          sendRaw(host.https, { target }, { host: stage.hostname, ...headers }, body),
        host,
      );
      return stage.relay.asked.slice(before);
    } finally {
      await host.stop();
    }
  };

  test(
    "pages of other hosts can follow the redirect of plain http",
    async () => {
      await withCaddy(async (_, { http }) => {
        const { status, headers } = await sendRaw(http, { target: PUBLIC }, { host: stageOf().hostname });
        expect([status, headers["access-control-allow-origin"]]).toEqual([301, ["*"]]);
      });
    },
    TIMEOUT_MS,
  );

  test(
    "a GET with a body is refused, and reaches no server",
    async () => {
      const asked = await withCaddy(async (ask) => {
        expect((await ask(PUBLIC, { body: "x" })).status).toBe(413);
        expect((await ask(PUBLIC, { body: "x".repeat(5_000) })).status).toBe(413);
      });
      expect(asked).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "the store's error body does not reach readers",
    async () => {
      await withCaddy(async (ask) => {
        const { text } = await ask("/accounts/avatars/none.png");
        expect(text).toBe("403 Forbidden");
        // RGW does not say the length here, S3 does.
        stageOf().relay.adds = { "content-range": "bytes */57" };
        const range = await ask(PUBLIC, { headers: { range: "bytes=9999999-" } });
        expect([range.text, range.headers["content-range"]]).toEqual([
          "416 Requested Range Not Satisfiable",
          ["bytes */57"],
        ]);
      });
    },
    TIMEOUT_MS,
  );

  test(
    "the store is not asked to compress, because a compressed file has no ranges",
    async () => {
      const asked = await withCaddy(async (ask) => {
        await ask(PUBLIC);
        await ask(PUBLIC, { headers: { "accept-encoding": "gzip" } });
      });
      expect(asked.map(({ headers }) => headers["accept-encoding"])).toEqual([undefined, undefined]);
    },
    TIMEOUT_MS,
  );

  test(
    "a store with a certificate of another authority gets no requests",
    async () => {
      const asked = await withCaddy(
        async (ask) => expect((await ask(PUBLIC)).status).toBe(502),
        (site, { rgw }) => {
          const file = join(rgw.ca, "..", "another-authority.pem");
          writeFileSync(file, rootCertificates[0] ?? "");
          return site.replace(/tls_trusted_ca_certs .*/, `tls_trusted_ca_certs ${file}`);
        },
      );
      expect(asked).toEqual([]);
    },
    TIMEOUT_MS,
  );
}
