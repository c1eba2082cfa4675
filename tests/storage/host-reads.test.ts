/** What a media host reads from a private bucket, and how the bucket policy allows it. */
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { CLOUDFRONT_READ } from "../../access/statements";
import { HOST_DEFINITIONS } from "../../hosts";
import type { HostCapabilities } from "../../hosts/host";
import { hostReads } from "../../storage/host-reads";
import { mastodon } from "../apps/mastodon/fixtures";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const mediaHost = { hostname: "files.social.example", cloudFront: { dns: { manual: {} }, certificateArn } };
const args = { ...mastodon({ mediaHost }), access: "cdn" } as ReturnType<typeof mastodon>;
const sids = (): string[] => mastodonPlan(args).bucket.policy.Statement.map(({ Sid = "" }) => Sid);

function withHost<T>(cells: Partial<HostCapabilities>, run: () => T): T {
  const { cloudFront } = HOST_DEFINITIONS;
  const made = jest.replaceProperty(cloudFront, "can", { ...cloudFront.can, ...cells });
  try {
    return run();
  } finally {
    made.restore();
  }
}

test("the policy names a host that signs as CloudFront by an ARN for each hostname", () => {
  expect(hostReads({ mediaHost }, ["media/"])).toEqual({
    hostReads: { hostnames: ["files.social.example"], prefixes: ["media/"] },
  });
  expect(sids()).toContain(CLOUDFRONT_READ);
});

test("a host that signs with its own credentials reads the prefixes, and no statement names it", () =>
  withHost({ namedInPolicy: false }, () => {
    expect(mastodonProblems(args)).toEqual([]);
    expect(sids()).not.toContain(CLOUDFRONT_READ);
    const { bucket } = mastodonPlan(args).facts;
    expect(bucket.publicPrefixes).toEqual([]);
    expect(bucket.hostPrefixes).toContain("media_attachments/");
  }));

test("a host that does not sign reads only what is public, and a private bucket behind it is an error", () =>
  withHost({ signsRequests: false }, () => {
    expect(hostReads({ mediaHost }, ["media/"])).toEqual({});
    expect(mastodonProblems(args).map(({ path, code }) => [path, code])).toEqual([
      ["access", "access-cdn-host"],
    ]);
  }));
