/** The Worker in Cloudflare's own runtime, with a bucket bound to it. */
import { Miniflare, type WorkerOptions } from "miniflare";
import {
  R2_WORKER_BINDINGS,
  R2_WORKER_COMPATIBILITY_DATE,
  R2_WORKER_MODULE,
  R2_WORKER_SCRIPT,
  type R2WorkerSettings,
} from "../../../hosts/r2-worker";
import type { R2Bucket } from "../../../hosts/r2-worker/source/runtime";
import { contentFor, differences } from "../../e2e/media-host/ask-case";
import type { Case, Step } from "../../e2e/media-host/table";
import { header } from "../../e2e/servers/cloudfront/message";
import { type RawAnswer, sendRaw } from "../../e2e/servers/cloudfront/raw-request";
import { seeds } from "../../rgw/seeds";
import type { LegacyServer } from "./legacy-server";

export const HOSTNAME = "files.social.example";
export const SETTINGS: R2WorkerSettings = {
  hosts: [HOSTNAME, "media.social.example"],
  prefixes: [
    ...["accounts/", "cache/", "custom_emojis/", "media_attachments/", "preview_card_providers/"],
    ...["preview_cards/", "site_uploads/"],
  ],
  maxAgeSeconds: 3600,
};

/** How Mastodon uploads: app/models and config/initializers/paperclip.rb of mastodon/mastodon. */
const UPLOADED = { contentType: "image/png", cacheControl: "public, max-age=315576000, immutable" };

/** What the stage uses of a bucket and of the cache. Miniflare's types of them need `@cloudflare/workers-types`. */
interface WritableBucket extends Pick<R2Bucket, "head"> {
  put(key: string, content: string | Uint8Array, options: { httpMetadata: object }): Promise<unknown>;
  delete(key: string): Promise<void>;
}
interface Caches {
  default: { delete(url: string): Promise<boolean> };
}

/** Cloudflare's edge before the Worker: it has the certificate, so that the Worker sees https although the socket has no TLS. */
const EDGE = `export default {
  fetch(request, { MEDIA, SCHEME }) {
    const url = new URL(request.url);
    url.protocol = SCHEME;
    return MEDIA.fetch(new Request(url, request));
  }
}`;

export interface StageOptions {
  settings?: Partial<R2WorkerSettings>;
  /** The module in place of the right one. */
  script?: string;
  /** Where all requests of the Worker go. By default nowhere. */
  legacy?: LegacyServer;
}

export class WorkerStage {
  private readonly runtime: Miniflare;

  private constructor(private readonly options: StageOptions) {
    const common = { compatibilityDate: R2_WORKER_COMPATIBILITY_DATE };
    const edge = (name: string, scheme: string): WorkerOptions => ({
      ...common,
      name,
      modules: true,
      script: EDGE,
      bindings: { SCHEME: scheme },
      serviceBindings: { MEDIA: "media" },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    });
    this.runtime = new Miniflare({
      cf: false,
      workers: [
        edge("https", "https:"),
        edge("http", "http:"),
        {
          ...common,
          name: "media",
          modules: [
            { type: "ESModule", path: R2_WORKER_MODULE, contents: options.script ?? R2_WORKER_SCRIPT },
          ],
          r2Buckets: [R2_WORKER_BINDINGS.bucket],
          bindings: { [R2_WORKER_BINDINGS.settings]: { ...SETTINGS, ...options.settings } as never },
          outboundService: options.legacy
            ? { external: { address: options.legacy.address, http: {} } }
            : () => {
                throw new Error("the Worker requests nothing outside");
              },
        },
      ],
    });
  }

  /** With all seeds in the bucket. */
  static async start(options: StageOptions = {}): Promise<WorkerStage> {
    const stage = new WorkerStage(options);
    for (const [key, text] of Object.entries(seeds)) await stage.put(key, text);
    return stage;
  }

  stop(): Promise<void> {
    return this.runtime.dispose();
  }

  async put(key: string, content: string | Uint8Array, httpMetadata: object = UPLOADED): Promise<void> {
    await (await this.bucket()).put(key, content, { httpMetadata });
  }

  async remove(key: string): Promise<void> {
    await (await this.bucket()).delete(key);
  }

  /** Where the edge listens: `http://127.0.0.1:PORT/`. */
  async url(): Promise<string> {
    return (await this.runtime.unsafeGetDirectURL("https")).href;
  }

  /** Sends a request line as it is. */
  async ask(
    target: string,
    { method, headers, body, over = "https" }: Omit<Step, "status"> = {},
  ): Promise<RawAnswer> {
    const { host } = await this.runtime.unsafeGetDirectURL(over);
    // The runtime keeps connections.
    return sendRaw(host, { method: method ?? "GET", target }, { host: HOSTNAME, ...headers }, body, true);
  }

  /** Sentences about what is wrong; empty for a case that is as it has to be. */
  async failures(asked: Case): Promise<string[]> {
    const created = new Set<string>();
    const wrong: string[] = [];
    try {
      for (const [i, step] of asked.steps.entries()) {
        if (step.put !== undefined) {
          created.add(step.put);
          await this.put(step.put, contentFor(step.put));
        }
        if (step.remove !== undefined) await this.remove(step.remove);
        const target = (step.target ?? asked.target).replace("HOST", HOSTNAME);
        const before = this.options.legacy?.targets.length ?? 0;
        const answer = await this.ask(target, { ...step, headers: await this.headersOf(step, target) });
        const toOrigins = (this.options.legacy?.targets.slice(before) ?? []).map((one) => ({
          target: one,
          headers: {},
        }));
        const result = header(answer.headers, "x-cache") === "HIT" ? "Hit" : "Miss";
        const served = { result, toOrigins };
        wrong.push(
          ...differences({ hostname: HOSTNAME }, { served: () => served }, asked, step, answer).map(
            (text) => `${asked.target}, step ${i + 1}: ${text}`,
          ),
        );
      }
      return wrong;
    } finally {
      for (const key of created) await this.remove(key);
      await this.emptyCache([...created, ...Object.keys(seeds)]);
    }
  }

  private async headersOf({ headers = {} }: Step, target: string): Promise<Record<string, string>> {
    const names = ["ETAG", "W/ETAG", "LAST-MODIFIED"];
    if (!Object.values(headers).some((value) => names.includes(value))) return headers;
    const key = decodeURIComponent(target.slice(1));
    const { httpEtag, uploaded } = (await (await this.bucket()).head(key)) ?? {};
    const values: Record<string, string | undefined> = {
      ETAG: httpEtag,
      "W/ETAG": `W/${httpEtag}`,
      "LAST-MODIFIED": uploaded?.toUTCString(),
    };
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, values[value] ?? value]));
  }

  private async emptyCache(keys: string[]): Promise<void> {
    const { default: cache } = (await this.runtime.getCaches()) as unknown as Caches;
    const paths = keys.map((key) => key.split("/").map(encodeURIComponent).join("/"));
    const urls = SETTINGS.hosts.flatMap((host) => paths.map((path) => `https://${host}/${path}`));
    await Promise.all(urls.map((url) => cache.delete(url)));
  }

  private async bucket(): Promise<WritableBucket> {
    return (await this.runtime.getR2Bucket(R2_WORKER_BINDINGS.bucket, "media")) as unknown as WritableBucket;
  }
}
