/** The warnings about a bucket that the library does not create. tests/e2e/existing-bucket.test.ts runs the commands in them. */
import type { AuthentikSettings } from "../../apps/authentik/args";
import { authentikPlan } from "../../apps/authentik/plan";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { openedSupabase } from "../../apps/supabase/opened";
import { supabaseWarnings } from "../../apps/supabase/warnings";
import type { BucketSettings } from "../../storage/args";
import type { StoreSettings } from "../../stores/args";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { messagesOf } from "../validation/of";

const AWS: StoreSettings = { aws: { region: "eu-central-1" } };
const CEPH: StoreSettings = {
  s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" },
};
const CEPH_HTTP: StoreSettings = {
  s3: { server: "ceph", endpoint: "http://10.0.0.9:7480", region: "default", allowHttp: true },
};
const R2: StoreSettings = { r2: { accountId: "0123456789abcdef0123456789abcdef" } };
const OF_AWS = "lifecycle rules, ownership controls, access block and tags";
const OTHER_WAYS = "The library does not see whether R2 publishes the bucket in another way";

type Source = BucketSettings["bucketSource"];
/** Browsers read Mastodon's and authentik's buckets, and only Mastodon's are public. */
const APPS = {
  mastodon: (rest: Partial<MastodonSettings>) => mastodonPlan(mastodon(rest)).facts.warnings,
  authentik: (rest: Partial<AuthentikSettings>) => authentikPlan(authentik(rest)).facts.warnings,
  supabase: (rest: Partial<BucketSettings>) =>
    messagesOf(supabaseWarnings(openedSupabase(backend({}, rest)))),
};
type AppName = keyof typeof APPS;

function warningsOf(app: AppName, bucketSource: Source, store: StoreSettings): string[] {
  const writer = { given: { accessKeyId: "KEY", secretAccessKey: "x" } };
  const source = bucketSource === undefined ? {} : { bucketSource };
  return APPS[app]({ ...source, store, ...(store.s3 && { writer }) });
}
const about = (words: string, app: AppName, source: Source, store: StoreSettings): string =>
  warningsOf(app, source, store)
    .filter((one) => one.includes(words))
    .join();
const adopted = (app: AppName, store: StoreSettings): string => about("is adopted", app, "adopt", store);
const existing = (app: AppName, store: StoreSettings): string => about("must exist", app, "existing", store);

describe("the warning about an adopted bucket", () => {
  it.each<[string, AppName, StoreSettings, string | undefined]>([
    ["AWS", "mastodon", AWS, `bucket policy, CORS rules, ${OF_AWS}`],
    ["AWS, for an app whose browsers never read from it", "supabase", AWS, `bucket policy, ${OF_AWS}`],
    [
      "Ceph, where lifecycle rules are not managed",
      "mastodon",
      CEPH,
      "bucket policy, CORS rules and access block",
    ],
    [
      "Ceph over plain http, where a private bucket needs no policy",
      "authentik",
      CEPH_HTTP,
      "CORS rules and access block",
    ],
    ["R2, which has no bucket policy either", "mastodon", R2, "CORS rules"],
    ["R2, for an app whose browsers never read from it", "supabase", R2, undefined],
  ])("names what is replaced on %s", (_, app, store, replaced) => {
    expect(/replaces its (.*?)\./.exec(adopted(app, store))?.[1]).toBe(replaced);
    expect(adopted(app, store).includes("Save them first")).toBe(replaced !== undefined);
  });

  it("names the bucket's own ACL where it counts", () => {
    const text = mastodonPlan(mastodon({ bucketSource: "adopt", access: "acl" })).facts.warnings.join();
    expect(text).toContain("ownership controls, ACL, access block and tags.");
  });

  it("says where no bucket policy decides who reads that the bucket may be public already", () => {
    expect(adopted("supabase", R2)).toContain(OTHER_WAYS);
    expect(adopted("mastodon", CEPH)).not.toContain("publishes");
  });
});

describe("the warnings about a bucket that is left alone", () => {
  it.each<[string, AppName, StoreSettings, string | undefined]>([
    ["AWS", "mastodon", AWS, "bucket policy and CORS rules"],
    ["AWS, for an app whose browsers never read from it", "supabase", AWS, "bucket policy"],
    ["Ceph", "mastodon", CEPH, "bucket policy and CORS rules"],
    ["Ceph over plain http, where a private bucket needs no policy", "supabase", CEPH_HTTP, undefined],
    ["R2", "authentik", R2, "CORS rules"],
    ["R2, for an app whose browsers never read from it", "supabase", R2, undefined],
  ])("name what is replaced, and deleted at the end, on %s", (_, app, store, replaced) => {
    const text = existing(app, store);
    expect(/replaces its (.*?), and `pulumi destroy` deletes them\./.exec(text)?.[1]).toBe(replaced);
    expect(text.includes("Save them first")).toBe(replaced !== undefined);
    expect(text.includes(OTHER_WAYS)).toBe(store === R2);
  });

  const needed = (app: AppName, store: StoreSettings): string =>
    about("neither sees nor", app, "existing", store);
  const AT_AWS = "--region eu-central-1 --bucket";
  const AT_CEPH = "--endpoint-url https://s3.example.org --region default --bucket";
  const OWNERSHIP = "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerPreferred}]'";
  const block = (acls: boolean, ignore: boolean, policy: boolean, restrict: boolean): string =>
    `--public-access-block-configuration BlockPublicAcls=${acls},IgnorePublicAcls=${ignore},BlockPublicPolicy=${policy},RestrictPublicBuckets=${restrict}`;

  it.each<[string, AppName, StoreSettings, string[], string[]]>([
    [
      "public files on AWS",
      "mastodon",
      AWS,
      [`put-public-access-block ${AT_AWS} social-media ${block(true, true, false, false)}`],
      ["AWS refuses the bucket policy (AccessDenied) or nobody can read the media", "read private files"],
    ],
    [
      "an app on AWS that sends ACLs",
      "authentik",
      AWS,
      [
        `put-bucket-ownership-controls ${AT_AWS} authentik-files ${OWNERSHIP}`,
        `put-public-access-block ${AT_AWS} authentik-files ${block(true, true, true, true)}`,
      ],
      ["AWS refuses uploads (AccessControlListNotSupported)", "read private files"],
    ],
    [
      "private files on AWS",
      "supabase",
      AWS,
      [`put-public-access-block ${AT_AWS} supabase-files ${block(true, true, true, true)}`],
      ["read private files"],
    ],
    [
      "public files on Ceph",
      "mastodon",
      CEPH,
      [`put-public-access-block ${AT_CEPH} social-media ${block(false, true, false, false)}`],
      ["read private files"],
    ],
  ])("print the commands for the settings that the table assumes: %s", (_, app, store, commands, reasons) => {
    const text = needed(app, store);
    expect([...text.matchAll(/^ {4}aws s3api (.*)$/gm)].map(([, command]) => command)).toEqual(commands);
    for (const reason of reasons) expect(text).toContain(reason);
  });

  it("let the ACLs of objects decide where the app sets them, but not the bucket's", () => {
    const text = mastodonPlan(mastodon({ bucketSource: "existing", access: "acl" })).facts.warnings.join(
      "\n",
    );
    expect(text).toContain(`put-bucket-acl ${AT_AWS} social-media --acl private\n`);
    expect(text).toContain(block(false, false, true, true));
    expect(text).toContain(OWNERSHIP);
    expect(text).not.toContain("private files");
  });

  it("print no commands on R2, which has none of these settings", () =>
    expect(needed("mastodon", R2)).toBe(""));

  it.each<[AppName, number]>([
    ["mastodon", 7],
    ["authentik", 7],
    ["supabase", 2],
  ])("say that no rule of the library deletes unfinished uploads of %s", (app, days) => {
    expect(about("does not manage the lifecycle rules", app, "existing", AWS)).toContain(
      `deletes the parts of unfinished uploads after ${days} days`,
    );
    expect(about("does not manage the lifecycle rules", app, "adopt", AWS)).toBe("");
  });
});

it("there are none about a bucket that `pulumi up` creates", () => {
  for (const app of Object.keys(APPS) as AppName[])
    for (const store of [AWS, CEPH, R2]) {
      const text = warningsOf(app, undefined, store).join("\n");
      expect(text).not.toMatch(/is adopted|must exist|neither sees/);
    }
});
