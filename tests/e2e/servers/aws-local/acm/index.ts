import { Refusal, type Answer, type Call, type Part } from "../call";
import { validationRecord, type Certificate, type Certificates } from "./certificates";

const TARGET = "CertificateManager.";

interface Tag {
  Key: string;
  Value?: string;
}

/**
 * ACM, kept here and not in moto, which forgets the key algorithm (the provider then replaces an EC certificate at every
 * `up`) and issues certificates that nobody has validated.
 */
export const acm =
  (certificates: Certificates): Part =>
  (call) =>
    Promise.resolve(
      String(call.headers["x-amz-target"]).startsWith(TARGET) ? answer(certificates, call) : undefined,
    );

function answer(certificates: Certificates, call: Call): Answer {
  const request = JSON.parse(call.body.toString() || "{}") as Record<string, unknown>;
  const region = call.region ?? "us-east-1";
  const get = (): Certificate => certificates.get(region, String(request["CertificateArn"]));
  const tags = (request["Tags"] as Tag[] | undefined) ?? [];
  switch (call.action) {
    case "RequestCertificate": {
      const certificate = certificates.request(region, request);
      for (const { Key, Value } of tags) certificate.tags.set(Key, Value ?? "");
      return json({ CertificateArn: certificate.arn });
    }
    case "DescribeCertificate":
      return json({ Certificate: detail(certificates, get()) });
    case "ListCertificates":
      return json({ CertificateSummaryList: list(certificates.all(region), request) });
    case "DeleteCertificate":
      certificates.delete(region, get().arn);
      return json({});
    case "ListTagsForCertificate":
      return json({ Tags: [...get().tags].map(([Key, Value]) => ({ Key, Value })) });
    case "AddTagsToCertificate":
      for (const { Key, Value } of tags) get().tags.set(Key, Value ?? "");
      return json({});
    case "RemoveTagsFromCertificate":
      for (const { Key } of tags) get().tags.delete(Key);
      return json({});
  }
  throw new Refusal(400, "UnknownOperationException", `not part of this ACM: ${String(call.action)}`);
}

const json = (body: unknown): Answer => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: Buffer.from(JSON.stringify(body)),
});

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
const statusOf = ({ issuedAt }: Certificate): string => (issuedAt ? "ISSUED" : "PENDING_VALIDATION");

/** ACM gives RSA algorithms back with a hyphen. https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html */
const algorithmOf = ({ keyAlgorithm }: Certificate): string => keyAlgorithm.replace(/^RSA_/, "RSA-");

const YEAR_MS = 365 * 24 * 3600 * 1000;

function detail(certificates: Certificates, certificate: Certificate): object {
  const { arn, names, issuedAt, requestedAt, transparencyLogging } = certificate;
  const validity = issuedAt && {
    IssuedAt: seconds(issuedAt),
    NotBefore: seconds(issuedAt),
    NotAfter: seconds(new Date(issuedAt.getTime() + YEAR_MS)),
  };
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNames: names,
    DomainValidationOptions: names.map((name) => validation(certificate, name)),
    Subject: `CN=${names[0]!}`,
    Issuer: "Amazon",
    CreatedAt: seconds(requestedAt),
    ...validity,
    Status: statusOf(certificate),
    KeyAlgorithm: algorithmOf(certificate),
    SignatureAlgorithm: "SHA256WITHRSA",
    InUseBy: certificates.inUseBy(certificate),
    Type: "AMAZON_ISSUED",
    KeyUsages: [],
    ExtendedKeyUsages: [],
    RenewalEligibility: issuedAt ? "ELIGIBLE" : "INELIGIBLE",
    Options: { CertificateTransparencyLoggingPreference: transparencyLogging },
  };
}

function validation({ issuedAt }: Certificate, name: string): object {
  const { name: Name, type: Type, value: Value } = validationRecord(name);
  return {
    DomainName: name,
    ValidationDomain: name,
    ValidationStatus: issuedAt ? "SUCCESS" : "PENDING_VALIDATION",
    ValidationMethod: "DNS",
    ResourceRecord: { Name, Type, Value },
  };
}

function list(certificates: Certificate[], request: Record<string, unknown>): object[] {
  const statuses = request["CertificateStatuses"] as string[] | undefined;
  return certificates
    .filter((certificate) => statuses?.includes(statusOf(certificate)) ?? true)
    .map((certificate) => ({
      CertificateArn: certificate.arn,
      DomainName: certificate.names[0],
      SubjectAlternativeNameSummaries: certificate.names,
      Status: statusOf(certificate),
      Type: "AMAZON_ISSUED",
      KeyAlgorithm: algorithmOf(certificate),
      InUse: false,
    }));
}
