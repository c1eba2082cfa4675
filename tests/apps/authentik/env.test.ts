/**
 * The env block, case by case (env.cases.json; G1 to G2c are the generations of storage: up to 2025.10, 2025.12.0
 * and .1, up to 2026.2, from 2026.5 on), and what is never in one.
 */
import { opened } from "../../../storage/opened";
import { parse } from "dotenv";
import { authentikEnv } from "../../../apps/authentik/env";
import { generationOf } from "../../../apps/authentik/versions";
import { authentikProblems } from "../../../apps/authentik/validate";
import type { AuthentikSettings } from "../../../apps/authentik/args";
import { dotenv } from "../../../env/formats/dotenv";
import type { EnvEntry } from "../../../env/entry";
import { authentik, authentikOnCeph } from "./fixtures";
import cases from "./env.cases.json";

interface Case {
  name: string;
  on: "aws" | "ceph";
  /** What is said beside the bucket `authentik-files` there. */
  rest: Partial<AuthentikSettings>;
  expected: string[];
  /** With the rule or section of the facts that it comes from. */
  why: string;
}
const table = (cases as unknown as Case[]).map((one) => ({ ...one, settings: settingsOf(one) }));

function settingsOf({ on, rest }: Case): AuthentikSettings {
  return on === "aws" ? authentik(rest) : authentikOnCeph(rest);
}

/** The block as the component makes it: keys of its own, the operator's or none. */
function block(settings: AuthentikSettings): EnvEntry[] {
  if (settings.writer?.role !== undefined) return authentikEnv<string>(opened(settings));
  const { accessKeyId = "<id>", secretAccessKey = "<secret>", sessionToken } = settings.writer?.given ?? {};
  return authentikEnv<string>(opened(settings), {
    accessKeyId: accessKeyId as string,
    secretAccessKey: secretAccessKey as string,
    ...(sessionToken !== undefined && { sessionToken: sessionToken as string }),
  });
}

const written = (entries: EnvEntry[]): string[] => entries.map(({ name, value }) => `${name}=${value}`);

/** A kind of credentials, with its lines without what stands before them in all names of the block. */
interface Credentials {
  kind: string;
  needsIam?: true;
  rest: Partial<AuthentikSettings>;
  lines: (isUpTo2025_10: boolean) => string[];
}
const given = (accessKeyId: string, secretAccessKey: string, token: { sessionToken?: string } = {}) => ({
  writer: { given: { accessKeyId, secretAccessKey, ...token } },
});
const CREDENTIALS: Credentials[] = [
  // No keys in the block: boto3 looks for those of the role.
  { kind: "a role", needsIam: true, rest: { writer: { role: {} } }, lines: () => [] },
  {
    kind: "a role by a profile",
    needsIam: true,
    rest: { writer: { role: { profile: "sso" } } },
    lines: () => ["SESSION_PROFILE=sso"],
  },
  {
    kind: "a role by a profile of digits",
    needsIam: true,
    rest: { writer: { role: { profile: "42" } } },
    lines: () => ['SESSION_PROFILE="42"'],
  },
  { kind: "a given key", rest: given("AK", "SK/+="), lines: () => ["ACCESS_KEY=AK", "SECRET_KEY=SK/+="] },
  {
    kind: "a given key of digits",
    rest: given("12345", "1e5"),
    lines: () => ['ACCESS_KEY="12345"', 'SECRET_KEY="1e5"'],
  },
  {
    kind: "a temporary key",
    rest: given("ASIA", "SK", { sessionToken: "FwoG/+=" }),
    lines: (isUpTo2025_10) => [
      "ACCESS_KEY=ASIA",
      "SECRET_KEY=SK",
      // Rule 16: the documented SECURITY_TOKEN is dead from 2025.12 on.
      isUpTo2025_10 ? "SECURITY_TOKEN=FwoG/+=" : "SESSION_TOKEN=FwoG/+=",
    ],
  },
];

test("the names of the cases are unique, and each has a reason", () => {
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  expect(table.filter(({ why }) => why === "")).toEqual([]);
});

describe.each(table)("$name", ({ settings, expected }) => {
  const entries = block(settings);

  test("is legal, and is this block", () => {
    expect(authentikProblems(settings)).toEqual([]);
    expect(written(entries)).toEqual(expected);
  });

  test("has nothing that authentik would take the wrong way", () => {
    const names = entries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // Global names are unknown before 2025.12, where every file would silently stay on the local disk.
    const isGlobal = names.some((name) => /^AUTHENTIK_STORAGE__(BACKEND|S3)/.test(name));
    expect(isGlobal && !generationOf(settings.version).reports).toBe(false);
    for (const { name, value } of entries) {
      // An empty endpoint, region or profile crashes boto3; the others are of a pull request that was never merged.
      expect([name, value]).not.toEqual([name, ""]);
      expect(name).not.toMatch(/QUERYSTRING_AUTH|OBJECT_ACL|CLOUDFRONT|USE_SSL|SIGNATURE_VERSION/);
      if (name.endsWith("CUSTOM_DOMAIN")) expect(value).not.toMatch(/:\/\/|\/$/);
      if (name.endsWith("S3__ENDPOINT")) expect(value).toMatch(/^https?:\/\/[^/]+$/);
    }
    // No line for reports names a CDN.
    if (settings.mediaHost?.external?.signing === "cdn") {
      const cdn = entries.filter(({ value }) => value.startsWith(settings.mediaHost?.hostname ?? ""));
      expect(cdn.map(({ name }) => name)).toEqual(["AUTHENTIK_STORAGE__MEDIA__S3__CUSTOM_DOMAIN"]);
    }
  });

  test("marks the keys as secrets, and nothing else; comments are one line, and values come back as they are", () => {
    const secrets = entries.filter(({ secret }) => secret).map(({ name }) => name.replace(/^.*__/, ""));
    expect(secrets).toEqual(["ACCESS_KEY", "SECRET_KEY"]);
    expect(entries.filter(({ comment }) => /[\r\n]/.test(comment))).toEqual([]);
    expect(parse(dotenv("title", entries))).toEqual(
      Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    );
  });

  // Whose the credentials are changes their lines alone, so each case stands for all of them.
  test.each(CREDENTIALS.filter(({ needsIam }) => !needsIam || settings.store.aws !== undefined))(
    "with $kind",
    ({ rest, lines }) => {
      const other = { ...settings, ...rest };
      const writer = other.writer?.role ? { role: { roleName: "sso" } } : other.writer;
      expect(authentikProblems({ ...other, writer })).toEqual([]);
      const at = expected.findIndex((line) => line.includes("__ACCESS_KEY="));
      const scope = expected[at]?.replace(/ACCESS_KEY=.*$/, "") ?? "";
      const theirs = lines(!generationOf(settings.version).reports).map((line) => scope + line);
      expect(written(block(other))).toEqual([...expected.slice(0, at), ...theirs, ...expected.slice(at + 2)]);
    },
  );
});

test("values may be what only the cloud knows", () => {
  const lines = authentikEnv<{ output: number }>(opened(authentik()), {
    accessKeyId: { output: 1 },
    secretAccessKey: { output: 2 },
    sessionToken: { output: 3 },
  });
  expect(lines.slice(-3)).toEqual([
    { name: "AUTHENTIK_STORAGE__S3__ACCESS_KEY", value: { output: 1 }, secret: true, comment: "" },
    { name: "AUTHENTIK_STORAGE__S3__SECRET_KEY", value: { output: 2 }, secret: true, comment: "" },
    { name: "AUTHENTIK_STORAGE__S3__SESSION_TOKEN", value: { output: 3 }, secret: true, comment: "" },
  ]);
});

test("the surprising lines say why", () => {
  const said = (settings: AuthentikSettings) =>
    block(settings)
      .filter(({ comment }) => comment !== "")
      .map(({ name, comment }) => [name.replace(/^AUTHENTIK_STORAGE__/, ""), comment]);
  const region = "Otherwise URLs have S3's global host, with a signature for the region's host.";
  expect(said(authentik())).toEqual([]);
  expect(said(authentik({ version: "2026.2" }))).toEqual([["S3__ADDRESSING_STYLE", region]]);
  expect(said(authentik({ version: "2025.10" }))).toEqual([["MEDIA__S3__ENDPOINT", region]]);
  expect(said(authentik({ usages: ["media"] }))).toEqual([
    ["MEDIA__BACKEND", "Reports stay on the local disk."],
  ]);
  expect(said(authentik({ usages: ["reports"] }))).toEqual([
    ["REPORTS__BACKEND", "Media stay on the local disk."],
  ]);
  const cdn = {
    mediaHost: { hostname: "cdn.example.com", external: { signing: "cdn" } },
  } as const;
  expect(said(authentik(cdn))).toEqual([
    ["MEDIA__S3__CUSTOM_DOMAIN", "Only for media: behind a CDN everyone who has the URL can read the file."],
  ]);
  expect(said(authentikOnCeph())).toEqual([
    ["S3__ENDPOINT", "Without the bucket."],
    ["AWS_REQUEST_CHECKSUM_CALCULATION", "By default boto3 sends checksums that Ceph may refuse."],
  ]);
});

// The settings of a generation are looked up by these names (authentik/lib/default.yml); all others are ignored silently.
test("every name is one that the generation reads", () => {
  const ofFiles =
    /^AUTHENTIK_STORAGE__(MEDIA__|REPORTS__|)(BACKEND|S3__(BUCKET_NAME|REGION|ENDPOINT|ADDRESSING_STYLE|ACCESS_KEY|SECRET_KEY|SESSION_TOKEN|SESSION_PROFILE|CUSTOM_DOMAIN|SECURE_URLS))$/;
  const upTo2025_10 =
    /^AUTHENTIK_STORAGE__MEDIA__(BACKEND|S3__(BUCKET_NAME|REGION|ENDPOINT|ACCESS_KEY|SECRET_KEY|SECURITY_TOKEN|SESSION_PROFILE|CUSTOM_DOMAIN|SECURE_URLS))$/;
  for (const { settings } of table) {
    const names = CREDENTIALS.flatMap(({ rest }) => block({ ...settings, ...rest })).map(({ name }) => name);
    const known = generationOf(settings.version).reports ? ofFiles : upTo2025_10;
    expect(names.filter((name) => !name.startsWith("AWS_") && !known.test(name))).toEqual([]);
  }
});
