/** RustFS, whose policies name a user by its access key, and which deletes unfinished uploads itself. */
import { Output } from "@pulumi/pulumi";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { mastodon } from "../apps/mastodon/fixtures";

const on = (principal: unknown) => ({
  store: { s3: { server: "rustfs", endpoint: "https://s3.example.org", region: "us-east-1" } },
  writer: { given: { accessKeyId: "mastodon", secretAccessKey: "x", principal } },
});

test("the bucket policy has the rights of the writer, and no condition", () => {
  const { Statement } = mastodonPlan(mastodon(on("mastodon"))).bucket.policy;
  expect(Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition])).toEqual([
    ["PublicRead", { AWS: "*" }, undefined],
    ["WriterObjects", { AWS: "mastodon" }, undefined],
    ["WriterBucket", { AWS: "mastodon" }, undefined],
  ]);
});

test("a key that is known later has a stand-in that is not an ARN", () => {
  expect(mastodonProblems(mastodon(on(Output.create("mastodon"))))).toEqual([]);
});

test.each([
  ["arn:aws:iam:::user/mastodon", "an ARN, but RustFS names a user by its access key; set the access key"],
  ["*", "means everybody; set the access key of a user"],
  ["masto*", "is not the access key of a user on RustFS; set the access key"],
])("the principal %s is an error", (principal, message) => {
  const problems = mastodonProblems(mastodon(on(principal)));
  expect(problems.map(({ path }) => path)).toEqual(["writer.given.principal"]);
  expect(problems[0]?.message).toContain(message);
});

test("no warning asks to delete unfinished uploads", () => {
  const { warnings } = mastodonPlan(mastodon(on("mastodon"))).facts;
  expect(warnings.filter((warning) => warning.includes("rclone"))).toEqual([]);
});
