/** Principals, source ARNs and tags that are outputs: their values pass the same checks. */
import { Output, output, secret } from "@pulumi/pulumi";
import { Distribution } from "@pulumi/aws/cloudfront/distribution";
import { Role } from "@pulumi/aws/iam/role";
import type { PolicyDocument } from "../../access/policy";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { AS_ENGINE, written } from "../../cli/offline/values";
import { modelOf } from "../../cli/preview/model-of";
import { MastodonStorage, type StatementArgs } from "../../components";
import { checkedInput, checkedTags, lateCheck, policyText } from "../../components/late-values";
import { withoutSecrets } from "../../validation/without-secrets";
import { codesOf } from "../validation/of";
import { Registered, SOCIAL } from "./registered";

const READER = "arn:aws:iam::123456789012:role/reader";
const DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";

function reading(principals: unknown[], rest: object = {}): StatementArgs {
  return {
    sid: "Mine",
    effect: "Allow",
    principals: principals as string[],
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::social-media/backups/*"],
    ...rest,
  };
}

const fromCloudFront = (sourceArns: unknown[]): StatementArgs =>
  reading(["cloudfront.amazonaws.com"], { sourceArns });

/** Ways to pass a value that is known later. */
const LATE: [string, (value: unknown) => unknown][] = [
  ["an output", (value) => output(value)],
  ["a promise", (value) => Promise.resolve(value)],
  ["an output of a promise", (value) => output(Promise.resolve(value))],
  ["a secret", (value) => secret(value)],
];

/** The arguments with a value in one place that is known later. */
const AT: Record<string, (value: unknown) => object> = {
  "additionalStatements[0].principals[0]": (value) => ({ additionalStatements: [reading([value])] }),
  "additionalStatements[0].principals[1]": (value) => ({ additionalStatements: [reading([READER, value])] }),
  "additionalStatements[0].sourceArns[0]": (value) => ({ additionalStatements: [fromCloudFront([value])] }),
  "writer.given.principal": (value) => ({
    writer: { given: { accessKeyId: "AKIAGIVEN", secretAccessKey: "given", principal: value } },
  }),
  "tags.team": (value) => ({ tags: { team: value } }),
};

/** The policy that is registered. */
function policyOf(registered: Registered): PolicyDocument {
  const { policy } = registered.get("social-policy").inputs;
  const text = typeof policy === "string" ? policy : (policy as { value: string }).value;
  return JSON.parse(text) as PolicyDocument;
}

const made = (args: object): Promise<Registered> => Registered.storage(args);

/** The parts of an output, which the SDK has no types for. All fail together, and one that nobody waits for ends the process. */
interface Parts {
  promise(): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources(): Promise<unknown>;
}

/** The message of the error that an output rejects with; "" if it resolves. */
async function failure(value: unknown): Promise<string> {
  if (!Output.isInstance(value)) return "";
  const parts = value as unknown as Parts;
  const ends = await Promise.allSettled([
    parts.promise(),
    parts.isKnown,
    parts.isSecret,
    parts.allResources(),
  ]);
  return ends.map((end) => (end.status === "rejected" ? (end.reason as Error).message : "")).at(0) ?? "";
}

/** The errors of the policy and the tags. */
async function failures(args: object): Promise<string> {
  const settings = { ...SOCIAL, ...args };
  const check = lateCheck("MastodonStorage", "social", (known) => mastodonProblems(known));
  const policy = policyText(mastodonPlan(settings).bucket, settings, check);
  const tags = Object.values(checkedTags(settings, check) ?? {});
  return (await Promise.all([policy, ...tags].map(failure))).join("");
}

describe.each(LATE)("%s", (_, late) => {
  it.each([
    ["additionalStatements[0].principals[0]", READER],
    ["additionalStatements[0].principals[1]", "arn:aws:iam::123456789012:user/backup"],
    ["additionalStatements[0].sourceArns[0]", DISTRIBUTION],
    ["writer.given.principal", "arn:aws:iam::123456789012:user/media"],
  ])("results in the same policy as the value itself: %s", async (path, value) => {
    const [known, afterwards] = [await made(AT[path]!(value)), await made(AT[path]!(late(value)))];
    expect(policyOf(afterwards)).toEqual(policyOf(known));
    expect(afterwards.get("social").outputs?.["facts"]).toEqual(known.get("social").outputs?.["facts"]);
  });
});

/** Values that must never reach the bucket's policy or its tags. */
const WRONG: [string, string, object?][] = [
  ["additionalStatements[0].principals[0]", "*"],
  ["additionalStatements[0].principals[0]", ""],
  ["additionalStatements[0].principals[0]", "arn:aws:iam:::user/anonymous"],
  ["additionalStatements[0].principals[0]", "arn:aws:iam::*:root"],
  ["additionalStatements[0].principals[0]", "arn:aws:iam::123456789012:role/*"],
  ["additionalStatements[0].principals[0]", "cloudfront.amazonaws.com"],
  ["additionalStatements[0].principals[0]", "evil.example"],
  ["additionalStatements[0].principals[1]", "*"],
  ["additionalStatements[0].sourceArns[0]", "*"],
  ["additionalStatements[0].sourceArns[0]", "arn:aws:cloudfront::*:distribution/EDFDVBD6EXAMPLE"],
  ["additionalStatements[0].sourceArns[0]", ""],
  ["writer.given.principal", "*"],
  ["writer.given.principal", "arn:aws:iam:::user/anonymous"],
  ["writer.given.principal", "123456789012"],
  ["writer.given.principal", ""],
  ["tags.team", "x".repeat(257)],
];

describe.each(WRONG)("%s that turns out to be %j", (path, value) => {
  const problems = mastodonProblems({ ...SOCIAL, ...AT[path]!(value) });

  it("is an immediate error if it is known", () => {
    expect(codesOf(problems)).not.toEqual([]);
    expect(() => new MastodonStorage("social", { ...SOCIAL, ...AT[path]!(value) })).toThrow();
  });

  it.each(LATE.slice(0, 3))("is an error with the same message as %s", async (_, late) => {
    const said = await failures(AT[path]!(late(value)));
    for (const problem of withoutSecrets(problems, AT[path]!(value)))
      expect(said).toContain(`\n  ${problem.path}: ${problem.message}`);
    expect(said).toContain('MastodonStorage "social" has invalid values');
  });
});

it.each([
  ["additionalStatements[0].principals[0]", "hunter2 Passw0rd"],
  ["additionalStatements[0].principals[0]", "arn:aws:iam::123456789012:user/bob!"],
  ["additionalStatements[0].principals[0]", "hunter2.amazonaws.com"],
  ["additionalStatements[0].sourceArns[0]", "hunter2"],
  ["writer.given.principal", "arn:aws:iam::87654321:user/bob"],
])("does not show a secret at %s: %j", async (path, value) => {
  const said = await failures(AT[path]!(secret(value)));
  expect(said).toContain(
    "additionalStatements[0]".startsWith(path.slice(0, 4)) ? "additionalStatements[0]" : path,
  );
  for (const part of [value, "hunter2", "Passw0rd", "bob", "87654321"]) expect(said).not.toContain(part);
});

it.each([
  ["additionalStatements[0].principals[0]", "social-policy", READER],
  ["additionalStatements[0].sourceArns[0]", "social-policy", DISTRIBUTION],
  ["writer.given.principal", "social-policy", "arn:aws:iam::123456789012:user/media"],
  ["tags.team", "social-bucket", "canary"],
])("keeps a secret at %s secret in %s", async (path, resource, value) => {
  const registered = await made(AT[path]!(secret(value)));
  expect(JSON.stringify(written(registered.get(resource).inputs, AS_ENGINE))).not.toContain(value);
  expect(JSON.stringify(written(registered.get("social").inputs, AS_ENGINE))).not.toContain(value);
});

it("checks everything else before an output is known", () => {
  const known = output(READER);
  expect(codesOf(mastodonProblems({ ...SOCIAL, additionalStatements: [reading([known, "*"])] }))).toEqual([
    ["additionalStatements[0]", "statement-exposes"],
  ]);
  expect(
    codesOf(
      mastodonProblems({ ...SOCIAL, additionalStatements: [fromCloudFront([known, "arn:aws:s3:::*"])] }),
    ),
  ).toEqual([["additionalStatements[0]", "statement-exposes"]]);
});

it("finds a Deny of the writer whose principal is the same output", () => {
  const principal = output("arn:aws:iam::123456789012:user/media");
  const deny = reading([principal], {
    effect: "Deny",
    resources: ["arn:aws:s3:::social-media/*"],
    actions: ["s3:*"],
  });
  const args = { ...AT["writer.given.principal"]!(principal), additionalStatements: [deny] };
  expect(codesOf(mastodonProblems({ ...SOCIAL, ...args }))).toEqual([
    ["additionalStatements[0]", "statement-locks-out"],
  ]);
});

it("accepts only plain tags in lifecycle rules, because they decide to which objects a rule applies", () => {
  const lifecycleRules = [{ id: "one", tags: { kind: output("x") }, noncurrentDays: 3 }];
  expect(codesOf(mastodonProblems({ ...SOCIAL, data: { lifecycleRules } }))).toContainEqual([
    "data.lifecycleRules[0].tags.kind",
    "not-plain",
  ]);
});

it("shows a role and a distribution of the same program in the offline preview, before they have ARNs", async () => {
  const registered = await Registered.of(() => {
    const role = new Role("reader", { assumeRolePolicy: "{}" });
    const cdn = new Distribution("cdn", {
      enabled: true,
      origins: [{ originId: "bucket", domainName: "social-media.s3.eu-central-1.amazonaws.com" }],
      defaultCacheBehavior: {
        targetOriginId: "bucket",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    const additionalStatements = [reading([role.arn]), { ...fromCloudFront([cdn.arn]), sid: "Cdn" }];
    new MastodonStorage("social", { ...SOCIAL, additionalStatements });
  });
  const { Statement } = policyOf(registered);
  expect(Statement.at(-2)).toMatchObject({
    Principal: { AWS: [expect.stringContaining("known-after-up-")] },
  });
  expect(Statement.at(-1)).toMatchObject({
    Condition: { ArnLike: { "aws:SourceArn": [expect.stringContaining("known-after-up-")] } },
  });
  expect(modelOf(registered.all).instances.map(({ name }) => name)).toEqual(["social"]);
});

describe("an argument of the media host that is an output", () => {
  const certificate = (region: string): string =>
    `arn:aws:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`;
  const path = "mediaHost.cloudFront.certificateArn";
  const check = lateCheck("MastodonStorage", "social", (settings) => mastodonProblems(settings));
  const checked = (value: string): Promise<string> => {
    const settled = (certificateArn: string): typeof SOCIAL => ({
      ...SOCIAL,
      mediaHost: {
        hostname: "files.social.example",
        cloudFront: { dns: { manual: {} }, certificateArn },
      },
    });
    return failure(checkedInput(path, output(value), "", check, settled));
  };

  it("is checked when it is known, by the same rules", async () => {
    expect(await checked(certificate("us-east-1"))).toBe("");
    expect(await checked(certificate("eu-central-1"))).toContain(
      `${path}: is a certificate in another region`,
    );
  });
});
