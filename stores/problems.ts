/** What is wrong with where a bucket is to live. */
import { dotenvValueProblem } from "../env/formats/dotenv";
import { hasUserinfo, originProblems } from "../validation/names";
import { ownMember } from "../validation/own-member";
import { at, type Problem, type Reason } from "../validation/problem";
import { bool, input, isMap, known, map, missing, oneOf, text, type Members } from "../validation/shape";
import { regionProblems } from "./aws";
import { S3_SERVERS } from "./capabilities";

const KINDS = ["aws", "s3"] as const;

/** A guide of authentik's once named it. */
const AZURE: Reason = {
  code: "store-azure",
  message:
    "cannot be the store: Azure Blob Storage has no S3 API, whatever a guide says, so no app here could use it; write `aws:`, or `s3:` for an S3-compatible server",
};

/** Whether a name is one of Azure's store, by its words: `azure`, `azureBlob`, `blob_storage`. */
function isAzure(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => ["azure", "azureblob", "azurerm", "blob"].includes(word));
}

export function storeProblems(store: unknown, path: string): Problem[] {
  return map(path, store, (members) => {
    const isDefined = (name: string): boolean => ownMember(members, name) !== undefined;
    const azure = Object.keys(members).filter((name) => isAzure(name) && isDefined(name));
    const strange = [
      ...azure.map((name): Problem => ({ ...AZURE, path: at(path, name) })),
      ...known(path, members, [...KINDS, ...azure]),
    ];
    const said = KINDS.filter((kind) => members[kind] !== undefined);
    const problems = [
      ...strange,
      ...awsProblems(members["aws"], at(path, "aws")),
      ...s3Problems(members["s3"], at(path, "s3")),
    ];
    // An unknown member is said already, and is probably the store that is missed.
    if (said.length === 0 && strange.length === 0) {
      const message =
        'does not say where the bucket lives; write `aws: { region: "eu-central-1" }`, or `s3:` for an S3-compatible server';
      problems.push({ code: "store-missing", path, message });
    }
    if (said.length > 1) {
      problems.push({ code: "store-both", path, message: "says aws and s3; write exactly one of them" });
    }
    return problems;
  });
}

function awsProblems(aws: unknown, path: string): Problem[] {
  const region = at(path, "region");
  return map(path, aws, (members) => [
    ...known(path, members, ["region"]),
    ...(members["region"] === undefined
      ? [
          {
            code: "missing-member" as const,
            path: region,
            message: 'is missing; write it, such as "eu-central-1"',
          },
        ]
      : text(region, members["region"], regionProblems)),
  ]);
}

export function s3Problems(s3: unknown, path: string): Problem[] {
  return map(path, s3, (members) => [
    ...known(path, members, ["server", "endpoint", "region", "pathStyle", "caFile", "allowHttp", "provider"]),
    ...serverProblems(members["server"], at(path, "server")),
    ...missing(path, members, ["endpoint", "region"]),
    ...text(at(path, "endpoint"), members["endpoint"], (url) => endpointProblems(url, members)),
    ...text(at(path, "region"), members["region"], (name) =>
      /^[A-Za-z0-9-]+$/.test(name)
        ? []
        : [
            {
              code: "store-region-name",
              message: 'is no name of a region; write it as the server is set up, such as "default"',
            },
          ],
    ),
    ...(["pathStyle", "allowHttp"] as const).flatMap((member) => bool(at(path, member), members[member])),
    ...virtualHostProblems(members, at(path, "pathStyle")),
    ...text(at(path, "caFile"), members["caFile"], (file) => caFileProblems(file, members)),
    ...providerProblems(members["provider"], at(path, "provider")),
  ]);
}

function serverProblems(server: unknown, path: string): Problem[] {
  const names = S3_SERVERS.map((name) => `"${name}"`).join(" or ");
  if (server === undefined) {
    return [{ code: "missing-member", path, message: `is missing; write ${names}` }];
  }
  if (typeof server !== "string") return oneOf(path, server, S3_SERVERS);
  if (isAzure(server)) return [{ ...AZURE, path }];
  if (S3_SERVERS.some((name) => name === server)) return [];
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
    "is false, but a bucket cannot stand in front of an IP address; leave it out, or write a hostname as endpoint";
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
      'is not the absolute path of a file; write the path where the app runs, such as "/etc/ssl/our-ca.pem"';
    return [{ code: "ca-file-path", message }];
  }
  if (typeof endpoint !== "string" || !/^http:/i.test(endpoint)) return [];
  return [{ code: "ca-file-unused", message: "is only used with an https:// endpoint; remove it" }];
}

/** It is an origin: scheme, host and a port that is not the scheme's own. */
function endpointProblems(url: string, { allowHttp }: Members): Reason[] {
  const [, scheme, , rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) {
    return [{ code: "endpoint-scheme", message: 'has no scheme; write it with "https://"' }];
  }
  if (rest !== "" && !hasUserinfo(url)) {
    const origin = url.slice(0, url.length - rest.length);
    const instead = originProblems(origin).length === 0 ? `"${origin}"` : 'one like "https://s3.example.org"';
    const message = `goes on behind the host; the bucket and everything else are added by clients: write ${instead}`;
    return [{ code: "endpoint-path", message }];
  }
  const problems = originProblems(url, { oneLabel: allowHttp === true });
  if (problems.length === 0 && scheme === "http" && allowHttp !== true) {
    const message =
      "is plain http, so keys' signatures and private files travel in clear text; write https://, or `allowHttp: true` beside it for a trusted network";
    problems.push({ code: "endpoint-http", message });
  }
  return problems;
}

/** The server or kind that a store names, sound or not: what tables of capabilities are looked up by. */
export function storeKind(store: unknown): string | undefined {
  if (!isMap(store)) return undefined;
  const { aws, s3 } = store;
  if (aws !== undefined && s3 === undefined) return "aws";
  const server = isMap(s3) && aws === undefined ? s3["server"] : undefined;
  return typeof server === "string" ? server : undefined;
}
