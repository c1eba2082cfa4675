/** The variables of Supabase Storage, the lines of `.env` and the overlay, case by case (env.cases.json). */
import { openedSupabase } from "../../../apps/supabase/opened";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { parse as parseYaml } from "yaml";
import { supabaseEnv } from "../../../apps/supabase/env";
import { supabaseDotenv, supabaseOverlay, supabaseTitle } from "../../../apps/supabase/overlay";
import { supabaseProblems } from "../../../apps/supabase/validate";
import type { SupabaseSettings } from "../../../apps/supabase/args";
import { SINCE } from "../../../apps/supabase/versions";
import type { EnvEntry } from "../../../env/entry";
import { versionHas } from "../../../validation/version";
import { readOverlay } from "../../env/formats/compose-reader";
import { backend, endpointOnly } from "./fixtures";
import cases from "./env.cases.json";

interface Case {
  name: string;
  settings: SupabaseSettings;
  /** As the container sees them. */
  variables: string[];
  /** Without the comments. */
  dotenv: string[];
  /** What stands behind each name, with `${NAME}` in short. */
  overlay: Record<string, string>;
  why: string;
}
const table = cases as unknown as Case[];

const SECRETS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "S3_PROTOCOL_ACCESS_KEY_ID",
  "S3_PROTOCOL_ACCESS_KEY_SECRET",
];

/** The block as the component makes it: keys of its own, the operator's or none. */
function block(settings: SupabaseSettings): EnvEntry[] {
  const { accessKeyId = "<id>", secretAccessKey = "<secret>" } = settings.backend?.writer?.given ?? {};
  const hasKey = settings.backend !== undefined && settings.backend.writer?.role === undefined;
  return supabaseEnv<string>(openedSupabase(settings), {
    writer: hasKey
      ? ({ accessKeyId, secretAccessKey } as Record<"accessKeyId" | "secretAccessKey", string>)
      : undefined,
    protocol:
      settings.protocolEndpoint !== undefined
        ? { accessKeyId: "<protocol id>", secretAccessKey: "<protocol secret>" }
        : undefined,
  });
}

test("the names of the cases are unique, and each has a reason", () => {
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  expect(table.filter(({ why }) => why === "")).toEqual([]);
});

describe.each(table)("$name", ({ settings, variables, dotenv, overlay }) => {
  const entries = block(settings);
  const envFile = supabaseDotenv("title", entries);
  const overlayText = supabaseOverlay(openedSupabase(settings));

  test("is legal, and these are its variables", () => {
    expect(supabaseProblems(settings)).toEqual([]);
    expect(entries.map(({ name, value }) => `${name}=${value}`)).toEqual(variables);
  });

  test("has these lines in .env, and this overlay", () => {
    expect(envFile.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual(dotenv);
    const { services } = parseYaml(overlayText) as { services: { storage: { environment: object } } };
    expect(Object.keys(services)).toEqual(["storage"]);
    const short = Object.entries(services.storage.environment).map(([name, value]) => [
      name,
      (value as string).replace(/:\?[^}]*}/, "}"),
    ]);
    expect(Object.fromEntries(short)).toEqual(overlay);
  });

  test("comes to the container as it is, through both", () => {
    const { storage } = readOverlay(overlayText, parseDotenv(envFile));
    expect(Object.entries(storage ?? {}).map(([name, value]) => `${name}=${value}`)).toEqual(variables);
  });

  test("has nothing that Storage would take the wrong way", () => {
    const names = entries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(entries.filter(({ value }) => value === "")).toEqual([]);
    expect(names.filter((name) => /^STORAGE_S3_|^GLOBAL_S3_PROTOCOL$|^PROJECT_REF$/.test(name))).toEqual([]);
    // On AWS an endpoint would take the place of the SDK's own, and the pair turns protection off; elsewhere all must be there.
    const elsewhere = [
      "GLOBAL_S3_ENDPOINT",
      "GLOBAL_S3_FORCE_PATH_STYLE",
      "AWS_REQUEST_CHECKSUM_CALCULATION",
      "AWS_RESPONSE_CHECKSUM_VALIDATION",
    ];
    expect(names.filter((name) => elsewhere.includes(name))).toEqual(
      settings.backend?.store.s3 ? elsewhere : [],
    );
    expect(names.includes("STORAGE_BACKEND")).toBe(settings.backend !== undefined);
    expect(names.includes("REGION")).toBe(settings.backend !== undefined);
    expect(variables).not.toContain("REGION=stub");
  });

  test("marks the keys as secrets, and nothing else, and shows none in the overlay", () => {
    const secrets = entries.filter(({ secret }) => secret);
    expect(secrets.map(({ name }) => name)).toEqual(SECRETS.filter((name) => name in overlay));
    for (const { value } of secrets) expect(overlayText).not.toContain(value);
    expect(entries.filter(({ comment }) => /[\r\n]/.test(comment))).toEqual([]);
  });
});

const goldens = join(__dirname, "overlays");
test.each(readdirSync(goldens))("the overlay %s, as it is written", (file) => {
  const { settings } = table.find(({ name }) => `${name.replaceAll(" ", "-")}.yml` === file)!;
  expect(supabaseOverlay(openedSupabase(settings))).toBe(readFileSync(join(goldens, file), "utf8"));
});

test("the first line says of what the block is", () => {
  expect([backend(), backend({}, { writer: { role: {} } }), endpointOnly()].map(supabaseTitle)).toEqual([
    "Supabase Storage at https://supabase.example in the bucket supabase-files",
    "Supabase Storage at https://supabase.example in the bucket supabase-files; the SDK takes its credentials from the role",
    "S3 protocol endpoint of Supabase Storage at https://supabase.example",
  ]);
});

test("values may be what only the cloud knows", () => {
  const protocol = { accessKeyId: { output: 1 }, secretAccessKey: { output: 2 } };
  const lines = supabaseEnv<{ output: number }>(openedSupabase(endpointOnly()), { protocol });
  expect(lines.slice(-2).map(({ value }) => value)).toEqual([{ output: 1 }, { output: 2 }]);
});

test("a value that no env file can carry is refused, and not shown", () => {
  const protocol = { accessKeyId: "id", secretAccessKey: "it's" };
  expect(() =>
    supabaseDotenv("t", supabaseEnv<string>(openedSupabase(endpointOnly()), { protocol })),
  ).toThrow(
    "The value of S3_PROTOCOL_ACCESS_KEY_SECRET contains a single quote, which programs that read env files interpret differently; use another one.",
  );
});

test.each([
  [
    "TUS_ALLOW_S3_TAGS",
    "false",
    "The store does not support tags, so resumable uploads would fail with them.",
  ],
  [
    "TUS_PART_SIZE",
    "5",
    "The store needs parts of one size, and with larger ones an interrupted resumable upload could not be completed.",
  ],
])("only a store that needs it gets %s", (name, value, comment) => {
  const store = { r2: { accountId: "0123456789abcdef0123456789abcdef" } };
  const onR2 = block(backend({}, { store })).find((entry) => entry.name === name);
  expect(onR2).toEqual({ name, value, secret: false, comment });
  expect(block(backend()).map((entry) => entry.name)).not.toContain(name);
});

test.each<[keyof typeof SINCE, string | undefined, boolean]>([
  ["protocolEndpoint", "0.51.0", false],
  ["protocolEndpoint", "v1.0.0", true],
  ["protocolEnabled", "1.13.9", false],
  ["protocolEnabled", "1.14.0", true],
  ["tusAllowS3Tags", "1.14.5", false],
  ["tusAllowS3Tags", "1.14.6", true],
  ["tusPartSize", "0.48.1", false],
  ["tusPartSize", "0.48.2", true],
  ["abortsUploads", "1.64.9", false],
  ["abortsUploads", "1.65.0", true],
  ["signedForPublicUrl", "1.45.1", false],
  ["signedForPublicUrl", "1.45.2", true],
  ["signedForPublicUrl", undefined, true],
])("%s in %s: %s", (setting, version, is) => expect(versionHas(version, SINCE[setting])).toBe(is));
