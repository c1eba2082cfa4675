import type { DnsSource } from "../aws-local/public-dns";
import { ApiError, isId, noRoute, page, type ApiAnswer, type ApiCall, type Route } from "./api";
import { checkBeside, checkRecord } from "./dns-checks";
import { checkNotOwned } from "./owned-records";
import { newId, type Zone, type Zones } from "./zones";

export interface DnsRecord {
  id: string;
  /** Full, in lower case, without a final dot. */
  name: string;
  type: string;
  content: string;
  ttl: number;
  proxied: boolean;
  comment: string | null;
  /** The product that made the record and alone may change it. */
  owner?: string;
  createdOn: string;
  modifiedOn: string;
}

/** https://developers.cloudflare.com/api/resources/dns/subresources/records/ */
export const dnsRecordRoutes = (zones: Zones): Route[] => [
  { method: "GET", path: "/zones/:zone/dns_records", answer: (call) => list(zones.of(call), call) },
  { method: "POST", path: "/zones/:zone/dns_records", answer: (call) => create(zones.of(call), call) },
  {
    method: "GET",
    path: "/zones/:zone/dns_records/:record",
    answer: (call) => ({ result: described(recordOf(zones.of(call), call)) }),
  },
  { method: "PUT", path: "/zones/:zone/dns_records/:record", answer: (call) => change(zones.of(call), call) },
  {
    method: "PATCH",
    path: "/zones/:zone/dns_records/:record",
    answer: (call) => change(zones.of(call), call),
  },
  {
    method: "DELETE",
    path: "/zones/:zone/dns_records/:record",
    answer: (call) => {
      const zone = zones.of(call);
      const record = recordOf(zone, call);
      checkNotOwned(record);
      const { id } = record;
      zone.records.delete(id);
      return { result: { id } };
    },
  },
];

/** What the world sees: of a proxied record, addresses of Cloudflare only. */
export const dnsSourceOf =
  (zones: Zones): DnsSource =>
  (name, type) =>
    zones
      .all()
      .flatMap(({ records }) => [...records.values()])
      .filter((record) => record.name === name && record.type === type && !record.proxied)
      .map(({ content }) => content.replace(/^"(.*)"$/, "$1"));

function recordOf(zone: Zone, { parameters, path }: ApiCall): DnsRecord {
  const id = parameters["record"];
  if (!isId(id)) throw noRoute(path);
  const record = zone.records.get(id!);
  if (!record) throw new ApiError(404, 81044, "Record does not exist.");
  return record;
}

function list(zone: Zone, { query }: ApiCall): ApiAnswer {
  const wanted = (member: "name" | "type" | "content"): string | null =>
    query.get(member) ?? query.get(`${member}.exact`);
  const found = [...zone.records.values()].filter((record) =>
    (["name", "type", "content"] as const).every((member) => {
      const value = wanted(member);
      return value === null || value === record[member];
    }),
  );
  return page(found.map(described));
}

function create(zone: Zone, { body }: ApiCall): ApiAnswer {
  const now = new Date().toISOString();
  const record: DnsRecord = { id: newId(), ...parse(zone, body), createdOn: now, modifiedOn: now };
  checkBeside(zone, record);
  zone.records.set(record.id, record);
  return { result: described(record) };
}

/** PUT writes a record anew, PATCH keeps what it does not name. */
function change(zone: Zone, call: ApiCall): ApiAnswer {
  const record = recordOf(zone, call);
  checkNotOwned(record);
  const body = call.method === "PATCH" ? { ...given(record), ...call.body } : call.body;
  const changed = { ...record, ...parse(zone, body), modifiedOn: new Date().toISOString() };
  checkBeside(zone, changed);
  zone.records.set(record.id, changed);
  return { result: described(changed) };
}

const given = ({ name, type, content, ttl, proxied, comment }: DnsRecord): Record<string, unknown> => ({
  ...{ name, type, content, ttl, proxied, comment },
});

/** What a request says of a record. */
interface RecordRequest {
  name: string;
  type: string;
  content: string;
  ttl?: number;
  proxied?: boolean;
  comment?: string | null;
}

function parse(
  zone: Zone,
  body: Record<string, unknown>,
): Omit<DnsRecord, "id" | "createdOn" | "modifiedOn"> {
  checkRecord(body);
  const { name, type, content, ttl = 1, proxied = false, comment = null } = body as unknown as RecordRequest;
  return {
    name: fullName(zone, name),
    type,
    content: type === "CNAME" ? content.toLowerCase().replace(/\.$/, "") : content,
    ttl: proxied ? 1 : ttl,
    proxied,
    comment,
  };
}

/**
 * Whatever does not end with the zone is taken for a name in it, even another zone's.
 * https://github.com/NewFuture/DDNS/issues/21
 */
function fullName(zone: Zone, given: string): string {
  const name = given.toLowerCase().replace(/\.$/, "");
  if (name === "@") return zone.name;
  return name === zone.name || name.endsWith(`.${zone.name}`) ? name : `${name}.${zone.name}`;
}

export const PROXIABLE = ["A", "AAAA", "CNAME"];

const described = ({ createdOn, modifiedOn, owner, ...record }: DnsRecord): object => ({
  ...record,
  proxiable: PROXIABLE.includes(record.type),
  settings: {},
  meta: owner === undefined ? {} : { read_only: true },
  tags: [],
  created_on: createdOn,
  modified_on: modifiedOn,
});
