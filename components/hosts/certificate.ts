import type { Input } from "@pulumi/pulumi";
import { Certificate } from "@pulumi/aws/acm/certificate";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation";
import { unprotectedChild } from "../options";
import type { DnsZone } from "./dns";
import type { HostContext } from "./index";

/** CloudFront uses certificates of this region only. */
const region = "us-east-1";

/**
 * A certificate for a hostname, validated by DNS: by a record in the zone, or by one that exists. Returns its ARN, which is known when
 * it is issued.
 */
export function createCertificate(
  { name, mediaHost, child, tags }: HostContext,
  hostname: string,
  zone: DnsZone | undefined,
): Input<string> {
  const certificate = new Certificate(
    `${name}-certificate-${hostname}`,
    {
      domainName: hostname,
      validationMethod: "DNS",
      // Every client that speaks TLS 1.2 knows it, and its handshake is the smallest.
      keyAlgorithm: "EC_prime256v1",
      region,
      ...(tags && { tags }),
    },
    { ...child, protect: mediaHost.protect ?? true, retainOnDelete: false },
  );
  // One domain name has one option.
  const option = certificate.domainValidationOptions.apply(
    // In a unit test with mocks there is none.
    (options: { [M in keyof Option]: string }[] | undefined): Option => options?.[0] ?? NO_OPTION,
  );
  const record = zone?.createValidation({
    hostname,
    name: option.resourceRecordName,
    value: option.resourceRecordValue,
  });
  const validation = new CertificateValidation(
    `${name}-certificate-validation-${hostname}`,
    { certificateArn: certificate.arn, validationRecordFqdns: [option.resourceRecordName], region },
    { ...unprotectedChild(child), ...(record && { dependsOn: [record] }) },
  );
  return validation.certificateArn;
}

interface Option {
  resourceRecordName: string;
  resourceRecordValue: string;
}

const NO_OPTION: Option = { resourceRecordName: "", resourceRecordValue: "" };
