import { cloudFrontSteps, cloudFrontWarnings, invalidationCommand } from "../../../hosts/cloudfront/warnings";
import type { CloudFrontArgs, MediaHostArgs } from "../../../hosts/args";

const hostname = "files.social.example";
const args: CloudFrontArgs = { dns: { manual: {} }, certificateArn: "arn" };
const warnings = (
  rest: Partial<CloudFrontArgs> = {},
  host: Partial<MediaHostArgs> = {},
  hidesFiles = false,
): string =>
  cloudFrontWarnings(
    { hostname, ...host },
    { ...args, ...rest },
    { publishesBucket: false, hidesFiles },
  ).join("\n");

it("says after which time a deleted file is gone for everybody, and how to end it at once", () => {
  expect(warnings()).toContain("gone for everybody at files.social.example after 1 day at most");
  expect(warnings({}, { cache: { maxAgeSeconds: 5400 } })).toContain("after 90 minutes at most");
  expect(warnings()).toContain(invalidationCommand(hostname, "/*"));
});

it("says that the promise ends with a cache policy of the operator's", () => {
  expect(warnings({ cachePolicyId: "id" })).toContain("for as long as your cache policy allows");
  expect(warnings({ cachePolicyId: "id" })).not.toContain("gone for everybody");
});

it.each([{}, { cachePolicyId: "id" }])(
  "promises something about hidden files only if the app can hide them (%j)",
  (rest) => {
    expect(warnings(rest, {}, true)).toContain("A file that the app deletes or hides ");
    expect(warnings(rest)).toContain("A file that the app deletes ");
    expect(warnings(rest)).not.toContain("hides");
  },
);

it("says that former hostnames have copies of their own", () =>
  expect(warnings({}, { previousHosts: ["a.example", "b.example"] })).toContain(
    `\`${invalidationCommand(hostname, "/*")}\` (and the same command with a.example and with b.example) ends that`,
  ));

it("does not promise that a deleted file is gone while it can come back", () => {
  const legacy = { hostname: "social.example", path: "system" };
  expect(warnings({}, { legacy })).toContain("unless it still exists at https://social.example/system/;");
});

it("says which record is made by hand", () =>
  expect(warnings()).toContain(`DNS record of ${hostname}: type CNAME`));

it("says what a headers policy of the operator's has to do", () => {
  expect(warnings({ responseHeadersPolicyId: "id" })).toContain("nosniff");
  expect(warnings()).not.toContain("nosniff");
});

describe("what the operator does by hand for hostnames", () => {
  const steps = (rest: Partial<CloudFrontArgs>, host: Partial<MediaHostArgs> = {}): string[] =>
    cloudFrontSteps({ hostname, ...host }, { ...args, ...rest });

  it("is nothing for a new one", () => expect(steps({})).toEqual([]));

  it("is the order in which one moves from another distribution", () =>
    expect(steps({ takeOver: [hostname] })).toEqual([
      expect.stringMatching(
        /^files\.social\.example moves.*1\. .*2\. .*TXT.*3\. .*associate-alias.*4\. .*5\. /,
      ),
    ]));

  it("is how a former one is removed", () =>
    expect(steps({}, { previousHosts: ["a.example"] })).toEqual([
      expect.stringMatching(/^a\.example keeps serving.*mediaHost\.protect/),
    ]));
});
