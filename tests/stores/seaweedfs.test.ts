/** SeaweedFS, whose users have ARNs of one account. */
import { Output } from "@pulumi/pulumi";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { mastodon } from "../apps/mastodon/fixtures";

const on = (principal: unknown) => ({
  store: { s3: { server: "seaweedfs", endpoint: "https://s3.example.org", region: "us-east-1" } },
  writer: { given: { accessKeyId: "KEY", secretAccessKey: "x", principal } },
});
const USER = "arn:aws:iam::000000000000:user/mastodon";

test("the bucket policy has the rights of the writer, and no condition", () => {
  const { Statement } = mastodonPlan(mastodon(on(USER))).bucket.policy;
  expect(Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition])).toEqual([
    ["PublicRead", { AWS: "*" }, undefined],
    ["WriterObjects", { AWS: USER }, undefined],
    ["WriterBucket", { AWS: USER }, undefined],
  ]);
});

test("a principal that is known later has a stand-in of the same form", () => {
  expect(mastodonProblems(mastodon(on(Output.create(USER))))).toEqual([]);
});

test.each([
  [
    "arn:aws:iam:::user/mastodon",
    'is not the ARN of a user; set one of the form "arn:aws:iam::000000000000:user/<name>"',
  ],
  ["KEY", 'is not the ARN of a user; set one of the form "arn:aws:iam::000000000000:user/<name>"'],
  ["*", 'means everybody; set the ARN of a user, "arn:aws:iam::000000000000:user/<name>"'],
])("the principal %s is an error", (principal, message) => {
  const problems = mastodonProblems(mastodon(on(principal)));
  expect(problems.map(({ path }) => path)).toEqual(["writer.given.principal"]);
  expect(problems[0]?.message).toContain(message);
});
