/** What is known of the env files of each app: what is taken out of them, and what does not work with the block. */
import { APP_ENVS } from "../../apps/env-files";
import type { Applied } from "../../apps/env-file";
import { mastodonEnv } from "../../apps/mastodon";
import type { MastodonSettings } from "../../apps/mastodon-settings";
import { envFormats, EnvFormat } from "../../env/formats";
import { entry } from "../env/values";
import cases from "./env-files.cases.json";
import mastodonCases from "./mastodon-env.cases.json";

interface Case {
  app: string;
  format: EnvFormat;
  facts?: Partial<Applied["facts"]>;
  entries?: Record<string, string>;
  before?: Record<string, string>;
  after?: Record<string, string>;
  warnings: string[];
}

test.each((cases as Case[]).map((one) => [one.warnings.join(" ") || "nothing", one] as const))(
  "%s",
  (_, { app, format, facts = {}, entries = {}, before = {}, after = {}, warnings }) => {
    const applied = {
      entries: Object.entries(entries).map(([name, value]) => entry(name, value)),
      facts: facts as Applied["facts"],
      before,
      after,
    };
    expect(APP_ENVS[app]?.files[format]?.warnings(applied)).toEqual(warnings);
  },
);

describe("each app", () => {
  test.each(Object.entries(APP_ENVS))(
    "%s has every form of which files are known, and says how it reads them",
    (_, app) => {
      for (const [format, rules] of Object.entries(app.files)) {
        expect(envFormats(app.deployment)).toContain(format);
        expect(rules.restart.join("\n")).toMatch(/docker compose|systemctl/);
        for (const reason of Object.values(rules.unwanted)) expect(reason).toMatch(/^[A-Z].*\.$/);
      }
    },
  );
});

describe("a variable that some blocks of Mastodon have and others have not", () => {
  const blocks = (mastodonCases as unknown as { settings: MastodonSettings }[]).map(({ settings }) =>
    mastodonEnv<string>(
      settings,
      settings.writer?.role === undefined ? { accessKeyId: "a", secretAccessKey: "b" } : undefined,
    ).map(({ name }) => name),
  );
  const names = new Set(blocks.flat());

  test("is taken out where the block has none, but for further hosts, which do no harm", () => {
    const always = [...names].filter((name) => blocks.every((block) => block.includes(name)));
    const unwanted = Object.keys(APP_ENVS["mastodon"]?.files[EnvFormat.Dotenv]?.unwanted ?? {});
    expect([...names].filter((name) => ![...always, ...unwanted].includes(name))).toEqual([
      "EXTRA_MEDIA_HOSTS",
    ]);
    expect(unwanted.filter((name) => !names.has(name))).toEqual(["S3_CLOUDFRONT_HOST", "AWS_SESSION_TOKEN"]);
  });
});
