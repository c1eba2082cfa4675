/** versitygw, whose policies name a user by its access key. */
import { Output } from "@pulumi/pulumi";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { mastodon } from "../apps/mastodon/fixtures";

const on = (principal: unknown) => ({
  store: { s3: { server: "versitygw", endpoint: "https://s3.example.org", region: "us-east-1" } },
  writer: { given: { accessKeyId: "mastodon", secretAccessKey: "x", principal } },
});

test("the bucket policy has the rights of the writer, with the right to delete on the bucket too, and no condition", () => {
  const { Statement } = mastodonPlan(mastodon(on("mastodon"))).bucket.policy;
  expect(Statement.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
    ["PublicRead", { AWS: "*" }],
    ["WriterObjects", { AWS: "mastodon" }],
    ["WriterDeletes", { AWS: "mastodon" }],
    ["WriterBucket", { AWS: "mastodon" }],
  ]);
  expect(Statement.filter(({ Condition }) => Condition !== undefined)).toEqual([]);
});

test("a key that is known later has a stand-in that is no ARN", () => {
  expect(mastodonProblems(mastodon(on(Output.create("mastodon"))))).toEqual([]);
});

test.each([
  ["arn:aws:iam:::user/mastodon", "an ARN, but versitygw names a user by its access key; set the access key"],
  ["*", "means everybody; set the access key of a user"],
  ["masto*", "is not the access key of a user on versitygw; set the access key"],
  ["111111111111", "is not the access key of a user on versitygw; set the access key"],
])("the principal %s is an error", (principal, message) => {
  const problems = mastodonProblems(mastodon(on(principal)));
  expect(problems.map(({ path }) => path)).toEqual(["writer.given.principal"]);
  expect(problems[0]?.message).toContain(message);
});

test("a warning has the command that deletes unfinished uploads", () => {
  expect(mastodonPlan(mastodon(on("mastodon"))).facts.warnings.join("\n")).toContain(
    `\n    env -u AWS_CA_BUNDLE rclone \${AWS_CA_BUNDLE:+--ca-cert "$AWS_CA_BUNDLE"} backend cleanup ':s3,provider=Other,env_auth=true,endpoint="https://s3.example.org",region=us-east-1:social-media' -o max-age=7d`,
  );
});
