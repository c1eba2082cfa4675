/** The operator's statements that would lock out the app or every later deployment. */
import { mastodonProblems } from "../../apps/mastodon/validate";
import type { MastodonSettings } from "../../apps/mastodon/args";
import type { KnownStatement } from "../../storage/additional-statements";
import { loose, statement } from "../apps/mastodon/fixtures";

const bucket = "arn:aws:s3:::social-media";
const user = "arn:aws:iam::222222222222:user/social-media-writer";
const given = (principal?: string): Partial<MastodonSettings> => ({
  writer: { given: { accessKeyId: "AKIA", secretAccessKey: "x", ...(principal && { principal }) } },
});
const problems = (deny: Partial<KnownStatement>, settings: Partial<MastodonSettings> = {}) =>
  mastodonProblems(
    loose({ ...settings, additionalStatements: [statement({ sid: "No", effect: "Deny", ...deny })] }),
  );
const all = { actions: ["s3:*"], resources: [bucket, `${bucket}/*`] };
const everyone = { ...all, principals: ["*"] };

test.each<[string, Partial<KnownStatement>, Partial<MastodonSettings>?]>([
  ["another user", { ...all, principals: ["arn:aws:iam::222222222222:user/social-media-writer-2"] }],
  ["another account", { ...all, principals: ["222222222222"] }],
  ["a service", { ...all, principals: ["logging.s3.amazonaws.com"] }],
  ["everyone, for actions that the app does not use", { principals: ["*"], actions: ["s3:PutObjectAcl"] }],
  ["everyone, for keys that the app does not use", { ...everyone, resources: [`${bucket}/old/*`] }],
  ["a takedown", { principals: ["*"], resources: [`${bucket}/media_attachments/files/1/*`] }],
  ["a user that is not the writer", { ...all, principals: [user] }, { writer: { role: { roleName: "r" } } }],
  [
    "another role",
    { ...all, principals: ["arn:aws:iam::222222222222:role/web2"] },
    { writer: { role: { roleName: "web" } } },
  ],
  ["a user, when the owner of the given key is unknown", { ...all, principals: [user] }, given()],
  [
    "an account, when the owner of the role is unknown",
    { ...all, principals: [user] },
    { writer: { role: { roleName: Promise.resolve("r") } } },
  ],
])("a Deny of %s is valid", (_, deny, settings = {}) => expect(problems(deny, settings)).toEqual([]));

const what =
  "which the app needs; list in principals only those who must be denied, or remove the action or the resource";
const writer = (actions: string) => `statement "No" denies the writer ${actions}, ${what}`;
const policy = (actions: string) =>
  `statement "No" denies everyone ${actions}, so only the root user of the account could change the policy; list in principals only those who must be denied, or remove the action or the bucket from the statement`;
const changes = "s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload";
const objects = `s3:GetObject, ${changes}`;
const both = "s3:PutBucketPolicy, s3:DeleteBucketPolicy";

test.each<[string, Partial<KnownStatement>, string[], Partial<MastodonSettings>?]>([
  ["everything for everyone", everyone, [writer(`${objects}, s3:ListBucket`), policy(both)]],
  [
    "one action for everyone",
    { principals: ["*"], actions: ["s3:PutBucketPolicy"], resources: [bucket] },
    [policy("s3:PutBucketPolicy")],
  ],
  [
    "the same action in capitals, with a wildcard",
    { principals: ["*"], actions: ["S3:deletebucketpol?cy"], resources: [bucket] },
    [policy("s3:DeleteBucketPolicy")],
  ],
  [
    "reading private files",
    { principals: ["*"], resources: [`${bucket}/backups/*`] },
    [writer("s3:GetObject")],
  ],
  ["reading public files", { principals: ["*"], resources: [`${bucket}/cache/*`] }, [writer("s3:GetObject")]],
  [
    "deleting a few files",
    { principals: ["*"], actions: ["s3:DeleteObject"], resources: [`${bucket}/accounts/avatars/*`] },
    [writer("s3:DeleteObject")],
  ],
  [
    "deleting by the end of the key",
    { principals: ["*"], actions: ["s3:DeleteObject"], resources: [`${bucket}/*.svg`] },
    [writer("s3:DeleteObject")],
  ],
  ["listing", { principals: ["*"], actions: ["s3:List*"], resources: [bucket] }, [writer("s3:ListBucket")]],
  ["the writer's own user", { principals: [user], actions: ["s3:PutObject"] }, [writer("s3:PutObject")]],
  [
    "the ACLs",
    { principals: ["*"], actions: ["s3:PutObjectAcl"] },
    [writer("s3:PutObjectAcl")],
    { access: "acl" },
  ],
  [
    "the writer's role, in a path",
    { principals: ["arn:aws:iam::222222222222:role/app/we.b"] },
    [writer("s3:GetObject")],
    { writer: { role: { roleName: "we.b" } } },
  ],
  [
    "the user of a given key",
    { principals: ["arn:aws:iam::222222222222:user/mine"] },
    [writer("s3:GetObject")],
    given("arn:aws:iam::222222222222:user/mine"),
  ],
  [
    "the account of a given key",
    { principals: ["222222222222"] },
    [writer("s3:GetObject")],
    given("arn:aws:iam::222222222222:user/mine"),
  ],
  [
    "below the key prefix",
    { principals: ["*"], resources: [`${bucket}/p/*`] },
    [writer("s3:GetObject")],
    { keyPrefix: "p" },
  ],
])("a Deny of %s is an error", (_, deny, messages, settings = {}) => {
  expect(problems({ resources: [`${bucket}/*`], ...deny }, settings)).toEqual(
    messages.map((message) => ({ code: "statement-locks-out", path: "additionalStatements[0]", message })),
  );
});

test("in another partition", () => {
  const settings = loose({
    store: { aws: { region: "cn-north-1" } },
    additionalStatements: [
      statement({
        sid: "No",
        effect: "Deny",
        principals: ["arn:aws-cn:iam::222222222222:user/social-media-writer"],
        resources: ["arn:aws-cn:s3:::social-media/*"],
      }),
    ],
  });
  expect(mastodonProblems(settings).map(({ message }) => message)).toEqual([writer("s3:GetObject")]);
});
