/**
 * A valid value for each argument that is an object, a list or a map, for the settings of
 * each app, and for instances of the config. Messages show it. The name is the argument's, or the end
 * of its path where one name is that of several arguments. A test proves that each argument has one and that it fits its shape.
 */
import { ownMember } from "./own-member";
import type { PropertyPath } from "./problem";

const AWS = { aws: { region: "eu-central-1" } };
const ARN = "arn:aws:iam::123456789012:user/backup";
const ADDRESS = "203.0.113.7";
const ZONE = { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" };
const MASTODON = { webDomain: "social.example", bucket: "social-example-media", store: AWS };
const TRANSITION = { storageClass: "STANDARD_IA", days: 30 };
const STATEMENT = {
  sid: "Backup",
  effect: "Allow",
  principals: [ARN],
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::social-media/*"],
};
const S3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };

export const EXAMPLES: Readonly<Record<string, unknown>> = {
  store: AWS,
  aws: { region: "eu-central-1" },
  r2: { accountId: "0123456789abcdef0123456789abcdef" },
  s3: S3,
  provider: { accessKey: "...", secretKey: "..." },
  writer: { role: { roleName: "web" } },
  keys: { slots: ["a"] },
  slots: ["a"],
  inactive: ["a"],
  role: { roleName: "web" },
  given: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "..." },
  onlyFrom: { cidrs: [`${ADDRESS}/32`] },
  cidrs: [`${ADDRESS}/32`],
  vpcEndpoints: ["vpce-0123456789abcdef0"],
  data: { versioning: { enabled: true } },
  versioning: { enabled: true },
  lifecycleRules: [{ id: "cheaper", transition: TRANSITION }],
  "lifecycleRules[]": { id: "cheaper", transition: TRANSITION },
  transition: TRANSITION,
  noncurrentTransition: TRANSITION,
  tags: { team: "social" },
  additionalStatements: [STATEMENT],
  "additionalStatements[]": STATEMENT,
  principals: [ARN],
  actions: STATEMENT.actions,
  resources: STATEMENT.resources,
  sourceArns: ["arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"],
  corsOrigins: ["*"],
  mediaHost: { hostname: "files.social.example", external: {} },
  external: {},
  addresses: [ADDRESS],
  purge: {},
  "external.dns": { manual: {}, targets: [ADDRESS] },
  targets: [ADDRESS],
  "cloudFront.dns": {
    cloudflare: { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" },
  },
  cloudflare: { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" },
  hostRecordIds: { "files.social.example": "0123456789abcdef0123456789abcdef" },
  route53: ZONE,
  manual: {},
  cloudFront: { dns: { route53: ZONE } },
  "mediaHost.r2": { zoneId: "0123456789abcdef0123456789abcdef" },
  takeOver: ["files.social.example"],
  logs: { bucket: "social-logs", region: "eu-central-1" },
  hsts: {},
  previousHosts: ["old-files.social.example"],
  cache: { maxAgeSeconds: 3600 },
  legacy: { hostname: "social.example", path: "system" },
  extraMediaHosts: ["https://old-files.social.example"],
  tuning: { retries: 1 },
  origins: ["https://authentik.company"],
  usages: ["media"],
  backend: { bucket: "supabase-files", store: AWS },
  protocolEndpoint: {},
  instances: { social: { mastodon: MASTODON } },
  social: { mastodon: MASTODON },
  mastodon: MASTODON,
  authentik: {
    version: "2026.5.1",
    origins: ["https://authentik.company"],
    bucket: "authentik-company-files",
    store: AWS,
  },
  supabase: { publicUrl: "https://supabase.example", tenantId: "stub", protocolEndpoint: {} },
};

/** The example for the argument at a path, as text that is valid in YAML and in a program; undefined if there is none. */
export function exampleAt(steps: PropertyPath): string | undefined {
  const last = steps.at(-1);
  const before = steps.at(-2);
  if (last === undefined) return undefined;
  const names = typeof last === "number" ? [`${before}[]`] : [`${before}.${last}`, last];
  const value = names.map((name) => ownMember(EXAMPLES, name)).find((one) => one !== undefined);
  if (value === undefined) return undefined;
  const example = flowText(value);
  return typeof last === "number" ? example : `${last}: ${example}`;
}

function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${flowText(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
