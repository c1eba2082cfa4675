/** The warning about uploads that are never completed. tests/rgw/unfinished-uploads.test.ts runs its command. */
import { messagesOf } from "../validation/of";
import { openedSupabase } from "../../apps/supabase/opened";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { authentikPlan } from "../../apps/authentik/plan";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { supabaseWarnings } from "../../apps/supabase/warnings";
import { authentik, authentikOnCeph } from "../apps/authentik/fixtures";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { backend, backendOnCeph } from "../apps/supabase/fixtures";
import { ofUploads, uploadCommand } from "./upload-warning";

const onCephOf: [string, string[], string, number][] = [
  ["Mastodon", mastodonPlan(onCeph()).facts.warnings, "social-media", 7],
  ["authentik", authentikPlan(authentikOnCeph()).facts.warnings, "authentik-files", 7],
  ["Supabase", messagesOf(supabaseWarnings(openedSupabase(backendOnCeph()))), "supabase-files", 2],
];

test.each(onCephOf)("%s on Ceph: the command has the values of the instance", (_, warnings, bucket, days) => {
  const at = `--endpoint-url https://s3.example.org --region default --bucket ${bucket}`;
  expect(uploadCommand(warnings)).toBe(
    `case "$(aws s3api get-bucket-lifecycle-configuration ${at} --debug 2>&1)" in ` +
      `*"<Code>NoSuchLifecycleConfiguration<"*) aws s3api put-bucket-lifecycle-configuration ${at} ` +
      `--lifecycle-configuration '{"Rules":[{"ID":"abort-incomplete-multipart-uploads","Status":"Enabled","Filter":{"Prefix":""},` +
      `"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":${days}}}]}' ;; ` +
      `*) echo "Not set: the bucket has rules, or the store did not answer." >&2 ;; esac`,
  );
});

test("docs/ceph.md has the same command for its example", () => {
  const page = readFileSync(join(__dirname, "../../docs/ceph.md"), "utf8");
  const { warnings } = mastodonPlan(onCeph({ bucket: "social-example-media" })).facts;
  expect(page).toContain(`\`\`\`sh\n${uploadCommand(warnings)}\n`);
});

test("the warning says whose key to use, what the command does not replace, and what was not tested", () => {
  const [warning] = ofUploads(mastodonPlan(onCeph()).facts.warnings);
  for (const part of ["the key of the bucket's owner", "changes nothing and says so", "docs/ceph.md"]) {
    expect(warning).toContain(part);
  }
  expect(warning).toMatch(/tested only against Ceph 16\.2\.15\.$/);
});

test.each<[string, string[]]>([
  ["Mastodon", mastodonPlan(mastodon()).facts.warnings],
  ["authentik", authentikPlan(authentik()).facts.warnings],
  ["Supabase", messagesOf(supabaseWarnings(openedSupabase(backend())))],
])("%s on AWS has no warning, because the library's own rule deletes them", (_, warnings) =>
  expect(ofUploads(warnings)).toEqual([]),
);

test("the file of your own certificate authority is in both calls, quoted for the shell", () => {
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const caFile = "/etc/our ca/it's.pem";
  const { warnings } = mastodonPlan(onCeph({ store: { s3: { ...s3, caFile } } })).facts;
  expect(uploadCommand(warnings).split("--ca-bundle '/etc/our ca/it'\\''s.pem' --bucket")).toHaveLength(3);
  expect(ofUploads(warnings)[0]).toContain("the authority's certificate in the file that the command names");
});

test("an IPv6 address as endpoint is quoted, because brackets are a pattern of the shell", () => {
  const s3 = { server: "ceph", endpoint: "https://[2001:db8::1]:7480", region: "default" };
  expect(uploadCommand(mastodonPlan(onCeph({ store: { s3 } })).facts.warnings)).toContain(
    "--endpoint-url 'https://[2001:db8::1]:7480' ",
  );
});

test.each<[string | undefined, boolean]>([
  ["1.44.2", true],
  ["v1.64.9", true],
  [undefined, true],
  ["1.65.0", false],
  ["1.70.6", false],
])("Storage %s does not delete aborted uploads itself: %s", (version, is) => {
  const [warning] = ofUploads(
    messagesOf(supabaseWarnings(openedSupabase(backendOnCeph(version === undefined ? {} : { version })))),
  );
  expect(warning?.includes("Storage before 1.65 also leaves")).toBe(is);
});
