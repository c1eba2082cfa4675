/** The kind of store "s3": a bucket on an S3-compatible server. */
import { partition } from "../access/statements";
import { dotenvValueProblem } from "../env/formats/dotenv";
import { hasUserinfo, originProblems } from "../validation/names";
import { ownMember } from "../validation/own-member";
import { at, type Problem, type Reason } from "../validation/problem";
import { bool, input, isMap, known, map, missing, oneOf, text, type Members } from "../validation/shape";
import type { S3StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import { awsHost, canonicalHost } from "./identity";
import { S3_SERVERS } from "./s3";
import type { Store, StoreDefinition, StoreProduct } from "./store";

export function s3Problems(s3: unknown, path: string): Problem[] {
  return map(path, s3, (members) => [
    ...known(path, members, ["server", "endpoint", "region", "pathStyle", "caFile", "allowHttp", "provider"]),
    ...serverProblems(members["server"], at(path, "server")),
    ...addressProblems(members, path),
    ...(["pathStyle", "allowHttp"] as const).flatMap((member) => bool(at(path, member), members[member])),
    ...virtualHostProblems(members, at(path, "pathStyle")),
    ...text(at(path, "caFile"), members["caFile"], (file) => caFileProblems(file, members)),
    ...providerProblems(members["provider"], at(path, "provider")),
  ]);
}

/** What is wrong with the endpoint and the region, whatever server is there. */
export function addressProblems(members: Members, path: string): Problem[] {
  return [
    ...missing(path, members, ["endpoint", "region"]),
    ...text(at(path, "endpoint"), members["endpoint"], (url) => endpointProblems(url, members)),
    ...text(at(path, "region"), members["region"], (name) =>
      /^[A-Za-z0-9-]+$/.test(name)
        ? []
        : [
            {
              code: "store-region-name",
              message: 'is not a valid region name; set the region of the server, such as "default"',
            },
          ],
    ),
  ];
}

function serverProblems(server: unknown, path: string): Problem[] {
  const known = Object.keys(S3_SERVERS);
  const names = known.map((name) => `"${name}"`).join(" or ");
  if (server === undefined) {
    return [{ code: "missing-member", path, message: `is missing; set ${names}` }];
  }
  if (typeof server !== "string") return oneOf(path, server, known);
  if (isAzure(server)) return [{ ...AZURE, path }];
  if (known.includes(server)) return [];
  const message = `is "${server}", which is not supported; set ${names} if that is the server (only ${names} is supported so far, and another server needs other settings)`;
  return [{ code: "store-server-unknown", path, message }];
}

/** Its values may be secrets, so no message shows one. */
function providerProblems(provider: unknown, path: string): Problem[] {
  const pair = ["accessKey", "secretKey"] as const;
  return map(path, provider, (members) => [
    ...known(path, members, [...pair, "customCaBundle"]),
    ...([...pair, "customCaBundle"] as const).flatMap((member) =>
      input(at(path, member), members[member], (value) =>
        value === "" ? [{ code: "credential-empty", message: "is empty; remove it" }] : [],
      ),
    ),
    ...(pair.some((member) => members[member] !== undefined) ? missing(path, members, pair) : []),
  ]);
}

function virtualHostProblems({ endpoint, pathStyle }: Members, path: string): Problem[] {
  const host = typeof endpoint === "string" ? (endpoint.split("://")[1] ?? "") : "";
  if (pathStyle !== false || !/^(\[|[\d.]+(:\d+)?$)/.test(host)) return [];
  const message =
    "is false, but the name of a bucket cannot be part of an IP address; remove it, or use a hostname in endpoint";
  return [{ code: "store-virtual-host-address", path, message }];
}

/** The file is on the app's machine, so nothing here can see whether it exists. */
function caFileProblems(file: string, { endpoint }: Members): Reason[] {
  const unwritable = dotenvValueProblem(file);
  if (unwritable !== undefined) {
    return [{ code: "ca-file-characters", message: `${unwritable}; give the file another path` }];
  }
  if (!file.startsWith("/") || file.endsWith("/")) {
    const message =
      'is not the absolute path of a file; set the path on the machine of the app, such as "/etc/ssl/our-ca.pem"';
    return [{ code: "ca-file-path", message }];
  }
  if (typeof endpoint !== "string" || !/^http:/i.test(endpoint)) return [];
  return [{ code: "ca-file-unused", message: "is only used with an https:// endpoint; remove it" }];
}

/** It is an origin: scheme, host and a port that is not the scheme's own. */
function endpointProblems(url: string, { allowHttp }: Members): Reason[] {
  const [, scheme, , rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) {
    return [{ code: "endpoint-scheme", message: 'has no scheme; add "https://" in front' }];
  }
  if (rest !== "" && !hasUserinfo(url)) {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      originProblems(origin).length === 0
        ? `change it to "${origin}"`
        : 'set one like "https://s3.example.org"';
    const message = `has a path, but clients add the bucket and the key themselves; ${instead}`;
    return [{ code: "endpoint-path", message }];
  }
  const problems = originProblems(url, { oneLabel: allowHttp === true });
  if (problems.length === 0 && scheme === "http" && allowHttp !== true) {
    const message =
      "is plain http, so signatures and private files are sent in clear text; use https://, or set `allowHttp: true` in a trusted network";
    problems.push({ code: "endpoint-http", message });
  }
  return problems;
}

function productOf(settings: unknown): StoreProduct | undefined {
  const server = isMap(settings) ? settings["server"] : undefined;
  return typeof server === "string" ? ownMember(S3_SERVERS, server) : undefined;
}

/**
 * The server's host: scheme and port do not count, since one server usually listens on several ports. Two names or addresses
 * of one server cannot be recognized.
 */
function namespace(settings: unknown): string {
  const { endpoint, region } = isMap(settings) ? settings : {};
  const host = typeof endpoint === "string" ? canonicalHost(endpoint) : "";
  const ofAws = awsHost(host);
  // AWS as an S3-compatible server would be, whichever of its hosts the endpoint names.
  return ofAws === undefined
    ? `s3 ${host}`
    : partition(ofAws.region ?? (typeof region === "string" ? region : ""));
}

function open(settings: S3StoreSettings): Store {
  const { server, endpoint, region, pathStyle = true, caFile } = settings;
  const [scheme = "", host = ""] = endpoint.split("://");
  const product = productOf(settings);
  if (product === undefined)
    throw new Error(`bug: no store "${server}", although storeProblems found nothing`);
  return {
    kind: "s3",
    server,
    region,
    // Whatever the region is called: these servers know one partition.
    partition: "aws",
    endpoint,
    isPlainHttp: scheme === "http",
    host,
    pathStyle,
    virtualHostOnly: !pathStyle,
    bucketArn: (bucket) => `arn:aws:s3:::${bucket}`,
    bucketUrl: (bucket) => (pathStyle ? `${endpoint}/${bucket}` : `${scheme}://${bucket}.${host}`),
    // Spread last: V8 takes 20 times as long to add members to the copy of a large object.
    ...product,
    ...(caFile !== undefined && { caFile }),
  };
}

export const s3Definition: StoreDefinition<S3StoreSettings> = {
  problems: s3Problems,
  credentials: {
    member: "provider",
    keys: [
      { member: "accessKey", configKey: "AccessKeyId", isSecret: false },
      { member: "secretKey", configKey: "SecretAccessKey", isSecret: true },
    ],
    realm: ({ endpoint }) => endpoint,
  },
  productOf,
  addressing(settings) {
    const isVirtual = isMap(settings) && settings["pathStyle"] === false;
    return { pathStyle: !isVirtual, virtualHostOnly: isVirtual, setting: "s3.pathStyle" };
  },
  namespace,
  open,
};
