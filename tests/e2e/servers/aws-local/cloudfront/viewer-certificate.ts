import { covers, type Certificates } from "../acm/certificates";
import { Refusal } from "../call";
import type { PublicDns } from "../public-dns";
import { textAt, type Xml } from "../xml";
import { aliasesOf, certificateOf, type CloudFrontStore, type Distribution } from "./store";

const MOST_ALIASES = 100;

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html */
const PROTOCOLS = [
  ...["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018"],
  ...["TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.3_2025", "TLSv1.2_2025"],
];

const wrong = (message: string): Refusal => new Refusal(400, "InvalidViewerCertificate", message);

/**
 * The certificate is issued, in us-east-1, and covers every alias.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements
 */
export function checkCertificate(certificates: Certificates, config: Xml): void {
  const arn = certificateOf(config);
  const aliases = aliasesOf(config);
  if (arn === undefined) {
    if (aliases.length > 0)
      throw wrong(
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
      );
    return;
  }
  const certificate = certificates.find(arn);
  if (!certificate?.issuedAt || certificate.region !== "us-east-1")
    throw wrong(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  for (const alias of aliases)
    if (!covers(certificate, alias))
      throw wrong(
        `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add: ${alias}`,
      );
  const protocol = textAt(config, "ViewerCertificate", "MinimumProtocolVersion") ?? "SSLv3";
  if (!PROTOCOLS.includes(protocol))
    throw new Refusal(
      400,
      "InvalidMinimumProtocolVersion",
      `The minimum protocol version is not valid: ${protocol}`,
    );
  const support = textAt(config, "ViewerCertificate", "SSLSupportMethod");
  if (support !== "sni-only" && support !== "vip")
    throw new Refusal(400, "InvalidArgument", "SSLSupportMethod must be set with ACMCertificateArn");
  if (support === "sni-only" && protocol === "SSLv3")
    throw new Refusal(400, "InvalidProtocolSettings", "SSLv3 needs SSLSupportMethod vip");
}

/**
 * An alias is in lower case, belongs to no other distribution, and is not added while its DNS record leads to another one.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-restrictions
 */
export function checkAliases(
  { store, dns }: { store: CloudFrontStore; dns: PublicDns },
  config: Xml,
  own?: Distribution,
): void {
  const aliases = aliasesOf(config);
  if (aliases.length > MOST_ALIASES)
    throw new Refusal(400, "TooManyDistributionCNAMEs", `${aliases.length} alternate domain names`);
  const wrong = aliases.find((alias) => alias !== alias.toLowerCase() || !alias.includes("."));
  if (wrong !== undefined)
    throw new Refusal(400, "InvalidArgument", `The alternate domain name is not valid: ${wrong}`);
  for (const alias of aliases) {
    const owner = store.ownerOf(alias);
    if (owner && owner !== own)
      throw taken("One or more of the CNAMEs you provided are already associated with a different resource.");
    const targets = owner ? [] : dns.targetsOf(alias);
    const others = [...store.distributions.values()].filter((other) => other !== own);
    if (others.some(({ domainName }) => targets.includes(domainName)))
      throw taken(
        "One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution.",
      );
  }
}

const taken = (message: string): Refusal => new Refusal(409, "CNAMEAlreadyExists", message);
