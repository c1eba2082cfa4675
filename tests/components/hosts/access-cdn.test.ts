/** Who can read what through a media host at CloudFront, by the registered policies and the preview's matrix. */
import type { PolicyDocument } from "../../../access/policy";
import { output } from "@pulumi/pulumi";
import { mastodon } from "../../../apps/mastodon";
import { policyText } from "../../../components/late-values";
import { validPlan } from "../../../components/storage";
import { modelOf } from "../../../cli/preview/model-of";
import { authentikProblems } from "../../../apps/authentik/validate";
import { authentikPlan } from "../../../apps/authentik/plan";
import { authentik } from "../../apps/authentik/fixtures";
import { Registered, SOCIAL } from "../registered";

const hostname = "files.social.example";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const mediaHost = { hostname, cloudFront: { dns: { manual: {} }, certificateArn } };
const storage = (args: object): Promise<Registered> => Registered.storage(args);

function policyOf(registered: Registered): PolicyDocument {
  return JSON.parse(registered.get("social-policy").inputs["policy"] as string) as PolicyDocument;
}

const readers = (registered: Registered): unknown[] =>
  policyOf(registered)
    .Statement.filter(({ Effect }) => Effect === "Allow")
    .map(({ Sid }) => Sid);

/** `part: verdicts` of the row about reads, by columns. */
function reads(registered: Registered): { who: string[]; rows: string[] } {
  const [instance] = modelOf(registered.all).instances;
  const { who, groups } = instance!.matrix!;
  return {
    who,
    rows: groups.flatMap(({ part, rows }) =>
      rows
        .filter(({ what }) => what === "read an object")
        .map(({ verdicts }) => `${part}: ${verdicts.join(" ")}`),
    ),
  };
}

const WHO = [
  "anonymous",
  "writer",
  "another principal",
  `through ${hostname}`,
  "another account's AWS service",
];

describe("step 1: the host and the public bucket", () => {
  it("has both readers, and an access block that allows the public policy", async () => {
    const made = await storage({ mediaHost });
    expect(readers(made)).toEqual(["PublicRead", "CloudFrontRead"]);
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
    expect(reads(made)).toEqual({
      who: WHO,
      rows: [
        "public prefixes: yes yes yes yes yes",
        "private prefixes: no yes no no no",
        "every other key: no yes no no no",
      ],
    });
  });
});

describe("step 2: the private bucket", () => {
  it("has one reader, and an access block with all four settings", async () => {
    const made = await storage({ mediaHost, access: "cdn" });
    expect(readers(made)).toEqual(["CloudFrontRead"]);
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    });
    expect(reads(made)).toEqual({
      who: WHO,
      rows: [
        "prefixes of the media host: no yes no yes no",
        "private prefixes: no yes no no no",
        "every other key: no yes no no no",
      ],
    });
  });

  it("needs the same resources as step 1", async () => {
    const [before, after] = [await storage({ mediaHost }), await storage({ mediaHost, access: "cdn" })];
    expect(after.names).toEqual(before.names);
  });
});

it("previous hosts read by the same statement, and share the column of the current one", async () => {
  const previousHosts = ["media.social.example", "old.social.example"];
  const made = await storage({ mediaHost: { ...mediaHost, previousHosts }, access: "cdn" });
  const [statement, ...others] = policyOf(made).Statement.filter(({ Sid }) => Sid === "CloudFrontRead");
  expect(others).toEqual([]);
  expect(new Set(statement?.Condition?.["StringEquals"]?.["aws:SourceArn"]).size).toBe(3);
  expect(reads(made).who).toEqual(WHO);
  expect(modelOf(made.all).instances[0]?.matrix?.notes).toContain(
    `What holds through ${hostname} holds through media.social.example, old.social.example too.`,
  );
});

it("with access acl the host sends unsigned requests, so the object's ACL decides there too", async () => {
  const made = await storage({ mediaHost, access: "acl" });
  expect(readers(made)).toEqual([]);
  expect(made.names.filter((name) => name.includes("OriginAccessControl"))).toEqual([]);
  expect(reads(made)).toEqual({
    who: WHO.slice(0, 4),
    rows: [
      "public prefixes: depends yes depends depends",
      "private prefixes: depends yes depends no",
      "every other key: depends yes depends no",
    ],
  });
});

it("the policy does not depend on the distribution in a circle: the distribution has the bucket's hostname as a string", async () => {
  const made = await storage({ mediaHost, access: "cdn" });
  const { origins } = made.get(`social-distribution-${hostname}`).inputs as {
    origins: { domainName: unknown }[];
  };
  expect(origins.map(({ domainName }) => domainName)).toEqual(["social-media.s3.eu-central-1.amazonaws.com"]);
  expect(SOCIAL.bucket).toBe("social-media");
});

/** The internals of an output, for which the SDK has no types. */
interface Parts {
  promise(): Promise<string>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources(): Promise<unknown>;
}

describe("an operator's statement that names the media host's distribution", () => {
  const own = "arn:aws:cloudfront::123456789012:distribution/E1OWN";
  const args = (sourceArn: string) => ({
    ...SOCIAL,
    mediaHost,
    access: "cdn" as const,
    additionalStatements: [
      {
        sid: "Leak",
        effect: "Allow" as const,
        principals: ["cloudfront.amazonaws.com"],
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::social-media/backups/*"],
        sourceArns: [sourceArn],
      },
    ],
  });
  /** The policy as it is registered when the distribution has this ARN. */
  async function policyWith(sourceArn: string): Promise<string> {
    const settings = args(sourceArn);
    const { plan, check } = validPlan("MastodonStorage", "social", mastodon, settings);
    const text = policyText(plan.bucket, { ...settings, distributionArns: [output(own)] }, check);
    const parts = text as unknown as Parts;
    // All of them fail together, and an unhandled rejection would end the process.
    const others = Promise.allSettled([parts.isKnown, parts.isSecret, parts.allResources()]);
    return parts.promise().finally(() => others);
  }

  it("is an error when the ARN is known, before the policy is registered", async () => {
    await expect(policyWith(own)).rejects.toThrow(
      /additionalStatements\[0\]: statement "Leak" lets everyone, through the media host's distribution, read a private prefix/,
    );
  });

  it("is registered with the real ARN if it names another one", async () => {
    const policy = JSON.parse(await policyWith(`${own}2`)) as PolicyDocument;
    expect(policy.Statement[0]).toMatchObject({
      Sid: "CloudFrontRead",
      Condition: { StringEquals: { "aws:SourceArn": own } },
    });
  });
});

describe("authentik behind CloudFront", () => {
  const settings = authentik({
    mediaHost: { hostname: "files.authentik.example", cloudFront: { dns: { manual: {} }, certificateArn } },
  });

  it("serves media but not reports, from a private bucket", () => {
    const { bucket, facts } = authentikPlan(settings);
    const allowed = bucket.policy.Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["CloudFrontRead", [expect.stringMatching(/\/media\/\*$/) as string]],
    ]);
    expect(facts.bucket).toMatchObject({ publicPrefixes: [], hostPrefixes: ["media/"] });
    expect(bucket.needs.privatePrefixes).toContain("reports/");
  });

  it("is an error if only reports are stored, because no signature would protect them", () => {
    expect(authentikProblems(settings)).toEqual([]);
    expect(authentikProblems({ ...settings, usages: ["reports"] }).map(({ code }) => code)).toEqual([
      "media-host-signing",
    ]);
  });
});
