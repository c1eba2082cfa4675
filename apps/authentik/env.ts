/** The settings that authentik reads; the names are those of its authentik/lib/default.yml. */
import { authentikText } from "./text";
import type { EnvLine } from "../../env/entry";
import type { Store } from "../../stores/store";
import { generationOf } from "./versions";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { publicHosts } from "./urls";
import { onlyUsage } from "./usages";
import { caFileLines } from "../../storage/ca-file";
import { checksumLines } from "../../storage/checksums";
import type { Credentials } from "../../storage/args";
import type { Opened } from "../../storage/opened";

/** A line of the block, without the usage in its name. */
interface Setting<V> {
  setting: string;
  value: string | V;
  comment?: string;
  secret?: true;
  /** The usage, if the setting differs between usages. */
  usage?: AuthentikUsage;
}

/**
 * The lines of `.env`. A setting that is not needed is omitted and never empty, because boto3 fails with an empty endpoint,
 * region or profile. Strings are encoded so that authentik decodes them to the same value; values of type `V` must already be encoded.
 */
export function authentikEnv<V>(
  opened: Opened<AuthentikSettings>,
  credentials?: Credentials<V>,
): EnvLine<V>[] {
  const { settings, store } = opened;
  const { bucket, version, writer } = settings;
  const profile = writer?.role?.profile;
  const only = onlyUsage(settings);
  const isOther = only !== undefined && generationOf(version).reports;
  const block: Setting<V>[] = [
    { setting: "BACKEND", value: "s3", ...(isOther && { comment: LOCAL[only] }) },
    { setting: "S3__BUCKET_NAME", value: authentikText(bucket) },
    { setting: "S3__REGION", value: authentikText(store.region) },
    ...address(store, version),
    // Without keys boto3 uses a role.
    ...(credentials === undefined ? [] : keys(credentials, version)),
    ...(profile === undefined ? [] : [{ setting: "S3__SESSION_PROFILE", value: authentikText(profile) }]),
    ...customDomains(opened),
  ];
  const lines = block.map(({ setting, value, comment = "", secret = false, usage = only }) => {
    const scope = usage === undefined ? "" : `${usage.toUpperCase()}__`;
    return { name: `AUTHENTIK_STORAGE__${scope}${setting}`, value, secret, comment };
  });
  return [...lines, ...caFileLines(store, "sdk"), ...checksumLines(store, "boto3", "when_required")];
}

const LOCAL: Record<AuthentikUsage, string> = {
  [AuthentikUsage.Media]: "Reports stay on the local disk.",
  [AuthentikUsage.Reports]: "Media stay on the local disk.",
};

function address({ endpoint, host, pathStyle }: Store, version: string): Setting<never>[] {
  const { addressingStyle, signsPublicHost } = generationOf(version);
  const virtual = { setting: "S3__ADDRESSING_STYLE", value: "virtual" };
  if (endpoint !== undefined) {
    const line = { setting: "S3__ENDPOINT", value: authentikText(endpoint), comment: "Without the bucket." };
    return pathStyle ? [line] : [line, { ...virtual, comment: "The bucket is part of the hostname." }];
  }
  if (signsPublicHost) return [];
  const comment = "Otherwise URLs have S3's global host, with a signature for the region's host.";
  return addressingStyle
    ? [{ ...virtual, comment }]
    : [{ setting: "S3__ENDPOINT", value: `https://${host}`, comment }];
}

function keys<V>(
  { accessKeyId, secretAccessKey, sessionToken }: Credentials<V>,
  version: string,
): Setting<V>[] {
  const secret = (setting: string, value: string | V): Setting<V> => ({
    setting,
    value: typeof value === "string" ? authentikText(value) : value,
    secret: true,
  });
  // authentik's documentation still has the old name, which nothing reads any more.
  const token = generationOf(version).reports ? "S3__SESSION_TOKEN" : "S3__SECURITY_TOKEN";
  return [
    secret("S3__ACCESS_KEY", accessKeyId),
    secret("S3__SECRET_KEY", secretAccessKey),
    ...(sessionToken === undefined ? [] : [secret(token, sessionToken)]),
  ];
}

function customDomains(opened: Opened<AuthentikSettings>): Setting<never>[] {
  const hosts = publicHosts(opened);
  return hosts.flatMap(({ usage, domain, isHttps }) => {
    const scope = usage === undefined ? {} : { usage };
    const comment = "Only for media: behind a CDN everyone who has the URL can read the file.";
    // Set if any host differs from the default.
    const isSaid = hosts.some((host) => !host.isHttps);
    return [
      { setting: "S3__CUSTOM_DOMAIN", value: authentikText(domain), ...(usage && { comment }), ...scope },
      ...(isSaid ? [{ setting: "S3__SECURE_URLS", value: String(isHttps), ...scope }] : []),
    ];
  });
}
