/** MinIO, whose bucket policies apply only to requests without a signature. */
import { authentikPlan } from "../../apps/authentik/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabasePlan } from "../../apps/supabase/plan";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon, statement } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { codesOf } from "../validation/of";

const given = { accessKeyId: "KEY", secretAccessKey: "x" };
const on = {
  store: { s3: { server: "minio", endpoint: "https://s3.example.org", region: "us-east-1" } },
  writer: { given },
};

test("the policy of a public bucket has one statement, and a private bucket has none", () => {
  expect(mastodonPlan(mastodon(on)).bucket.policy.Statement.map(({ Sid }) => Sid)).toEqual(["PublicRead"]);
  expect(authentikPlan(authentik(on)).bucket.policy.Statement).toEqual([]);
});

test("the rights of the app's key are for the operator to give, and the facts contain them", () => {
  const { facts } = mastodonPlan(mastodon(on));
  expect(facts.warnings).toContainEqual(
    expect.stringMatching(/Grant it `writer\.policy` of the facts yourself\.$/),
  );
  expect(facts.writer.policy).toContain('"arn:aws:s3:::social-media/*"');
});

test("a principal, a limit by address and a statement for a user are errors that say why", () => {
  const problems = mastodonProblems({
    ...mastodon(on),
    writer: { given: { ...given, principal: "arn:aws:iam:::user/mastodon" } },
    additionalStatements: [statement({ principals: ["arn:aws:iam:::user/backup"] })],
  });
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "writer.given.principal: is not supported, because bucket policies on MinIO apply only to requests without a signature; remove it, and give its key the rights on MinIO itself",
    'additionalStatements[0].principals[0]: is "arn:aws:iam:::user/backup", but MinIO evaluates bucket policies only for requests without a signature, so the statement never applies to a user; use "*", or give the user a policy of its own with `mc admin policy`',
  ]);
  const limited = { ...authentik(on), writer: { given, onlyFrom: { cidrs: ["203.0.113.7/32"] } } };
  expect(authentikProblems(limited).map(({ message }) => message)).toEqual([
    "is not supported on MinIO, whose policies do not see the real address of a client; remove it",
  ]);
});

test("a missing writer is asked for as a key, without a principal", () => {
  const [problem] = mastodonProblems(mastodon({ store: on.store }));
  expect(problem?.message).toMatch(/create a key on MinIO yourself .* and set `given` with it$/);
});

test("object ACLs, tags and versions are errors", () => {
  const rest = { access: "acl" as const, tags: { team: "a" }, data: { versioning: { enabled: true } } };
  expect(
    codesOf(mastodonProblems({ ...mastodon(on), ...rest }))
      .map(([path]) => path)
      .sort(),
  ).toEqual(["access", "data.versioning", "tags"]);
});

test("the warning about CORS names the setting of the server, for the apps that need it", () => {
  const said = (warnings: string[]): string[] => warnings.filter((text) => text.includes("CORS"));
  expect(said(authentikPlan(authentik(on)).facts.warnings)).toEqual([
    "The library cannot manage CORS rules on MinIO. MinIO allows every origin for all its buckets, unless MINIO_API_CORS_ALLOW_ORIGIN is set. If it is, add https://authentik.company to it.",
  ]);
  expect(said(supabasePlan(backend({}, on)).facts.warnings)).toEqual([]);
});

test("the server itself ends unfinished uploads", () => {
  expect(mastodonPlan(mastodon(on)).facts.warnings.join()).not.toContain("unfinished uploads");
});
