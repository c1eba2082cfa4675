/** A reverse proxy or CDN that the operator runs. */
import { nested } from "../validation/rules";
import { MediaHostSigning, type ExternalDnsArgs, type ExternalHostArgs, type MediaHostArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import { DNS_DEFINITIONS, dnsKindOf } from "./dns";
import { EXTERNAL_DNS_HOST_RULES, EXTERNAL_DNS_RULES } from "./dns/external-rules";
import { hostRecords } from "./dns/targets";
import type { HostDefinition } from "./host";
import { PATH_RULE } from "./path";
import { purgeOf, PURGE_RULES } from "./purge";
import { R2_REMEDY } from "./r2/remedy";
import { hasWebEndpoint, ownProxy, WEB_ENDPOINT_RULE, webEndpointProblems } from "./web-endpoint";

export const external: HostDefinition<ExternalHostArgs> = {
  can: {
    // mastodon/documentation, content/en/admin/optional/object-storage-proxy.md: a proxy_pass without credentials
    objectAcls: true,
    // What it sends is not known here.
    signsRequests: false,
    namedInPolicy: false,
    // What it serves is the operator's to decide.
    publishesBucket: false,
    managed: false,
  },
  inWords: "`external: {}` for your own proxy",
  inWordsAt: (store) => `${ownProxy(store)} for your own proxy`,
  rules: [PATH_RULE, WEB_ENDPOINT_RULE, nested("dns", EXTERNAL_DNS_RULES), nested("purge", PURGE_RULES)],
  hostRules: [
    ...EXTERNAL_DNS_HOST_RULES,
    {
      at: "cache",
      code: "cache-unused",
      when: ({ cache, external: host }) => cache !== undefined && host?.signing !== undefined,
      editor: {
        isRefused: true,
        when: [{ at: "external.signing" }],
        message: "has no effect with external.signing; remove it",
      },
      message: ({ external: host }) =>
        host?.signing === MediaHostSigning.Cdn
          ? "has no effect with external.signing: your own CDN decides how long files are cached; remove it"
          : "has no effect with external.signing, because a proxy must not cache presigned URLs; remove it",
    },
  ],
  readsPrivateBuckets: ({ webEndpoint }) => webEndpoint !== undefined,
  readsPrivately: hasWebEndpoint,
  storeArgsProblems: webEndpointProblems,
  storeProblems: ({ title, can: { bucketPolicy, objectAcls }, webEndpoint }) =>
    bucketPolicy || objectAcls || webEndpoint !== undefined
      ? []
      : [
          {
            code: "external-store",
            message: `cannot serve a bucket on ${title}, which answers no request without a signature, and the proxy does not sign; ${R2_REMEDY}`,
          },
        ],
  open: (host, { path, signing, https = true, dns, addresses, webEndpoint, purge }) => ({
    hostname: host.hostname,
    // What the operator's proxy has to do depends on the app, which says it.
    warnings: recordSteps(host, dns),
    steps: recordSteps(host, dns),
    ...(path !== undefined && { path }),
    isHttps: https,
    ...(signing === undefined ? { maxAgeSeconds: maxAgeSecondsOf(host) } : { signing }),
    ...(dns !== undefined && { dns: dnsKindOf(dns) }),
    ...(addresses !== undefined && { addresses }),
    ...(webEndpoint !== undefined && { webEndpoint }),
    ...(purge !== undefined && { purge: purgeOf(purge) }),
  }),
};

/** The records that the operator creates by hand. */
function recordSteps(
  { hostname, previousHosts = [] }: MediaHostArgs,
  dns: ExternalDnsArgs | undefined,
): string[] {
  if (dns === undefined || !DNS_DEFINITIONS[dnsKindOf(dns)].isManual) return [];
  return [hostname, ...previousHosts].map((name) => {
    const records = hostRecords(name, dns.targets).flatMap(({ type, values }) =>
      values.map((value) => `${type} ${value}`),
    );
    return `You create the DNS records of ${name}: ${records.join(", ")}. Apply the env block only when your proxy answers there.`;
  });
}

/** The hostname that a proxy must send to the store, as part of a sentence. */
export function upstreamHost(hostname: string, origin: string): string {
  const [, host = "", pathname = ""] = /^[a-z]+:\/\/([^/]*)(.*)$/s.exec(origin) ?? [];
  const names = `with \`${host}\` in the Host header and in TLS`;
  // On servers that allow such a bucket name, the store itself can answer for the media host.
  if (pathname === `/${hostname}` || host.startsWith(`${hostname}.`)) return names;
  return (
    `${names} (a CNAME record from ${hostname} to ${host} is not enough: the store would look for a ` +
    `bucket named ${hostname}, and its certificate is for another name)`
  );
}
