/** The region of Pulumi's AWS provider, beside the instances. */
import { checkConfig } from "../../config/check-config";
import { providerRegionWarnings } from "../../config/provider-region";
import { placeholder } from "../../validation/placeholder";

const mastodon = (rest: object): object => ({
  webDomain: "social.example",
  bucket: "social-media",
  store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
  writer: { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/mastodon" } },
  ...rest,
});
const onAws = { store: { aws: { region: "eu-central-1" } }, writer: { keys: {} } };
function values(region: string, settings: object, others: Record<string, string>): Map<string, string> {
  const instances = JSON.stringify({ social: { mastodon: settings } });
  const secret = "writer" in settings && JSON.stringify(settings).includes('"given"');
  return new Map(
    Object.entries({
      "aws:region": region,
      "media-storage:instances": instances,
      ...(secret && { "media-storage:socialSecretAccessKey": "x" }),
      ...others,
    }),
  );
}

const said = (region: string, rest: object = onAws, others: Record<string, string> = {}): string[] =>
  checkConfig(values(region, mastodon(rest), others), "media-storage", () => [], "prod").problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );

const warned = (region: string, rest: object = onAws): string[] => {
  const all = values(region, mastodon(rest), {});
  return providerRegionWarnings(all, JSON.parse(all.get("media-storage:instances") ?? "")).map(
    ({ message }) => message,
  );
};

test.each([
  ["eu-central-1a", 'is an availability zone; change it to the region "eu-central-1"'],
  ["Frankfurt", 'is not an AWS region; set a region code, such as "eu-central-1"'],
  ["EU-Central-1", 'is not an AWS region; did you mean "eu-central-1"?'],
  ["", 'is not an AWS region; set a region code, such as "eu-central-1"'],
])("%j is a problem of aws:region", (region, message) =>
  expect(said(region)).toEqual([`aws:region: ${message}`]),
);

test.each(["eu-central-1", "us-gov-west-1", "us-iso-east-1", "eu-central-9"])("%s is no problem", (region) =>
  expect(said(region)).toEqual([]),
);

test("a region that the SDK does not know has a warning, because AWS may have opened it since", () => {
  expect(warned("eu-centrl-1")).toEqual([
    expect.stringMatching(/^aws:region is "eu-centrl-1", .*did you mean "eu-central-1"\?/),
  ]);
  expect(warned("eu-central-1")).toEqual([]);
  expect(warned("eu-central-1a")).toEqual([]);
});

test.each<[string, object, Record<string, string>]>([
  ["no instance is on AWS", {}, {}],
  ["another server takes its place", onAws, { "aws:endpoints": '[{"s3":"http://localhost:4566"}]' }],
  ["the provider is told not to check it", onAws, { "aws:skipRegionValidation": "true" }],
])("it may have any name if %s", (_, rest, others) => {
  expect(said("garage", rest, others)).toEqual([]);
});

test("an encrypted region is not read offline", () => expect(said(placeholder("config-0"))).toEqual([]));
