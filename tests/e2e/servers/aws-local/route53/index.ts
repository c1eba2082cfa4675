import { Refusal, xml as reply, type Answer, type Call, type Part } from "../call";
import { at, element, parseXml, textAt, writeXml, type Xml } from "../xml";
import { changed } from "./changes";
import { NAME_SERVERS, withDot, type RecordSet, type Zone, type Zones } from "./zones";

const PREFIX = "/2013-04-01/";
const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

/**
 * Route 53, kept here and not in moto, which knows none of the rules for records that stand beside each other and takes a
 * record that was deleted for one that is still there.
 */
export const route53 =
  (zones: Zones): Part =>
  (call) =>
    Promise.resolve(call.path.startsWith(PREFIX) ? answer(zones, call) : undefined);

const write = (status: number, root: Xml): Answer => reply(status, writeXml(root, NAMESPACE));

function answer(zones: Zones, call: Call): Answer {
  const [resource, id = "", sub] = call.path.slice(PREFIX.length).replace(/\/$/, "").split("/");
  const route = `${call.method} ${String(resource)}${id ? "/id" : ""}${sub ? `/${sub}` : ""}`;
  switch (route) {
    case "POST hostedzone":
      return create(zones, call);
    case "GET hostedzone":
    case "GET hostedzonesbyname":
      return list(zones.all(), call);
    case "GET hostedzone/id":
      return write(200, element("GetHostedZoneResponse", ...described(zones.get(id))));
    case "DELETE hostedzone/id":
      zones.delete(id);
      return write(200, element("DeleteHostedZoneResponse", change()));
    case "GET hostedzone/id/dnssec":
      zones.get(id);
      return write(
        200,
        element("GetDNSSECResponse", element("Status", element("ServeSignature", "NOT_SIGNING"))),
      );
    case "POST hostedzone/id/rrset":
      return changeRecords(zones.get(id), call);
    case "GET hostedzone/id/rrset":
      return records(zones.get(id), call);
    case "GET change/id":
      return write(200, element("GetChangeResponse", change()));
  }
  if (resource === "tags" && id === "hostedzone" && sub) return tags(zones.get(sub), call);
  throw new Refusal(400, "InvalidAction", `not part of this Route 53: ${route}`);
}

/** Changes reach every name server at once. */
const change = (): Xml =>
  element(
    "ChangeInfo",
    element("Id", "/change/C0000000000000"),
    element("Status", "INSYNC"),
    element("SubmittedAt", new Date().toISOString()),
  );

const hostedZone = (zone: Zone): Xml =>
  element(
    "HostedZone",
    element("Id", `/hostedzone/${zone.id}`),
    element("Name", zone.name),
    element("CallerReference", zone.callerReference),
    element("Config", element("Comment", zone.comment), element("PrivateZone", false)),
    element("ResourceRecordSetCount", zone.records.length),
  );

const described = (zone: Zone): Xml[] => [
  hostedZone(zone),
  element(
    "DelegationSet",
    element("NameServers", ...NAME_SERVERS.map((server) => element("NameServer", server))),
  ),
];

function create(zones: Zones, call: Call): Answer {
  const request = parseXml(call.body.toString());
  const [name, reference] = [textAt(request, "Name"), textAt(request, "CallerReference")];
  if (name === undefined || reference === undefined)
    throw new Refusal(400, "InvalidInput", "Name and CallerReference are required");
  const zone = zones.create(name, reference, textAt(request, "HostedZoneConfig", "Comment") ?? "");
  const answer = write(201, element("CreateHostedZoneResponse", ...described(zone), change()));
  return { ...answer, headers: { ...answer.headers, location: `${PREFIX}hostedzone/${zone.id}` } };
}

function list(zones: Zone[], call: Call): Answer {
  const from = call.query.get("dnsname");
  const byName = call.path.endsWith("hostedzonesbyname");
  const listed = from === null ? zones : zones.filter(({ name }) => name === withDot(from));
  return write(
    200,
    element(
      byName ? "ListHostedZonesByNameResponse" : "ListHostedZonesResponse",
      element("HostedZones", ...listed.map(hostedZone)),
      element("IsTruncated", false),
      element("MaxItems", 100),
    ),
  );
}

function changeRecords(zone: Zone, call: Call): Answer {
  zone.records = changed(zone, at(parseXml(call.body.toString()), "ChangeBatch", "Changes")?.children ?? []);
  return write(200, element("ChangeResourceRecordSetsResponse", change()));
}

/** Route 53 sorts names by their labels from the right. */
const sortKey = ({ name, type }: { name: string; type: string }): string =>
  `${name.split(".").reverse().join(".")} ${type}`;

function records(zone: Zone, call: Call): Answer {
  const [name, type] = [call.query.get("name"), call.query.get("type")];
  const start = name === null ? "" : sortKey({ name: withDot(name), type: type ?? "" });
  const most = Number(call.query.get("maxitems") ?? 300);
  const found = zone.records
    .map((record) => ({ record, key: sortKey(record) }))
    .filter(({ key }) => key >= start)
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ record }) => record);
  const next = found[most];
  return write(
    200,
    element(
      "ListResourceRecordSetsResponse",
      element("ResourceRecordSets", ...found.slice(0, most).map(recordSet)),
      element("IsTruncated", next !== undefined),
      next && element("NextRecordName", next.name),
      next && element("NextRecordType", next.type),
      element("MaxItems", most),
    ),
  );
}

function recordSet({ name, type, ttl, values, alias }: RecordSet): Xml {
  const value = (text: string): Xml => element("ResourceRecord", element("Value", text));
  return element(
    "ResourceRecordSet",
    element("Name", name.replace("*", "\\052")),
    element("Type", type),
    ttl === undefined ? undefined : element("TTL", ttl),
    values.length > 0 ? element("ResourceRecords", ...values.map(value)) : undefined,
    alias &&
      element(
        "AliasTarget",
        element("HostedZoneId", alias.zoneId),
        element("DNSName", alias.name),
        element("EvaluateTargetHealth", alias.evaluateTargetHealth),
      ),
  );
}

function tags(zone: Zone, call: Call): Answer {
  if (call.method === "POST") {
    const request = parseXml(call.body.toString());
    for (const tag of at(request, "AddTags")?.children ?? [])
      zone.tags.set(textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? "");
    for (const key of at(request, "RemoveTagKeys")?.children ?? []) zone.tags.delete(key.text);
    return write(200, element("ChangeTagsForResourceResponse"));
  }
  const all = [...zone.tags].map(([key, value]) =>
    element("Tag", element("Key", key), element("Value", value)),
  );
  const set = element(
    "ResourceTagSet",
    element("ResourceType", "hostedzone"),
    element("ResourceId", zone.id),
    element("Tags", ...all),
  );
  return write(200, element("ListTagsForResourceResponse", set));
}
