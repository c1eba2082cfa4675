/** What is known of the env files of each app: what is taken out of them, and what does not work with the block. */
import { opened } from "../../storage/opened";
import { APP_ENVS } from "../../apps/app-envs";
import type { AppName } from "../../apps/names";
import type { KnownFacts } from "../../storage/env-file";
import { authentikEnv } from "../../apps/authentik/env";
import { AuthentikUsage } from "../../apps/authentik/args";
import { mastodonEnv } from "../../apps/mastodon/env";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { dotenv } from "../../env/formats/dotenv";
import { blockOf } from "../../env/file/edit";
import { edited } from "../env/file/edited";
import { envFormats, EnvFormat } from "../../env/formats";
import { entry } from "../env/values";
import cases from "./app-envs.cases.json";
import mastodonCases from "./mastodon/env.cases.json";

interface Case {
  app: AppName;
  format: EnvFormat;
  facts?: Omit<Partial<KnownFacts>, "app"> & { app?: Partial<KnownFacts["app"]> };
  entries?: Record<string, string>;
  before?: Record<string, string>;
  after?: Record<string, string>;
  warnings: string[];
}

test.each((cases as unknown as Case[]).map((one) => [one.warnings.join(" ") || "nothing", one] as const))(
  "%s",
  (_, { app, format, facts = {}, entries = {}, before = {}, after = {}, warnings }) => {
    const applied = {
      entries: Object.entries(entries).map(([name, value]) => entry(name, value)),
      facts: { ...facts, app: { name: app, ...facts.app } },
      before,
      after,
    };
    expect(APP_ENVS[app].files[format]?.warnings(applied)).toEqual(warnings);
  },
);

describe("each app", () => {
  test.each(Object.entries(APP_ENVS))(
    "%s has every form of which files are known, and says how it reads them",
    (_, app) => {
      for (const [format, rules] of Object.entries(app.files)) {
        expect(envFormats(app.deployment)).toContain(format);
        expect(rules.restart.join("\n")).toMatch(/docker compose|systemctl/);
        for (const reason of Object.values(rules.unwanted({ app: { name: "" } })))
          expect(reason).toMatch(/^([A-Z]|authentik ).*\.$/);
      }
    },
  );
});

describe("a variable that some blocks of Mastodon have and others have not", () => {
  const blocks = (mastodonCases as unknown as { settings: MastodonSettings }[]).map(({ settings }) =>
    mastodonEnv<string>(
      opened(settings),
      settings.writer?.role === undefined ? { accessKeyId: "a", secretAccessKey: "b" } : undefined,
    ).map(({ name }) => name),
  );
  const names = new Set(blocks.flat());

  test("is taken out where the block has none, but for further hosts and tuning, which do no harm", () => {
    const always = [...names].filter((name) => blocks.every((block) => block.includes(name)));
    const unwanted = Object.keys(
      APP_ENVS.mastodon.files[EnvFormat.Dotenv]?.unwanted({ app: { name: "mastodon" } }) ?? {},
    );
    expect([...names].filter((name) => ![...always, ...unwanted].includes(name)).sort()).toEqual([
      "EXTRA_MEDIA_HOSTS",
      "S3_BATCH_DELETE_LIMIT",
      "S3_OPEN_TIMEOUT",
      "S3_READ_TIMEOUT",
      "S3_RETRY_LIMIT",
    ]);
    expect(unwanted.filter((name) => !names.has(name))).toEqual(["S3_CLOUDFRONT_HOST", "AWS_SESSION_TOKEN"]);
  });
});

describe("what is taken out of authentik's file", () => {
  const KEYS = { accessKeyId: "a", secretAccessKey: "b" };
  const SETTINGS = {
    bucket: "auth-media",
    origins: ["https://auth.example"],
    version: "2026.5",
    store: { aws: { region: "eu-central-1" } },
  };
  const rules = APP_ENVS.authentik.files[EnvFormat.Dotenv]!;
  const unwanted = (usages: AuthentikUsage[]): Record<string, string> =>
    rules.unwanted({ app: { name: "authentik", usages } });

  test("for both usages: what the block could have in general, and every setting of one usage, which would win", () => {
    const names = unwanted([AuthentikUsage.Media, AuthentikUsage.Reports]);
    expect(names["AUTHENTIK_STORAGE__S3__ENDPOINT"]).toBe(
      "On AWS the SDK finds its own endpoint, and fails with an empty one.",
    );
    for (const name of ["MEDIA__S3__ENDPOINT", "REPORTS__BACKEND", "MEDIA__S3__SESSION_PROFILE"]) {
      expect(names[`AUTHENTIK_STORAGE__${name}`]).toBe(
        "A setting of one usage overrides the general one, and the block is for all usages.",
      );
    }
    expect(names["AUTHENTIK_STORAGE__MEDIA__S3__SECURITY_TOKEN"]).toMatch(/^It is only for temporary keys/);
    expect(names).toHaveProperty("AWS_REQUEST_CHECKSUM_CALCULATION");
  });

  test.each(Object.values(AuthentikUsage))("for %s alone: only names of it", (usage) => {
    const names = Object.keys(unwanted([usage]));
    expect(names).toContain(`AUTHENTIK_STORAGE__${usage.toUpperCase()}__S3__ENDPOINT`);
    expect(
      names.filter((name) => !name.startsWith(`AUTHENTIK_STORAGE__${usage.toUpperCase()}__S3__`)),
    ).toEqual([]);
  });

  test("two instances, one for each usage, never undo each other in one file", () => {
    const blocks = Object.values(AuthentikUsage).map((usage) => ({
      unwanted: new Set(Object.keys(unwanted([usage]))),
      block: blockOf(
        dotenv(
          usage,
          authentikEnv<string>(
            opened({ ...SETTINGS, usages: [usage] }),
            usage === AuthentikUsage.Media ? KEYS : undefined,
          ),
        ),
      ),
    }));
    const put = (text: string): string =>
      blocks.reduce((file, one) => edited(file, one.block, one.unwanted), text);
    const once = put("A=b\n");
    for (const { block } of blocks)
      for (const { name, written } of block.lines) expect(once).toContain(`\n${name}=${written}\n`);
    expect(once).toContain("# media-storage: Reports stay on the local disk.\n");
    expect(put(once)).toBe(once);
  });

  const names = [
    { aws: { region: "eu-central-1" } },
    { s3: { endpoint: "https://s3.example", server: "ceph" as const, region: "default" } },
  ].flatMap((store) =>
    ["2025.10", "2025.12.4", "2026.5"].flatMap((version) =>
      [KEYS, undefined].flatMap((keys) =>
        authentikEnv<string>(opened({ ...SETTINGS, store, version }), keys).map(({ name }) => name),
      ),
    ),
  );

  test("is every setting that some blocks have and others have not", () => {
    const known = Object.keys({
      ...unwanted([AuthentikUsage.Media]),
      ...unwanted(Object.values(AuthentikUsage)),
    });
    const always = ["BACKEND", "S3__BUCKET_NAME", "S3__REGION"];
    expect([...new Set(names)].filter((name) => !known.includes(name))).toEqual(
      always.map((setting) => `AUTHENTIK_STORAGE__${setting}`),
    );
  });
});
