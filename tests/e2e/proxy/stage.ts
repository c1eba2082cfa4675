/** A proxy of some kind with what is around it: a bucket on Ceph RGW, a legacy host, and DNS. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mastodonNeeds } from "../../../apps/mastodon/needs";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import type { NginxSettings } from "../../../hosts/text/proxy-settings";
import { CONTENT_SECURITY_POLICY, EXPOSED_HEADERS } from "../../../hosts/response-headers";
import { S3 } from "../../rgw/s3";
import { seeds } from "../../rgw/seeds";
import type { Rgw } from "../../rgw/server";
import { freePorts } from "../../rgw/server/ports";
import { until } from "../../rgw/server/run";
import { makeBucket, onRgw } from "../../runbook/buckets";
import {
  areTargets,
  caseFailures,
  type CaseStage,
  type Check,
  seedHost,
  type StartedHost,
} from "../media-host/ask-case";
import { header } from "../servers/cloudfront/message";
import type { RawAnswer } from "../servers/cloudfront/raw-request";
import { type BucketRelay, startBucketRelay } from "./bucket-relay";
import { type LoopbackDns, startDns } from "./dns";
import { LEGACY_PATH, type LegacyHost, legacyContent, startLegacyHost } from "./legacy-host";
import type { ProxyServer } from "./server";
import type { ProxyCase, ProxyStep, Variant } from "./table";
import { VARIANTS } from "./table";

export const HOSTNAME = "files.social.example";
const FORMER = "media.social.example";
/** Short enough to wait for. */
const MAX_AGE = 3;
/** The secrets of the slots a and b. Rows name the header `PURGE` and these by their slot. */
const SECRETS: Record<string, string> = { a: "first-SECRET_0123456789", b: "second-SECRET_012345678" };
/** The place of the header that the app purges with. */
const PURGE = "PURGE";

/** What is on the legacy host for every case: one file that the bucket lacks, and one that nobody may read. */
const LEGACY_FILES = [
  "accounts/avatars/old.png",
  "media_attachments/files/o ld+ä%.png",
  "backups/dumps/1.zip",
];

export interface ProxyStage extends CaseStage {
  server: ProxyServer;
  relay: BucketRelay;
  legacy: LegacyHost;
  dns: LoopbackDns;
  rgw: Rgw;
  ports: [https: number, http: number, legacy: number];
  stop(): Promise<void>;
}

/** The instance whose bucket the proxy serves. */
export const mediaSettings = (rgw: Rgw, bucket: string): MastodonSettings => ({
  webDomain: "social.example",
  bucket,
  mediaHost: { hostname: HOSTNAME, external: {} },
  ...onRgw(rgw),
});

/** Starts everything but the proxy, which each case starts for itself. */
export async function startStage(server: ProxyServer, rgw: Rgw): Promise<ProxyStage> {
  const bucket = `media-behind-${server.name}`;
  const s3 = new S3(rgw);
  const media = mediaSettings(rgw, bucket);
  await makeBucket(s3, media, mastodonNeeds(media));
  await seedHost({ s3, bucket }, seeds);
  const pem = readFileSync(join(dirname(rgw.ca), "rgw.pem"));
  const [relay, legacy, dns] = await Promise.all([
    startBucketRelay(pem, rgw.http),
    startLegacyHost(pem),
    startDns(),
  ]);
  const [https = 0, http = 0, inner = 0] = await freePorts(3);
  const ports: ProxyStage["ports"] = [https, http, inner];
  const stop = async (): Promise<void> => {
    s3.close();
    await Promise.all([relay.stop(), legacy.stop(), dns.stop()]);
  };
  return { server, hostname: HOSTNAME, maxAge: MAX_AGE, s3, bucket, relay, legacy, dns, rgw, ports, stop };
}

/** The settings of a variant, with everything in this folder. */
export function settingsOf(stage: ProxyStage, variant: Variant, folder: string): NginxSettings {
  const { legacy, purge } = { legacy: false, purge: false, ...VARIANTS[variant] };
  return {
    bucket: stage.bucket,
    hostnames: [HOSTNAME, FORMER],
    prefixes: mastodonNeeds(mediaSettings(stage.rgw, stage.bucket)).publicPrefixes,
    upstream: {
      origin: `https://localhost:${stage.relay.port}`,
      path: `/${stage.bucket}`,
      caFile: stage.rgw.ca,
    },
    ...(legacy && { legacy: { hostname: `localhost:${stage.legacy.port}`, path: LEGACY_PATH } }),
    ...(purge && { purge: { header: "X-Test-Purge", includeFile: join(folder, "purge") } }),
    maxAgeSeconds: MAX_AGE,
    certificate: {
      file: join(dirname(stage.rgw.ca), "server.pem"),
      key: join(dirname(stage.rgw.ca), "server.key"),
    },
    resolvers: [stage.dns.address],
    authoritiesFile: stage.rgw.ca,
    cacheFolder: join(folder, "copies"),
    innerPort: stage.ports[2],
  };
}

/** Sentences about what is wrong with a case of this variant; `change` breaks the configuration. */
export async function proxyFailures(
  stage: ProxyStage,
  variant: Variant,
  asked: ProxyCase,
  change: (site: string) => string = (site) => site,
): Promise<string[]> {
  const host = await startProxy(stage, variant, asked, change);
  try {
    const wrong: string[] = [];
    for (const target of asked.targets) {
      const one = { ...host, stop: () => Promise.resolve() };
      wrong.push(...(await caseFailures(stage, { ...asked, target }, one)));
    }
    return wrong;
  } finally {
    await host.stop();
  }
}

/** A proxy with an empty cache, in front of a store and a legacy host that are as they should be. */
export async function startProxy(
  stage: ProxyStage,
  variant: Variant,
  asked: Pick<ProxyCase, "adds"> = {},
  change: (site: string, folder: string) => string = (site) => site,
): Promise<StartedHost & { settings: NginxSettings; folder: string }> {
  const { server, relay, legacy, ports } = stage;
  const folder = mkdtempSync(join(tmpdir(), "media-proxy-"));
  const settings = settingsOf(stage, variant, folder);
  relay.mode = undefined;
  relay.adds = asked.adds ?? {};
  legacy.redirects = false;
  legacy.files = new Map(LEGACY_FILES.map((key) => [key, legacyContent(key)]));
  if (settings.purge) writeFileSync(settings.purge.includeFile, server.purge(Object.values(SECRETS)));
  const [https, http] = ports;
  const process = await server.start(change(server.site(settings), folder), settings, {
    folder,
    https,
    http,
  });
  try {
    await until(() => accepts(https), `${server.name} does not listen`, [process]);
  } catch (error) {
    await process.stop();
    throw error;
  }
  const ca = readFileSync(stage.rgw.ca, "utf8");
  let before = { relay: relay.asked.length, legacy: legacy.asked.length };
  const pathOf = (target: string, below: string): string =>
    target.startsWith(`/${below}/`) ? target.slice(below.length + 1) : `not below ${below}: ${target}`;
  const keysAskedOfLegacy = (): string[] =>
    legacy.asked.slice(before.legacy).map(({ target }) => pathOf(target, LEGACY_PATH));
  return {
    settings,
    folder,
    https: { address: `127.0.0.1:${https}`, servername: HOSTNAME, ca },
    http: `127.0.0.1:${http}`,
    advance: (seconds) => sleep(seconds === 0 ? 0 : seconds * 1000 + SECOND_HAND_MS),
    prepare(step: ProxyStep) {
      if (step.bucketIs !== undefined) relay.mode = step.bucketIs ?? undefined;
      if (step.legacyPut !== undefined) legacy.files.set(step.legacyPut, legacyContent(step.legacyPut));
      if (step.legacyRemove !== undefined) legacy.files.delete(step.legacyRemove);
      if (step.legacyRedirects !== undefined) legacy.redirects = step.legacyRedirects;
      before = { relay: relay.asked.length, legacy: legacy.asked.length };
    },
    headerOf: (name, value) =>
      name === PURGE ? [settings.purge?.header ?? "X-Test-Purge", SECRETS[value] ?? value] : [name, value],
    served: () => ({
      toOrigins: relay.asked
        .slice(before.relay)
        .map(({ target, headers }) => ({ target: pathOf(target, stage.bucket), headers })),
    }),
    checks: (step: ProxyStep, target, answer) => {
      const keys = keysAskedOfLegacy();
      const wanted = step.legacy;
      const got = (step.legacyNotGot ?? []).filter((name) =>
        legacy.asked.slice(before.legacy).some(({ headers }) => headers[name] !== undefined),
      );
      const names = [...relay.asked.slice(before.relay), ...legacy.asked.slice(before.legacy)];
      return [
        ["legacy host was asked for", keys, wanted === undefined || areTargets(keys, wanted, target)],
        ["legacy host got", got, got.length === 0],
        ["server name", names[0]?.servername, names.every(({ servername }) => servername === "localhost")],
        ...(step.over === "http" ? [] : headersOfEveryAnswer(answer)),
        ...hosts("bucket", relay, before.relay),
        ...hosts("legacy host", legacy, before.legacy),
      ];
    },
    async stop() {
      await process.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What is on every answer, errors too. */
const EVERY_ANSWER = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED_HEADERS.join(", "),
  "x-content-type-options": "nosniff",
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-resource-policy": "cross-origin",
};
/** What is on none: the store's own headers, and what would hold for the whole host or lead away from it. */
const NO_ANSWER =
  /^(x-amz-|x-rgw-|x-accel-|(set-cookie|location|vary|strict-transport-security|nel|report-to|link)$)/;
/** How long, in seconds, an error may be kept by readers. */
const SHORT = 10;

function headersOfEveryAnswer({ status, headers }: RawAnswer): Check[] {
  const cacheControl = header(headers, "cache-control") ?? "";
  const seconds = /no-store|no-cache/.test(cacheControl)
    ? 0
    : Number(/max-age=(\d+)/.exec(cacheControl)?.[1]);
  const unwanted = Object.keys(headers).filter((name) => NO_ANSWER.test(name));
  return [
    ...Object.entries(EVERY_ANSWER).map(([name, value]): Check => {
      const is = header(headers, name);
      return [`header ${name}`, is, is === value];
    }),
    ["headers that readers must not get", unwanted, unwanted.length === 0],
    ["cache-control", cacheControl, status >= 400 ? seconds <= SHORT : seconds >= 0],
  ];
}

/** A copy's age is counted in whole seconds. */
const SECOND_HAND_MS = 1_100;

/** Whether each request had the server's own name in the Host header. */
const hosts = (what: string, { asked, port }: BucketRelay | LegacyHost, since: number): Check[] =>
  asked
    .slice(since)
    .map(({ headers }) => [
      `${what}: Host`,
      headers["host"],
      headers["host"]?.join() === `localhost:${port}`,
    ]);

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
