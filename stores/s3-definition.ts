/** The kind of store "s3": a bucket on an S3-compatible server. */
import { partition } from "../access/statements";
import { dotenvValueProblem } from "../env/formats/dotenv";
import { ORIGIN_CHECK } from "../validation/name-patterns";
import { misspelledName } from "../validation/near-miss";
import { patternCheck } from "../validation/editor-check";
import { ownMember } from "../validation/own-member";
import * as shapes from "../validation/argument-shapes";
import { patternRule } from "../validation/pattern-rule";
import { listed } from "../validation/listed";
import type { Problem, Reason } from "../validation/problem";
import { argsProblems, type Rule, type Rules } from "../validation/rules";
import { isMap, shown } from "../validation/shape";
import type { ShapeProblem } from "../validation/shape-problems";
import { ifSound } from "../validation/sound-part";
import { about } from "../validation/warning";
import type { S3StoreSettings, StoreSettings } from "./args";
import { AZURE, isAzure } from "./azure";
import {
  addressesOf,
  APP_ENDPOINT_RULES,
  endpointProblems,
  hasIpAddress,
  HTTPS_ENDPOINT_CHECK,
} from "./endpoint";
import { isOfOtherKind, OTHER_KIND_CHECK, otherKindReason } from "./other-kind";
import { awsHost, canonicalHost } from "./same-bucket";
import { isR2, SET_R2 } from "./r2";
import { regionWarnings, SERVICE_RULES } from "./service-endpoints";
import { S3_SERVERS } from "./s3";
import { SERVER_VERSION_RULES, serverVersionWarnings } from "./server-version";
import type { S3Server, Store, StoreDefinition, StorePlace } from "./store";

type S3StoreMembers = S3StoreSettings & { provider?: { accessKey?: unknown; secretKey?: unknown } };

type Address = Pick<S3StoreSettings, "endpoint" | "region" | "allowHttp">;

/** The rules about the endpoint and the region of any server; `endpointReasons` is what can be wrong with the endpoint. */
const addressRules = (endpointReasons: (url: string, address: Address) => Reason[]): Rules<Address> => [
  {
    at: "endpoint",
    reasons: endpointReasons,
    editor: [ORIGIN_CHECK, OTHER_KIND_CHECK, HTTPS_ENDPOINT_CHECK],
  },
  patternRule(
    "region",
    "store-region-name",
    /^[A-Za-z0-9-]+$/,
    'is not a valid region name; set the region of the server, such as "default"',
  ),
];

const RULES: Rules<S3StoreMembers> = [
  { at: "server", instead: noServer },
  {
    at: "server",
    findings: (settings) => {
      // The problem of such an endpoint is enough.
      const endpoint = ifSound(() => settings.endpoint);
      return endpoint !== undefined && isOfOtherKind(endpoint) ? [] : serverProblems(settings.server);
    },
    editor: { values: Object.keys(S3_SERVERS) },
  },
  ...addressRules((url, address) => {
    const otherKind = otherKindReason(url, address);
    return otherKind === undefined ? endpointProblems(url, address) : [otherKind];
  }),
  ...SERVICE_RULES,
  ...SERVER_VERSION_RULES,
  ...APP_ENDPOINT_RULES,
  {
    at: "pathStyle",
    code: "store-virtual-host-address",
    when: ({ endpoint, pathStyle }) => pathStyle === false && hasIpAddress(endpoint),
    message:
      "is false, but the name of a bucket cannot be part of an IP address; remove it, or use a hostname in endpoint",
  },
  {
    at: "caFile",
    reasons: caFileProblems,
    editor: patternCheck(
      /^\/.*[^/]$/,
      'is not the absolute path of a file; set the path on the machine of the app, such as "/etc/ssl/our-ca.pem"',
    ),
  },
  {
    at: "caFile",
    code: "ca-file-unused",
    isValid: (file: string, settings) =>
      caFileProblems(file).length > 0 || !addressesOf(settings).every((url) => /^http:/i.test(url)),
    message: "is only used with an https:// endpoint; remove it",
  },
  ...(["accessKey", "secretKey", "customCaBundle"] as const).map((member): Rule<S3StoreMembers> => ({
    at: `provider.${member}`,
    code: "credential-empty",
    isValid: (value) => value !== "",
    message: "is empty; remove it",
  })),
  ...(
    [
      ["accessKey", "secretKey"],
      ["secretKey", "accessKey"],
    ] as const
  ).map(([member, other]): Rule<S3StoreMembers> => ({
    at: `provider.${member}`,
    code: "missing-member",
    when: ({ provider = {} }) => provider[member] === undefined && provider[other] !== undefined,
    message: "is missing; set it",
  })),
];

/**
 * A name with a dot cannot be part of the hostname over https, because a wildcard certificate covers only one label. The SDKs of all
 * apps then put the bucket into the path and ignore the setting (measured with those for Ruby, Python and JavaScript), so the URLs
 * would differ from those in the env block and the facts. Over plain http the SDKs follow the setting.
 */
const DOTTED_HOST_RULE: Rule<{ bucket: string; store: StoreSettings }> = {
  at: "store.s3.pathStyle",
  code: "store-virtual-host-dots",
  when: ({ bucket, store: { s3 } }) =>
    s3?.pathStyle === false &&
    bucket.includes(".") &&
    addressesOf(s3).some((url) => url.startsWith("https:")),
  message: ({ bucket }) =>
    `is false, but over https clients put a bucket name with a dot ("${bucket}") into the path, because a wildcard certificate covers only one label; remove it`,
};

/** The settings that say where a bucket is. */
const ADDRESS_SHAPE = { ...shapes.S3StoreArgs, required: ["endpoint", "region"] };

/** Plain http is allowed, because it may be the reason for the move. */
function placeProblems({ region, endpoint }: StorePlace): Problem[] {
  const place = { region, endpoint, allowHttp: true };
  return argsProblems(
    { shape: ADDRESS_SHAPE, rules: addressRules((url, address) => endpointProblems(url, address)) },
    place,
    "",
  );
}

/** All problems of the member `s3` of a store, which may be anything. */
export function s3Problems(s3: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.S3StoreArgs, rules: RULES }, s3, path);
}

const serverNames = (): string => listed(Object.keys(S3_SERVERS).map((name) => `"${name}"`));

/** The types say only that the server is a string. */
function noServer({ code, value }: ShapeProblem): Reason | undefined {
  if (code === "missing-member") return { code, message: `is missing; set ${serverNames()}` };
  if (code !== "unquoted-text" && code !== "wrong-type") return undefined;
  return { code: "wrong-type", message: `is ${shown(value)}; set ${serverNames()}` };
}

function serverProblems(server: string): Reason[] {
  if (isAzure(server)) return [AZURE];
  if (isR2(server)) {
    const message = `is "${server}", which is a kind of store; instead of \`s3\` ${SET_R2}`;
    return [{ code: "store-server-unknown", message }];
  }
  if (ownMember(S3_SERVERS, server) !== undefined) return [];
  const near = misspelledName(server, Object.keys(S3_SERVERS));
  if (near !== undefined)
    return [{ code: "store-server-unknown", message: `is "${server}"; did you mean "${near}"?` }];
  const names = serverNames();
  const message = `is "${server}", which is not supported; set ${names} if that is the server (another server needs other settings)`;
  return [{ code: "store-server-unknown", message }];
}

/** The file is on the app's machine, so this cannot check whether it exists. */
function caFileProblems(file: string): Reason[] {
  const unwritable = dotenvValueProblem(file);
  if (unwritable !== undefined) {
    return [{ code: "ca-file-characters", message: `${unwritable}; give the file another path` }];
  }
  if (!file.startsWith("/") || file.endsWith("/")) {
    const message =
      'is not the absolute path of a file; set the path on the machine of the app, such as "/etc/ssl/our-ca.pem"';
    return [{ code: "ca-file-path", message }];
  }
  return [];
}

/** Undefined with an endpoint of another kind too: the remedies of the product would contradict that of the endpoint. */
function productOf(settings: unknown): S3Server | undefined {
  const { server, endpoint } = isMap(settings) ? settings : {};
  if (typeof endpoint === "string" && isOfOtherKind(endpoint)) return undefined;
  return typeof server === "string" ? ownMember(S3_SERVERS, server) : undefined;
}

/**
 * The server's hostname, without scheme and port, because one server usually listens on several ports. Different names or addresses
 * of one server cannot be recognized.
 */
function namespace(settings: unknown): string {
  const { endpoint, region } = isMap(settings) ? settings : {};
  const host = typeof endpoint === "string" ? canonicalHost(endpoint) : "";
  const ofAws = awsHost(host);
  // For any of AWS's hosts, the namespace is that of AWS.
  return ofAws === undefined
    ? `s3 ${host}`
    : partition(ofAws.region ?? (typeof region === "string" ? region : ""));
}

function open(settings: S3StoreSettings): Store {
  const { server, version, endpoint, appEndpoint, region, pathStyle = true, caFile } = settings;
  const [scheme = "", host = ""] = endpoint.split("://");
  const product = productOf(settings);
  if (product === undefined)
    throw new Error(`bug: no store "${server}", although storeProblems found nothing`);
  const ofSettings = [
    ...about("s3.region", regionWarnings(product, region)),
    ...serverVersionWarnings(version, product),
  ];
  return {
    kind: "s3",
    server,
    region,
    // These servers have only one partition, with any region.
    partition: "aws",
    endpoint,
    isPlainHttp: addressesOf(settings).some((url) => url.startsWith("http:")),
    host,
    pathStyle,
    virtualHostOnly: !pathStyle,
    bucketArn: product.can.bucketPolicy ? (bucket) => `arn:aws:s3:::${bucket}` : undefined,
    bucketUrl: (bucket) => (pathStyle ? `${endpoint}/${bucket}` : `${scheme}://${bucket}.${host}`),
    // Spread last: V8 takes 20 times as long to add members to the copy of a large object.
    ...product,
    ...(ofSettings.length > 0 && { warnings: [...(product.warnings ?? []), ...ofSettings] }),
    ...(appEndpoint !== undefined && { appEndpoint }),
    ...(caFile !== undefined && { caFile }),
  };
}

export const s3Definition: StoreDefinition<S3StoreSettings> = {
  inWords: "`s3:` for an S3-compatible server",
  products: Object.values(S3_SERVERS),
  productMember: "server",
  needsEndpoint: true,
  credentials: {
    member: "provider",
    keys: [
      { member: "accessKey", configKey: "AccessKeyId", isSecret: false },
      { member: "secretKey", configKey: "SecretAccessKey", isSecret: true },
    ],
    realm: ({ endpoint }) => endpoint,
  },
  rules: RULES,
  bucketRules: [DOTTED_HOST_RULE],
  recognize: ({ name }) => ({ at: "store.s3.server", is: name }),
  productOf,
  addressing(settings) {
    const isVirtual = isMap(settings) && settings["pathStyle"] === false;
    return { pathStyle: !isVirtual, virtualHostOnly: isVirtual, setting: "s3.pathStyle" };
  },
  namespace,
  placeProblems,
  open,
};
