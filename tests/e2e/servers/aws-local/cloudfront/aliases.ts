import { covers, type Certificates } from "../acm/certificates";
import { ACCOUNT, Refusal, type Answer, type Call } from "../call";
import type { PublicDns } from "../public-dns";
import { element, textAt, withChild, type Xml } from "../xml";
import { newId } from "./kinds";
import { bodyOf, pageOf, write } from "./protocol";
import { aliasesOf, certificateOf, type CloudFrontStore, type Distribution } from "./store";

/** What moving an alias looks at beside the distributions. */
export interface AliasContext {
  store: CloudFrontStore;
  certificates: Certificates;
  dns: PublicDns;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateAlias.html */
export function associateAlias(context: AliasContext, target: Distribution, call: Call): Answer {
  moveAlias(context, target, call.query.get("Alias") ?? "");
  return { status: 200, headers: {}, body: Buffer.alloc(0) };
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDomainAssociation.html */
export function updateDomainAssociation(context: AliasContext, call: Call): Answer {
  const request = bodyOf(call, "UpdateDomainAssociationRequest");
  const id = textAt(request, "TargetResource", "DistributionId") ?? "";
  const target = context.store.distributions.get(id);
  if (!target) throw new Refusal(404, "EntityNotFound", `The specified distribution does not exist: ${id}`);
  const domain = textAt(request, "Domain") ?? "";
  moveAlias(context, target, domain);
  const result = element(
    "UpdateDomainAssociationResult",
    element("Domain", domain),
    element("ResourceId", id),
  );
  return write(200, result, { etag: target.etag });
}

/**
 * Takes the alias from the distribution that has it, if any, and gives it to the target, whose certificate must cover it and
 * for which a TXT record must speak. AWS documents both conditions, but not what it answers where they are not met.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/alternate-domain-names-move-create-target.html
 */
function moveAlias({ store, certificates, dns }: AliasContext, target: Distribution, alias: string): void {
  if (!alias.includes("."))
    throw new Refusal(400, "InvalidArgument", `The alternate domain name is not valid: ${alias}`);
  const certificate = certificates.find(certificateOf(target.config) ?? "");
  if (!certificate?.issuedAt || !covers(certificate, alias))
    throw new Refusal(
      400,
      "IllegalUpdate",
      `The certificate of the target distribution does not cover ${alias}`,
    );
  if (!dns.has({ name: `_${alias}`, type: "TXT", value: target.domainName }))
    throw new Refusal(
      400,
      "IllegalUpdate",
      `There is no DNS TXT record _${alias} with the value ${target.domainName}`,
    );
  const source = store.ownerOf(alias);
  if (source === target) return;
  if (source)
    setAliases(
      source,
      aliasesOf(source.config).filter((other) => other !== alias),
    );
  setAliases(target, [...aliasesOf(target.config), alias]);
}

function setAliases(distribution: Distribution, aliases: string[]): void {
  const items = aliases.map((alias) => element("CNAME", alias));
  const list = element(
    "Aliases",
    element("Quantity", aliases.length),
    items.length > 0 ? element("Items", ...items) : undefined,
  );
  distribution.config = withChild(distribution.config, list);
  distribution.etag = newId();
  distribution.modified = new Date();
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListConflictingAliases.html */
export function listConflictingAliases(store: CloudFrontStore, call: Call): Answer {
  const wanted = call.query.get("Alias") ?? "";
  const found = [...store.distributions.values()].flatMap(({ id, config }) =>
    aliasesOf(config)
      .filter((alias) => overlap(alias, wanted) || overlap(wanted, alias))
      .map((alias) => conflict(alias, id)),
  );
  const { children } = pageOf("ConflictingAliasesList", found);
  const list = children.filter(({ name }) => name !== "IsTruncated" && name !== "Marker");
  return write(200, element("ConflictingAliasesList", ...list));
}

const overlap = (wildcard: string, name: string): boolean =>
  wildcard === name || (wildcard.startsWith("*.") && name.endsWith(wildcard.slice(1)));

/** Ids are partly hidden: the distribution may be somebody else's. */
function conflict(alias: string, id: string): Xml {
  const hidden = (text: string): string => "*".repeat(7) + text.slice(7);
  return element(
    "ConflictingAlias",
    element("Alias", alias),
    element("DistributionId", hidden(id)),
    element("AccountId", hidden(ACCOUNT)),
  );
}
