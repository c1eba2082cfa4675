/** The components register the children with the names and types in docs/child-resources.md, which must not change. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AuthentikStorage,
  MastodonAccess,
  MastodonStorage,
  SupabaseStorage,
  type AuthentikStorageArgs,
  type SupabaseStorageArgs,
} from "../../components";
import { CEPH, Registered, SOCIAL, SOCIAL_ON_CEPH } from "./registered";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/child-resources.md"), "utf8");

const NAME = "one";
const store = { aws: { region: "eu-central-1" } };
const writer = { role: { roleName: "app" } };
const AUTHENTIK: AuthentikStorageArgs = {
  version: "2026.5.1",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store,
};
const SUPABASE: SupabaseStorageArgs = {
  publicUrl: "https://supabase.example",
  tenantId: "acme",
  protocolEndpoint: {},
};

const ZONE = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const ROUTE53 = { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" };

/** Together they create every kind of child. */
const PROGRAMS: Record<string, () => unknown> = {
  "Mastodon by default": () => new MastodonStorage(NAME, SOCIAL),
  "Mastodon with ACLs, versions and two keys": () =>
    new MastodonStorage(NAME, {
      ...SOCIAL,
      access: MastodonAccess.Acl,
      data: { versioning: { enabled: true } },
      writer: { keys: { slots: ["a", "b"] } },
    }),
  "Mastodon on Ceph": () => new MastodonStorage(NAME, SOCIAL_ON_CEPH),
  "Mastodon behind CloudFront": () =>
    new MastodonStorage(NAME, {
      ...SOCIAL,
      mediaHost: {
        hostname: "files.social.example",
        cloudFront: {
          dns: { manual: {} },
          certificateArn:
            "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
        },
      },
    }),
  ...Object.fromEntries(
    [
      { cloudflare: ZONE, targets: ["203.0.113.7"] },
      { route53: ROUTE53, targets: ["media.cdn.example"] },
    ].map((dns) => [
      `Mastodon behind a proxy with DNS at ${Object.keys(dns).join()}`,
      () =>
        new MastodonStorage(NAME, {
          ...SOCIAL,
          mediaHost: { hostname: "files.social.example", external: { dns, purge: {} } },
        }),
    ]),
  ),
  ...Object.fromEntries(
    [{ cloudflare: ZONE }, { route53: ROUTE53 }].map((dns) => [
      `Mastodon behind CloudFront with DNS at ${Object.keys(dns).join()}`,
      () =>
        new MastodonStorage(NAME, {
          ...SOCIAL,
          mediaHost: { hostname: "files.social.example", cloudFront: { dns } },
        }),
    ]),
  ),
  authentik: () => new AuthentikStorage(NAME, AUTHENTIK),
  "authentik with a role": () => new AuthentikStorage(NAME, { ...AUTHENTIK, writer }),
  ...Object.fromEntries(
    [false, true].map((exposeUserExports) => [
      `Mastodon on R2, ${exposeUserExports ? "with the whole bucket at the host" : "behind a Worker"}`,
      () =>
        new MastodonStorage(NAME, {
          ...SOCIAL,
          store: { r2: { accountId: ZONE.zoneId } },
          mediaHost: { hostname: "files.social.example", r2: { zoneId: ZONE.zoneId } },
          exposeUserExports,
        }),
    ]),
  ),
  "authentik on R2": () =>
    new AuthentikStorage(NAME, { ...AUTHENTIK, store: { r2: { accountId: ZONE.zoneId } } }),
  "Supabase without a bucket": () => new SupabaseStorage(NAME, SUPABASE),
  "Supabase with a bucket": () =>
    new SupabaseStorage(NAME, { ...SUPABASE, backend: { bucket: "supabase-files", store } }),
  "Supabase on Ceph": () =>
    new SupabaseStorage(NAME, {
      ...SUPABASE,
      backend: {
        bucket: "supabase-files",
        store: { s3: CEPH },
        writer: { given: { accessKeyId: "KEY", secretAccessKey: "secret" } },
      },
    }),
};

/** The first two cells of the rows of a table, without their backquotes. */
function rowsBelow(title: string): [string, string][] {
  const section = page.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [first = "", second = ""] = line.split("|").slice(1);
      return [cell(first), cell(second)];
    });
}

const cell = (text: string): string => /^ `([^`]*)`/.exec(text)?.[1] ?? "";

const HOST = "-files.social.example";
const ADDRESS = "-203.0.113.7";
const WHAT = {
  "-purge-a": "-purge-<slot>",
  "-key-a": "-key-<slot>",
  "-key-b": "-key-<slot>",
  "-tenant-acme": "-tenant-<tenantId>",
};
const generic = (name: string): string => {
  const suffix = name.slice(NAME.length).replace(HOST, "-<hostname>").replace(ADDRESS, "-<address>");
  return `<name>${new Map(Object.entries(WHAT)).get(suffix) ?? suffix}`;
};

describe("docs/child-resources.md", () => {
  const all: { component: string; child: string; isChild: boolean }[] = [];
  beforeAll(async () => {
    for (const program of Object.values(PROGRAMS)) {
      const made = await Registered.of(program);
      const { urn, type } = made.get(NAME);
      for (const one of made.all)
        if (one.name !== NAME)
          all.push({
            component: type,
            child: `${generic(one.name)} ${one.type}`,
            isChild: one.parent === urn,
          });
    }
  });

  it("has exactly the children that the components create", () => {
    const children = rowsBelow("Their children").map(([name, type]) => `${name} ${type}`);
    expect(children.sort()).toEqual([...new Set(all.map(({ child }) => child))].sort());
  });

  it("has exactly the types of the components", () => {
    const types = rowsBelow("The components").map(([type]) => type);
    expect(types.sort()).toEqual([...new Set(all.map(({ component }) => component))].sort());
  });

  it("says correctly that the component is the parent of each", () =>
    expect(all.filter(({ isChild }) => !isChild)).toEqual([]));

  it("has every name that the code can give a child", () => {
    const names = rowsBelow("Their children").map(([name]) => name);
    const templates = sources(join(root, "components")).flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/`\$\{name\}(-[^`]*)`/g)].map(([, suffix = ""]) => suffix),
    );
    expect(templates.length).toBeGreaterThan(12);
    const missing = templates.filter((suffix) => {
      const [start = "", ...rest] = suffix.split(/\$\{[^}]*\}/);
      return !names.some((name) =>
        rest.length === 0 ? name === `<name>${start}` : name.startsWith(`<name>${start}`),
      );
    });
    expect(missing).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}
