import { appOfBlock, factsOfBlock, isPlainVariable, isWholeBlock } from "../../apps/printed-block";
import type { AppName } from "../../apps/names";

describe("a printed block", () => {
  test.each([
    ["Media storage of social.example in the bucket media", [], "mastodon"],
    ["Storage of authentik at https://id.example in the bucket media", ["AWS_ACCESS_KEY_ID"], "authentik"],
    ["", ["S3_ENABLED"], "mastodon"],
    ["", ["EXTRA_MEDIA_HOSTS"], "mastodon"],
    ["", ["MASTODON_AWS_ACCESS_KEY_ID"], "mastodon"],
    ["", ["AUTHENTIK_STORAGE__S3__REGION"], "authentik"],
    ["", ["GLOBAL_S3_BUCKET", "REGION"], "supabase"],
    ["", ["S3_PROTOCOL_ACCESS_KEY_ID"], "supabase"],
    ["", ["AWS_ACCESS_KEY_ID"], undefined],
    ["", ["S3_BUCKET", "GLOBAL_S3_BUCKET"], undefined],
    ["", ["constructor", "__proto__"], undefined],
  ] as const)("with the title %j and the variables %j is for %s", (title, names, app) => {
    expect(appOfBlock(title, names)).toBe(app);
  });

  test.each<[AppName, string, boolean]>([
    ["mastodon", "S3_BUCKET", true],
    ["mastodon", "S3_SECRET_TOKEN", false],
    ["mastodon", "AWS_ACCESS_KEY_ID", false],
    ["mastodon", "AWS_SECRET_ACCESS_KEY", false],
    ["mastodon", "SMTP_PASSWORD", false],
    ["authentik", "AUTHENTIK_STORAGE__S3__REGION", true],
    ["authentik", "AUTHENTIK_STORAGE__S3__SECRET_KEY", false],
    ["authentik", "AUTHENTIK_STORAGE__S3__SESSION_TOKEN", false],
    ["authentik", "AUTHENTIK_SECRET_KEY", false],
    ["supabase", "STORAGE_TENANT_ID", true],
    ["supabase", "S3_PROTOCOL_ACCESS_KEY_ID", false],
    ["supabase", "STORAGE_AWS_SECRET_ACCESS_KEY", false],
    ["supabase", "JWT_SECRET", false],
  ])("of %s shows the value of %s: %p", (app, name, isPlain) => {
    expect(isPlainVariable(app, name)).toBe(isPlain);
  });

  test("is whole where it names the bucket", () => {
    expect(isWholeBlock("mastodon", ["S3_ENABLED", "EXTRA_MEDIA_HOSTS"])).toBe(false);
    expect(isWholeBlock("mastodon", ["S3_ENABLED", "S3_BUCKET"])).toBe(true);
    expect(isWholeBlock("authentik", ["AUTHENTIK_STORAGE__MEDIA__S3__BUCKET_NAME"])).toBe(true);
  });

  test("says whose it is, which usages it is for, and whether a role writes", () => {
    const title = "Media storage of social.example in the bucket media";
    expect(factsOfBlock("mastodon", title, new Map([["S3_BUCKET", "media"]]))).toMatchObject({
      app: { name: "mastodon", webDomain: "social.example" },
      store: { kind: "aws" },
      writer: { kind: "role" },
    });
    const values = new Map([
      ["AUTHENTIK_STORAGE__MEDIA__S3__BUCKET_NAME", "media"],
      ["AUTHENTIK_STORAGE__MEDIA__S3__ENDPOINT", "https://s3.example"],
      ["AUTHENTIK_STORAGE__MEDIA__S3__ACCESS_KEY", "a"],
    ]);
    expect(factsOfBlock("authentik", "", values)).toMatchObject({
      app: { name: "authentik", usages: ["media"] },
      store: { kind: "s3" },
      writer: { kind: "given" },
    });
    const both = new Map([["AUTHENTIK_STORAGE__S3__BUCKET_NAME", "media"]]);
    expect(factsOfBlock("authentik", "", both).app.usages).toEqual(["media", "reports"]);
  });
});
