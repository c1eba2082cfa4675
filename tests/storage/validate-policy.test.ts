/** What is wrong with the policies as a whole: what the server takes, and how large they may be. */
import type { KnownStatement } from "../../storage/additional-statements";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { codesOf, type Found } from "../validation/of";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";

const padded = (length: number): KnownStatement => statement({ sid: "a".repeat(length) });
const onAws = (...additionalStatements: KnownStatement[]): Found[] =>
  codesOf(mastodonProblems(mastodon({ additionalStatements }), ""));
const ofCeph = (...additionalStatements: KnownStatement[]): Found[] =>
  codesOf(mastodonProblems(onCeph({ additionalStatements }), ""));

describe("the size of the bucket policy", () => {
  test("on AWS 20 KB are the most, for all statements together", () => {
    expect(onAws(padded(19_000))).toEqual([]);
    expect(onAws(padded(20_480))).toEqual([["additionalStatements", "policy-size"]]);
    const three = ["a", "b", "c"].map((name) => ({ ...padded(0), sid: name.repeat(7_000) }));
    expect(onAws(...three)).toEqual([["additionalStatements", "policy-size"]]);
  });

  test("on Ceph 1 MB is the most", () => {
    const reads = { principals: ["arn:aws:iam:::user/backup"] };
    expect(ofCeph({ ...padded(20_480), ...reads })).toEqual([]);
    expect(ofCeph({ ...padded(1_048_576), ...reads })).toEqual([["additionalStatements", "policy-size"]]);
  });

  test("the remedy works: fewer statements", () => {
    expect(onAws(padded(20_480))).toHaveLength(1);
    expect(onAws()).toEqual([]);
  });
});

describe("statements of the operator's own on Ceph", () => {
  const user = { principals: ["arn:aws:iam:::user/backup"] };
  const first = "additionalStatements[0]";

  test("a user may read", () => {
    expect(ofCeph(statement(user))).toEqual([]);
  });

  test.each<[string, Partial<KnownStatement>, ...Found[]]>([
    [
      "everybody, as Ceph's user of unsigned requests,",
      { principals: ["arn:aws:iam:::user/anonymous"], actions: ["s3:PutObject"] },
      [first, "statement-exposes"],
    ],
    [
      "everybody in another partition",
      { principals: ["arn:aws-cn:iam:::user/anonymous"], actions: ["s3:PutObject"] },
      [`${first}.principals[0]`, "principal-unsupported"],
    ],
    [
      "a service that is denied",
      { effect: "Deny", principals: [user.principals[0]!, "cloudfront.amazonaws.com"] },
      [`${first}.principals[1]`, "principal-unsupported"],
    ],
    [
      "a service for one source",
      {
        principals: ["cloudfront.amazonaws.com"],
        sourceArns: ["arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"],
      },
      [`${first}.principals[0]`, "principal-unsupported"],
      [`${first}.sourceArns[0]`, "condition-unsupported"],
    ],
    ["an account", { principals: ["111111111111"] }, [`${first}.principals[0]`, "principal-unsupported"]],
    [
      "a variable in a resource",
      { ...user, resources: ["arn:aws:s3:::social-media/${aws:username}/*"] },
      [`${first}.resources[0]`, "resource-unsupported"],
    ],
    [
      "an action that Ceph does not know",
      { ...user, actions: ["s3:GetObject", "s3:GetObjectAttributes"] },
      [`${first}.actions[1]`, "action-unknown"],
    ],
  ])("%s is an error", (_, change, ...expected) => {
    expect(ofCeph(statement(change))).toEqual(expected);
  });
});

test("a user without an account is an error on AWS", () => {
  const found = onAws(statement({ principals: ["arn:aws:iam:::user/backup"] }));
  expect(found).toEqual([["additionalStatements[0].principals[0]", "principal-account"]]);
});
