/** Valid configs of every app, and copies of them with missing, invalid or unusual members. */
import { inspect } from "node:util";
import type { AppName } from "../../apps/names";
import { isMap } from "../../validation/shape";

export type Settings = Record<string, unknown>;

const COMMON = {
  bucket: "social-media",
  bucketSource: "adopt",
  store: { aws: { region: "eu-central-1" } },
  writer: { keys: { slots: ["a", "b"], current: "a", inactive: ["b"] } },
  data: {
    protect: true,
    retainOnDelete: true,
    versioning: { enabled: true, noncurrentDays: 30 },
    lifecycleRules: [
      {
        id: "own",
        prefix: "cache/",
        transition: { storageClass: "STANDARD_IA", days: 30 },
        noncurrentDays: 7,
      },
    ],
  },
  additionalStatements: [
    {
      sid: "Backup",
      effect: "Allow",
      principals: ["arn:aws:iam::111111111111:user/backup"],
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::social-media/*"],
    },
  ],
  tags: { team: "social" },
};

const ON_CEPH = {
  store: {
    s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default", pathStyle: true },
  },
  writer: { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/media" } },
  data: { protect: true, retainOnDelete: true },
  additionalStatements: undefined,
  tags: undefined,
};

const MASTODON = {
  ...COMMON,
  webDomain: "social.example",
  version: "4.4",
  access: "bucket-policy",
  mediaHost: { hostname: "files.social.example", external: { path: "media" } },
  keyPrefix: "media",
  extraMediaHosts: ["https://old-files.social.example"],
  corsOrigins: ["https://social.example"],
  tuning: { retries: 1, openTimeoutSeconds: 9, readTimeoutSeconds: 9, deleteBatch: 100 },
};

const AUTHENTIK = {
  ...COMMON,
  version: "2026.2",
  origins: ["https://sso.example"],
  usages: ["media", "reports"],
  mediaHost: { hostname: "files.sso.example", external: { signing: "cdn", path: "files" } },
  corsOrigins: ["https://sso.example"],
};

const SUPABASE = {
  publicUrl: "https://supabase.example",
  tenantId: "stub",
  previousTenantId: "old",
  protectTenantId: true,
  version: "1.44.2",
  backend: COMMON,
  protocolEndpoint: { keyRotation: "2026" },
};

/** Valid settings. Together they have every member of each app. */
export const VALID: [AppName, Settings][] = [
  ["mastodon", MASTODON],
  ["mastodon", { ...MASTODON, ...ON_CEPH }],
  ["authentik", AUTHENTIK],
  ["authentik", { ...AUTHENTIK, ...ON_CEPH, version: "2026.5.1" }],
  ["supabase", SUPABASE],
  ["supabase", { ...SUPABASE, backend: { ...COMMON, ...ON_CEPH } }],
].map(([app, settings]) => [app, JSON.parse(JSON.stringify(settings)) as Settings]) as [AppName, Settings][];

/** The settings as args of a component: there the secret of a given key is an argument, while a stack file has it in its own config value. */
export function withSecretKey(settings: unknown): unknown {
  const member = (value: unknown, name: string): unknown => (isMap(value) ? value[name] : undefined);
  const backend = member(settings, "backend");
  const given = member(member(backend ?? settings, "writer"), "given");
  if (!isMap(given)) return settings;
  const path = [...(backend === undefined ? [] : ["backend"]), "writer", "given"];
  return replaced(settings, path, { ...given, secretAccessKey: "canary" });
}

/** The member is deleted instead of replaced. */
export const DELETED = Symbol("deleted");

/** Values that a stack file may contain instead of any valid value. */
export const ODD_VALUES: unknown[] = [
  DELETED,
  null,
  "",
  " ",
  "constructor",
  "__proto__",
  "https://",
  "http://[::1",
  "${aws:username}*?",
  0,
  -1,
  4.1,
  true,
  false,
  [],
  [null],
  [[]],
  [""],
  {},
  { secure: "v1:a:b" },
  { __pulumiOutput: true },
  { then: true },
  JSON.parse('{"__proto__": {"a": 1}, "constructor": null}'),
];

type Path = (string | number)[];

/** The paths of all members and items of a value, at every depth. */
export function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    return [below, ...pathsOf((value as Settings)[key], below)];
  });
}

/** A copy with another value at the path; unchanged if the path does not exist. */
export function replaced(settings: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof settings !== "object" || settings === null || !(key in settings)) return settings;
  const copy: Settings | unknown[] = Array.isArray(settings) ? [...(settings as unknown[])] : { ...settings };
  const inner = replaced((settings as Settings)[key], rest, value);
  if (inner === DELETED && !Array.isArray(copy)) Reflect.deleteProperty(copy, key);
  else (copy as Settings)[key] = inner === DELETED ? undefined : inner;
  return copy;
}

export interface OddConfig {
  app: AppName;
  settings: unknown;
  /** What was replaced, for the message of a test. */
  what: string;
}

/** About `count` of all settings with a pair of members replaced, spread evenly over all pairs. Every run has the same. */
export function* oddConfigs(count: number, values: unknown[] = ODD_VALUES): Generator<OddConfig> {
  const pairs = VALID.flatMap(([app, settings]) => {
    const paths = pathsOf(settings);
    return paths.flatMap((one, i) => paths.slice(i).map((other) => ({ app, settings, one, other })));
  });
  const total = pairs.length * values.length ** 2;
  // A prime, so that each pair of values is used with different pairs of members.
  const step = Math.max(1, Math.floor(total / count)) | 1;
  for (let n = 0; n < total; n += step) {
    const pair = pairs[n % pairs.length];
    if (pair === undefined) return;
    const chosen = Math.floor(n / pairs.length);
    const [first, second] = [values[chosen % values.length], values[Math.floor(chosen / values.length)]];
    const { app, settings, one, other } = pair;
    yield {
      app,
      settings: replaced(replaced(settings, one, first), other, second),
      what: `${app}: ${one.join(".")} = ${show(first)}, ${other.join(".")} = ${show(second)}`,
    };
  }
}

const show = (value: unknown): string => inspect(value, { breakLength: Infinity });
