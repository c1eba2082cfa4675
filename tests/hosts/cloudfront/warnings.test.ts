import { cloudFrontWarnings, invalidationCommand } from "../../../hosts/cloudfront/warnings";
import type { CloudFrontArgs, MediaHostArgs } from "../../../hosts/args";

const hostname = "files.social.example";
const args: CloudFrontArgs = { dns: { manual: {} }, certificateArn: "arn" };
const warnings = (rest: Partial<CloudFrontArgs> = {}, host: Partial<MediaHostArgs> = {}): string =>
  cloudFrontWarnings({ hostname, ...host }, { ...args, ...rest }).join("\n");

it("says after which time a deleted file is gone for everybody, and how to end it at once", () => {
  expect(warnings()).toContain("gone for everybody at files.social.example after 1 day at most");
  expect(warnings({}, { cache: { maxAgeSeconds: 5400 } })).toContain("after 90 minutes at most");
  expect(warnings()).toContain(invalidationCommand(hostname, "/*"));
});

it("says that the promise ends with a cache policy of the operator's", () => {
  expect(warnings({ cachePolicyId: "id" })).toContain("for as long as your cache policy allows");
  expect(warnings({ cachePolicyId: "id" })).not.toContain("gone for everybody");
});

it("says which record is made by hand", () =>
  expect(warnings()).toContain(`DNS record of ${hostname}: type CNAME`));

it("says what a headers policy of the operator's has to do", () => {
  expect(warnings({ responseHeadersPolicyId: "id" })).toContain("nosniff");
  expect(warnings()).not.toContain("nosniff");
});
