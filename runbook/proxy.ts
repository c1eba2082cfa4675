/** What `media-storage proxy` prints: the configuration of the operator's own proxy, in parts. */
import { isManagedKind } from "../hosts";
import { MediaHostSigning } from "../hosts/args";
import { caddySite, caddyWebRedirect } from "../hosts/text/caddy";
import { cloudflareApiRules } from "../hosts/text/cloudflare-api-rules";
import { nginxPurge, nginxSite } from "../hosts/text/nginx";
import { nginxWebRedirect } from "../hosts/text/nginx-web";
import { canonicalHost } from "../stores/same-bucket";
import { cloudConnectorParts, cloudConnectorProblems } from "../storage/cloud-connector";
import { hasBucket, type BucketStorageFacts, type MediaHostFacts, type StorageFacts } from "../storage/facts";
import { proxiedStoreProblems } from "../storage/proxied-store";
import { docsPage } from "../validation/docs-page";
import { problemIf, type UncodedProblem } from "../validation/problem";
import { ProxyPart, ProxyServer } from "./proxy-parts";
import {
  caddyProblems,
  nginxProblems,
  PROXY_OPTIONS,
  proxySettings,
  type AskedProxy,
} from "./proxy-settings";

/** What was asked for, as it came. */
export interface Asked extends AskedProxy {
  server?: string;
  /** Default: site. */
  part?: string;
}

/** Everything that is wrong with what was asked for, each by the option or the argument. */
export function proxyProblems(facts: StorageFacts, asked: Asked): UncodedProblem[] {
  const { server, part = ProxyPart.Site } = asked;
  const wrong = [
    ...choice("--server", server, Object.values(ProxyServer), "what serves the media host"),
    ...choice("--part", part, Object.values(ProxyPart), "the part to print"),
  ];
  if (wrong.length > 0) return wrong;
  const options = [...partProblems(server, part), ...optionProblems(asked)];
  if (server === ProxyServer.CloudConnector) return [...options, ...cloudConnectorProblems(facts)];
  const host = hostProblems(facts);
  if (host.length > 0 || !hasBucket(facts)) return [...options, ...host];
  return [
    ...options,
    ...(part === ProxyPart.Web ? webProblems(facts) : []),
    ...(part === ProxyPart.Purge ? purgeProblems(facts) : []),
    ...(part === ProxyPart.Site ? siteProblems(facts, asked) : []),
  ];
}

const siteProblems = (facts: BucketStorageFacts, asked: Asked): UncodedProblem[] =>
  asked.server === ProxyServer.Caddy ? caddyProblems(facts) : nginxProblems(facts, asked);

/** The part. Call only after `proxyProblems` found nothing. `secrets` are those of the purge part. */
export function proxyText(facts: StorageFacts, asked: Asked, secrets: readonly string[] = []): string {
  if (asked.server === ProxyServer.CloudConnector) {
    return `${JSON.stringify(cloudflareApiRules(cloudConnectorParts(facts)), undefined, 2)}\n`;
  }
  const isCaddy = asked.server === ProxyServer.Caddy;
  if (asked.part === ProxyPart.Purge) return nginxPurge(secrets);
  if (!hasBucket(facts)) throw new Error("bug: no bucket, although proxyProblems found nothing");
  if (asked.part === ProxyPart.Web) {
    const { webDomain = "" } = facts.app;
    const { publicBaseUrl = "" } = facts;
    const { keyPrefix } = facts.bucket;
    const redirect = { webDomain, publicBaseUrl, ...(keyPrefix !== undefined && { keyPrefix }) };
    return isCaddy ? caddyWebRedirect(redirect) : nginxWebRedirect(redirect);
  }
  const settings = proxySettings(facts, asked);
  return isCaddy ? caddySite(settings) : nginxSite(settings);
}

function choice(path: string, value: string | undefined, choices: string[], what: string): UncodedProblem[] {
  const is = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  return problemIf(path, !choices.includes(value ?? ""), `${is}; set ${what}: ${choices.join(", ")}`);
}

function partProblems(server: string | undefined, part: string): UncodedProblem[] {
  return [
    ...problemIf(
      "--part",
      server === ProxyServer.CloudConnector && part !== ProxyPart.Site,
      `is ${part}, but Cloud Connector has no such part; remove it`,
    ),
    ...problemIf(
      "--part",
      server === ProxyServer.Caddy && part === ProxyPart.Purge,
      "is purge, but Caddy caches nothing, so there is nothing to purge; remove it",
    ),
  ];
}

function optionProblems(asked: Asked): UncodedProblem[] {
  const { server, part = ProxyPart.Site, certificate, certificateKey } = asked;
  const given = (Object.keys(PROXY_OPTIONS) as (keyof AskedProxy)[]).filter(
    (option) => asked[option] !== undefined,
  );
  if (server !== ProxyServer.Nginx || part !== ProxyPart.Site) {
    const where = server === ProxyServer.Nginx ? "`--part site`" : "`--server nginx`";
    return given.map((option) => ({
      path: PROXY_OPTIONS[option],
      message: `is used only with ${where}; remove it`,
    }));
  }
  return [
    ...problemIf(
      PROXY_OPTIONS.certificateKey,
      certificate !== undefined && certificateKey === undefined,
      "is missing; set the file with the key of the certificate",
    ),
    ...problemIf(
      PROXY_OPTIONS.certificate,
      certificate === undefined && certificateKey !== undefined,
      "is missing; set the file with the certificate of the key",
    ),
  ];
}

/** Why the operator has no proxy of this storage to configure. */
function hostProblems(facts: StorageFacts): UncodedProblem[] {
  const { mediaHost } = facts;
  const ofStore = proxiedStoreProblems(facts);
  if (ofStore.length > 0) return ofStore;
  if (mediaHost === undefined) {
    return problemIf(
      "mediaHost",
      true,
      `is not set, so there is no host for a proxy to serve; set \`mediaHost: { hostname: ..., external: {} }\` (${docsPage("choosing-a-media-host")})`,
    );
  }
  const { kind, hostname, signing } = mediaHost;
  return [
    ...problemIf(
      "mediaHost",
      isManagedKind(kind),
      `is served by ${kind}, which the library creates, so ${hostname} needs no proxy; to serve it yourself, set \`external: {}\` instead of \`${kind}\``,
    ),
    ...problemIf(
      "mediaHost.external.signing",
      !isManagedKind(kind) && signing === MediaHostSigning.Cdn,
      'is "cdn", but nginx and Caddy cannot sign requests to the store; set "rewrite-host" or "preserve-host" if the version of the app can use it, or configure your CDN ' +
        `(${docsPage("choosing-a-media-host")})`,
    ),
  ];
}

function webProblems({ app, mediaHost }: BucketStorageFacts): UncodedProblem[] {
  const { webDomain } = app;
  const legacy = mediaHost?.legacy?.hostname;
  return [
    ...problemIf(
      "--part",
      webDomain === undefined,
      `is web, but ${app.name} has no old URLs that other servers keep; remove it`,
    ),
    ...problemIf(
      "mediaHost.legacy.hostname",
      webDomain !== undefined && legacy !== undefined && canonicalHost(legacy) === canonicalHost(webDomain),
      `is ${webDomain ?? ""}, where this part would redirect /system/ to the media host: readers would get 404 for every file that is not copied yet. ` +
        "Copy all files to the bucket, remove mediaHost.legacy, and install the new site on the proxy; then print this part",
    ),
  ];
}

function purgeProblems({ mediaHost }: { mediaHost?: MediaHostFacts }): UncodedProblem[] {
  return problemIf(
    "mediaHost.external.purge",
    mediaHost?.purge === undefined,
    "is not set, so there are no secrets; set `purge: {}` and run `pulumi up`",
  );
}
