import type { AwsLocal } from "./aws-local";
import { callsTo, describeCertificate, requestCertificate } from "./aws-local-calls";

/** The ARN of a certificate that somebody else has made, issued: its validation records are published. */
export async function issuedCertificate(
  { url, dns }: Pick<AwsLocal, "url" | "dns">,
  ...hostnames: string[]
): Promise<string> {
  const calls = callsTo(url);
  try {
    const arn = await requestCertificate(calls, hostnames);
    for (const { ResourceRecord } of (await describeCertificate(calls, arn)).DomainValidationOptions) {
      const { Name: name, Type: type, Value: value } = ResourceRecord;
      dns.publish({ name, type, value });
    }
    return arn;
  } finally {
    calls.cloudFront.destroy();
  }
}
