import type { Account } from "./account";
import { ApiError, type ApiCall, type Route } from "./api";
import { flag, listOf, oneOf, shape, text } from "./fields";
import { addOwnedRecord, removeOwnedRecord } from "./owned-records";
import { bucketOf, checkJson, type Bucket } from "./r2-buckets";
import type { Zone } from "./zones";

export interface CustomDomain {
  domain: string;
  zone: Zone;
  enabled: boolean;
  minTls: string;
  ciphers: string[] | undefined;
  /** A new domain is pending until somebody looks at it again. */
  isActive: boolean;
}

const settings = {
  enabled: flag,
  minTLS: oneOf("1.0", "1.1", "1.2", "1.3"),
  ciphers: listOf(text(/^[A-Z\d-]+$/)),
};
const checkNew = shape({ domain: text(), zoneId: text(), enabled: flag }, settings);
/** The provider repeats the domain and its zone, which no request can change. */
const checkChange = shape({}, { domain: text(), zoneId: text(), ...settings });

interface DomainRequest {
  domain: string;
  zoneId: string;
  enabled: boolean;
  minTLS?: string;
  ciphers?: string[];
}

/** https://developers.cloudflare.com/api/resources/r2/subresources/buckets/subresources/domains/subresources/custom/ */
export function r2CustomDomainRoutes(account: Account): Route[] {
  const path = "/accounts/:account/r2/buckets/:bucket/domains/custom";
  return [
    { method: "POST", path, answer: (call) => ({ result: create(account, call) }) },
    { method: "GET", path: `${path}/:domain`, answer: (call) => ({ result: read(account, call) }) },
    { method: "PUT", path: `${path}/:domain`, answer: (call) => ({ result: change(account, call) }) },
    { method: "DELETE", path: `${path}/:domain`, answer: (call) => ({ result: remove(account, call) }) },
  ];
}

function create(account: Account, call: ApiCall): object {
  const bucket = bucketOf(account, call);
  checkJson(checkNew, call.body);
  const {
    domain: name,
    zoneId,
    enabled,
    minTLS: minTls = "1.0",
    ciphers,
  } = call.body as unknown as DomainRequest;
  const zone = account.zones.withHost(zoneId, name);
  // It makes its own record, and so it needs the name for itself.
  addOwnedRecord(zone, { name, type: "CNAME", content: "public.r2.dev", owner: `R2 bucket ${bucket.name}` });
  const isOn = enabled && !account.badDays.enabledIgnored;
  bucket.domains.set(name, { domain: name, zone, enabled: isOn, minTls, ciphers, isActive: false });
  return { domain: name, enabled, minTLS: minTls, ...(ciphers && { ciphers }) };
}

function read(account: Account, call: ApiCall): object {
  const domain = domainOf(bucketOf(account, call), call);
  const answer = described(account, domain);
  domain.isActive = true;
  return answer;
}

function change(account: Account, call: ApiCall): object {
  const domain = domainOf(bucketOf(account, call), call);
  checkJson(checkChange, call.body);
  const { enabled, minTLS, ciphers } = call.body as Partial<DomainRequest>;
  if (enabled !== undefined) domain.enabled = enabled;
  if (minTLS !== undefined) domain.minTls = minTLS;
  if (ciphers !== undefined) domain.ciphers = ciphers;
  return { domain: domain.domain, enabled: domain.enabled, minTLS: domain.minTls };
}

function remove(account: Account, call: ApiCall): object {
  const bucket = bucketOf(account, call);
  const { domain, zone } = domainOf(bucket, call);
  removeOwnedRecord(zone, domain);
  bucket.domains.delete(domain);
  return { domain };
}

/** No report quotes the code of this answer, and the provider looks at its status only. */
function domainOf(bucket: Bucket, { parameters }: ApiCall): CustomDomain {
  const domain = bucket.domains.get(parameters["domain"]!);
  if (!domain) throw new ApiError(404, 10013, "The specified custom domain does not exist.");
  return domain;
}

function described(
  account: Account,
  { domain, zone, enabled, minTls, ciphers, isActive }: CustomDomain,
): object {
  if (account.badDays.withoutZone)
    return { domain, enabled, status: { ownership: "unknown", ssl: "unknown" } };
  return {
    domain,
    enabled,
    status: isActive ? { ownership: "active", ssl: "active" } : { ownership: "pending", ssl: "initializing" },
    minTLS: minTls,
    ...(ciphers && { ciphers }),
    zoneId: zone.id,
    zoneName: zone.name,
  };
}
