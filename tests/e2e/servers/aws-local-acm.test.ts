import { CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { describeWithEngine } from "../engine";
import { startAwsLocal, type AwsLocal } from "./aws-local";
import {
  callsTo,
  describeCertificate,
  distributionConfig,
  requestCertificate,
  withCertificate,
  type Calls,
} from "./aws-local-calls";

let aws: AwsLocal;
let calls: Calls;

/** Records of a DNS provider that a test runs beside. */
const elsewhere: { name: string; type: string; value: string }[] = [];

const recordOf = async (
  arn: string,
  region?: string,
): Promise<{ Name: string; Type: string; Value: string }> =>
  (await describeCertificate(calls, arn, region)).DomainValidationOptions[0]!.ResourceRecord;
const statusOf = async (arn: string, region?: string): Promise<string> =>
  (await describeCertificate(calls, arn, region)).Status;

describeWithEngine("aws-local's ACM", () => {
  beforeAll(async () => {
    const dns = (name: string, type: string): string[] =>
      elsewhere.filter((one) => one.name === name && one.type === type).map(({ value }) => value);
    aws = await startAwsLocal({ dns: [dns] });
    calls = callsTo(aws.url);
  });
  afterAll(() => aws.stop());

  it.each([
    ["RSA_2048", "RSA-2048"],
    ["EC_prime256v1", "EC_prime256v1"],
  ])("keeps the key algorithm %s", async (KeyAlgorithm, given) => {
    const request = { DomainName: "media.example.com", ValidationMethod: "DNS", KeyAlgorithm };
    const arn = String((await calls.acm("RequestCertificate", request)).json["CertificateArn"]);
    expect(await describeCertificate(calls, arn)).toMatchObject({
      KeyAlgorithm: given,
      Status: "PENDING_VALIDATION",
    });
  });

  it("issues a certificate once its record is in the local Route 53", async () => {
    const arn = await requestCertificate(calls, ["media.zone.example"]);
    const { Name, Value } = await recordOf(arn);
    const zone = await calls.route53(
      "POST",
      "hostedzone",
      "<CreateHostedZoneRequest><Name>zone.example</Name><CallerReference>acm</CallerReference></CreateHostedZoneRequest>",
    );
    const id = /<Id>\/hostedzone\/(\w+)</.exec(zone.text)![1]!;
    expect(await statusOf(arn)).toBe("PENDING_VALIDATION");
    const set = `<ResourceRecordSet><Name>${Name}</Name><Type>CNAME</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${Value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`;
    const batch = `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>UPSERT</Action>${set}</Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
    expect(await calls.route53("POST", `hostedzone/${id}/rrset`, batch)).toMatchObject({ status: 200 });
    expect(await statusOf(arn)).toBe("ISSUED");
  });

  it("issues a certificate once another DNS provider has the records of all its names", async () => {
    const arn = await requestCertificate(calls, ["one.elsewhere.example", "two.elsewhere.example"]);
    const { DomainValidationOptions: options } = await describeCertificate(calls, arn);
    for (const { ResourceRecord } of options) {
      expect(await statusOf(arn)).toBe("PENDING_VALIDATION");
      const { Name, Value } = ResourceRecord;
      elsewhere.push({ name: Name.replace(/\.$/, ""), type: "CNAME", value: Value.replace(/\.$/, "") });
    }
    expect(await describeCertificate(calls, arn)).toMatchObject({
      Status: "ISSUED",
      DomainValidationOptions: [{ ValidationStatus: "SUCCESS" }, { ValidationStatus: "SUCCESS" }],
    });
  });

  it("gives a name the same record in every region and certificate, and a wildcard that of the name below it", async () => {
    const names = ["media.same.example"];
    const first = await recordOf(await requestCertificate(calls, names));
    expect(await recordOf(await requestCertificate(calls, names))).toEqual(first);
    expect(await recordOf(await requestCertificate(calls, names, "eu-west-1"), "eu-west-1")).toEqual(first);
    expect(await recordOf(await requestCertificate(calls, ["*.media.same.example"]))).toEqual(first);
    expect(await recordOf(await requestCertificate(calls, ["other.same.example"]))).not.toEqual(first);
  });

  it("knows a certificate only in its own region", async () => {
    const arn = await requestCertificate(calls, ["media.region.example"], "eu-central-1");
    expect(arn).toContain(":eu-central-1:");
    expect(await calls.acm("DescribeCertificate", { CertificateArn: arn })).toMatchObject({
      status: 400,
      json: { __type: "ResourceNotFoundException" },
    });
  });

  it("gives the same certificate for the same token", async () => {
    const request = { DomainName: "media.token.example", ValidationMethod: "DNS", IdempotencyToken: "1" };
    const [one, two] = [
      await calls.acm("RequestCertificate", request),
      await calls.acm("RequestCertificate", request),
    ];
    expect(two.json).toEqual(one.json);
  });

  it("deletes no certificate that a distribution uses", async () => {
    const host = "media.used.example";
    const arn = await requestCertificate(calls, [host]);
    const { Name, Value } = await recordOf(arn);
    aws.dns.publish({ name: Name, type: "CNAME", value: Value });
    const command = new CreateDistributionCommand({
      DistributionConfig: distributionConfig(withCertificate(arn, host)),
    });
    const { Distribution: distribution } = await calls.cloudFront.send(command);
    expect(await describeCertificate(calls, arn)).toMatchObject({ InUseBy: [distribution!.ARN] });
    expect(await calls.acm("DeleteCertificate", { CertificateArn: arn })).toMatchObject({
      status: 400,
      json: { __type: "ResourceInUseException" },
    });
    const unused = await requestCertificate(calls, ["media.unused.example"]);
    expect(await calls.acm("DeleteCertificate", { CertificateArn: unused })).toMatchObject({ status: 200 });
    expect(await calls.acm("DescribeCertificate", { CertificateArn: unused })).toMatchObject({ status: 400 });
  });

  it("lists and tags certificates", async () => {
    const Tags = [{ Key: "app", Value: "social" }];
    const request = { DomainName: "media.tags.example", ValidationMethod: "DNS", Tags };
    const { json } = await calls.acm("RequestCertificate", request, "eu-west-3");
    expect((await calls.acm("ListTagsForCertificate", json, "eu-west-3")).json).toEqual({ Tags });
    await calls.acm("RemoveTagsFromCertificate", { ...json, Tags }, "eu-west-3");
    expect((await calls.acm("ListTagsForCertificate", json, "eu-west-3")).json).toEqual({ Tags: [] });
    const list = await calls.acm("ListCertificates", {}, "eu-west-3");
    expect(list.json).toEqual({ CertificateSummaryList: [expect.objectContaining(json)] });
  });

  it.each([
    ["a first name of 65 characters", `${"a".repeat(53)}.example.com`],
    ["a name without a dot", "media"],
    ["a wildcard in the middle", "media.*.example.com"],
    ["an underscore", "my_media.example.com"],
  ])("refuses %s", async (_, DomainName) => {
    expect(await calls.acm("RequestCertificate", { DomainName, ValidationMethod: "DNS" })).toMatchObject({
      status: 400,
      json: { __type: "ValidationException" },
    });
  });
});
