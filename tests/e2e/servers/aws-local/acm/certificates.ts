import { createHash, randomUUID } from "node:crypto";
import { ACCOUNT, Refusal } from "../call";
import type { DnsRecord, PublicDns } from "../public-dns";

export interface Certificate {
  arn: string;
  region: string;
  /** The domain name first, then the subject alternative names; no name twice. */
  names: string[];
  keyAlgorithm: string;
  transparencyLogging: string;
  requestedAt: Date;
  issuedAt: Date | undefined;
  tags: Map<string, string>;
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
export interface CertificateRequest {
  DomainName?: string;
  SubjectAlternativeNames?: string[];
  ValidationMethod?: string;
  KeyAlgorithm?: string;
  IdempotencyToken?: string;
  Options?: { CertificateTransparencyLoggingPreference?: string };
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html#ACM-RequestCertificate-request-KeyAlgorithm */
const KEY_ALGORITHMS = [
  ...["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096"],
  ...["EC_prime256v1", "EC_secp384r1", "EC_secp521r1"],
];
const NAME = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

/**
 * ACM gives one name of one account the same record for every certificate and region, so that it can be there already;
 * a wildcard shares that of the name below it.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function validationRecord(name: string): DnsRecord {
  const base = name.toLowerCase().replace(/^\*\./, "");
  const token = (salt: string): string =>
    createHash("md5").update(`${ACCOUNT} ${salt} ${base}`).digest("hex");
  return {
    name: `_${token("name")}.${base}.`,
    type: "CNAME",
    value: `_${token("value")}.jkddzztszm.acm-validations.aws.`,
  };
}

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html: a wildcard covers one label. */
export function covers({ names }: Certificate, hostname: string): boolean {
  const wildcard = hostname.replace(/^[^.]+/, "*");
  return names.some((name) => name === hostname || name === wildcard);
}

/** The certificates of the account, validated by DNS: each is issued once all of its records exist. */
export class Certificates {
  private readonly certificates = new Map<string, Certificate>();
  private readonly byToken = new Map<string, string>();

  constructor(
    private readonly dns: PublicDns,
    /** The ARNs of what uses a certificate. */
    private readonly usersOf: (arn: string) => string[],
  ) {}

  request(region: string, request: CertificateRequest): Certificate {
    const {
      IdempotencyToken: token,
      KeyAlgorithm: keyAlgorithm = "RSA_2048",
      ValidationMethod: method,
    } = request;
    const again = token === undefined ? undefined : this.byToken.get(`${region} ${token}`);
    if (again !== undefined) return this.get(region, again);
    const names = namesOf(request);
    if (!KEY_ALGORITHMS.includes(keyAlgorithm)) throw invalid(`${keyAlgorithm} is no key algorithm`);
    if (method !== "DNS") throw invalid("this ACM validates by DNS only");
    const certificate: Certificate = {
      arn: `arn:aws:acm:${region}:${ACCOUNT}:certificate/${randomUUID()}`,
      region,
      names,
      keyAlgorithm,
      transparencyLogging: request.Options?.CertificateTransparencyLoggingPreference ?? "ENABLED",
      requestedAt: new Date(),
      issuedAt: undefined,
      tags: new Map(),
    };
    this.certificates.set(certificate.arn, certificate);
    if (token !== undefined) this.byToken.set(`${region} ${token}`, certificate.arn);
    return certificate;
  }

  /** Of another region, a certificate does not exist. */
  get(region: string, arn: string): Certificate {
    const certificate = this.find(arn);
    if (certificate?.region !== region)
      throw new Refusal(
        400,
        "ResourceNotFoundException",
        `Could not find certificate ${arn} in account ${ACCOUNT}.`,
      );
    return certificate;
  }

  /** In whatever region. */
  find(arn: string): Certificate | undefined {
    const certificate = this.certificates.get(arn);
    if (certificate && !certificate.issuedAt && certificate.names.every((name) => this.isValidated(name)))
      certificate.issuedAt = new Date();
    return certificate;
  }

  all(region: string): Certificate[] {
    const arns = [...this.certificates.values()].filter((one) => one.region === region).map(({ arn }) => arn);
    return arns.map((arn) => this.get(region, arn));
  }

  private isValidated(name: string): boolean {
    return this.dns.has(validationRecord(name));
  }

  inUseBy(certificate: Certificate): string[] {
    return this.usersOf(certificate.arn);
  }

  /** https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html */
  delete(region: string, arn: string): void {
    const users = this.inUseBy(this.get(region, arn));
    if (users.length > 0)
      throw new Refusal(
        400,
        "ResourceInUseException",
        `Certificate ${arn} in account ${ACCOUNT} is in use by ${users.join(", ")}.`,
      );
    this.certificates.delete(arn);
  }
}

const invalid = (message: string): Refusal => new Refusal(400, "ValidationException", message);

function namesOf({ DomainName: domain, SubjectAlternativeNames: more = [] }: CertificateRequest): string[] {
  if (domain === undefined) throw invalid("DomainName is required");
  // The certificate's common name: https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 (ub-common-name)
  if (domain.length > 64)
    throw invalid(`The first domain name can be no longer than 64 octets: ${domain} has ${domain.length}`);
  const names = [...new Set([domain, ...more].map((name) => name.toLowerCase()))];
  const wrong = names.find((name) => name.length > 253 || !NAME.test(name));
  if (wrong !== undefined) throw invalid(`${wrong} failed to satisfy constraint: ${NAME.source}`);
  return names;
}
