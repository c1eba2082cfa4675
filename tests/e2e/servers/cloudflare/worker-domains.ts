import { randomUUID } from "node:crypto";
import type { Account } from "./account";
import { ApiError, type ApiCall, type Route } from "./api";
import { PROXIABLE } from "./dns-records";
import { oneOf, shape, text } from "./fields";
import { addOwnedRecord, removeOwnedRecord } from "./owned-records";
import { newId, type Zone } from "./zones";

export interface WorkerDomain {
  id: string;
  hostname: string;
  /** The name of the Worker. */
  service: string;
  zone: Zone;
  certificateId: string;
}

const checkBody = shape(
  { hostname: text(/^[a-z\d-]+(\.[a-z\d-]+)+$/), service: text() },
  { zone_id: text(), zone_name: text(), environment: oneOf("production") },
);

interface DomainRequest {
  hostname: string;
  service: string;
  zone_id?: string;
  zone_name?: string;
}

/** https://developers.cloudflare.com/api/resources/workers/subresources/domains/ */
export function workerDomainRoutes(account: Account): Route[] {
  const path = "/accounts/:account/workers/domains";
  return [
    { method: "PUT", path, answer: (call) => ({ result: described(attach(account, call)) }) },
    {
      method: "GET",
      path: `${path}/:domain`,
      answer: (call) => {
        const { zone_id, zone_name, ...rest } = described(domainOf(account, call));
        return { result: account.badDays.withoutZone ? rest : { ...rest, zone_id, zone_name } };
      },
    },
    {
      method: "DELETE",
      path: `${path}/:domain`,
      answer: (call) => {
        const { id, zone, hostname } = domainOf(account, call);
        removeOwnedRecord(zone, hostname);
        account.workerDomains.delete(id);
        return {}; // no body and no type, which the provider expects
      },
    },
  ];
}

function domainOf(account: Account, call: ApiCall): WorkerDomain {
  account.check(call);
  const domain = account.workerDomains.get(call.parameters["domain"]!);
  if (!domain) throw new ApiError(404, 100114, "The domain does not exist.");
  return domain;
}

/** https://github.com/cloudflare/workers-sdk/issues/9878, https://github.com/vm0-ai/vm0/pull/33406 */
function attach(account: Account, call: ApiCall): WorkerDomain {
  account.check(call);
  const problem = checkBody(call.body, "body");
  if (problem !== undefined) throw new ApiError(400, 100123, problem);
  const { hostname, service, zone_id, zone_name } = call.body as unknown as DomainRequest;
  if (!account.workers.has(service))
    throw new ApiError(404, 10007, "This Worker does not exist on your account.");
  const zone = account.zones.withHost(zone_id ?? account.zones.idOfHost(hostname), hostname);
  if (zone_name !== undefined && zone_name !== zone.name)
    throw new ApiError(400, 100123, "zone_name is not the name of the zone");
  const present = [...account.workerDomains.values()].find((domain) => domain.hostname === hostname);
  if (present?.service === service) return present;
  if (present)
    throw new ApiError(
      409,
      100116,
      `Hostname '${hostname}' is already in use by the Worker ${present.service}.`,
    );
  if ([...zone.records.values()].some(({ name, type }) => name === hostname && PROXIABLE.includes(type)))
    throw new ApiError(
      409,
      100117,
      `Hostname '${hostname}' already has externally managed DNS records (A, CNAME, etc). Either delete them, try a different hostname, or use the option 'override_existing_dns_record' to override.`,
    );
  addOwnedRecord(zone, { name: hostname, type: "AAAA", content: "100::", owner: `Worker ${service}` });
  const domain: WorkerDomain = { id: newId(), hostname, service, zone, certificateId: randomUUID() };
  account.workerDomains.set(domain.id, domain);
  return domain;
}

const described = ({ id, hostname, service, zone, certificateId }: WorkerDomain) => ({
  ...{ id, hostname, service, environment: "production", cert_id: certificateId },
  ...{ zone_id: zone.id, zone_name: zone.name },
});
