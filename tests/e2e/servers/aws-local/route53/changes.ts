import { Refusal } from "../call";
import { at, textAt, type Xml } from "../xml";
import { withDot, type RecordSet, type Zone } from "./zones";

/** The zone that all of CloudFront's hostnames are in: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

const refused = (message: string): Refusal => new Refusal(400, "InvalidChangeBatch", `[${message}]`);

/**
 * The zone's records after a batch of changes, all or none of which are made.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export function changed(zone: Zone, changes: Xml[]): RecordSet[] {
  let records = zone.records;
  for (const change of changes) records = apply(zone, records, change);
  for (const record of records) checkBeside(zone, records, record);
  return records;
}

function apply(zone: Zone, records: RecordSet[], change: Xml): RecordSet[] {
  const record = parseRecord(at(change, "ResourceRecordSet"));
  const there = records.find(({ name, type }) => name === record.name && type === record.type);
  const others = records.filter((other) => other !== there);
  const named = `[name='${record.name}', type='${record.type}']`;
  switch (textAt(change, "Action")) {
    case "CREATE":
      if (there) throw refused(`Tried to create resource record set ${named} but it already exists`);
      break;
    case "UPSERT":
      break;
    case "DELETE":
      if (!there) throw refused(`Tried to delete resource record set ${named} but it was not found`);
      if (JSON.stringify(there) !== JSON.stringify(record))
        throw refused(
          `Tried to delete resource record set ${named} but the values provided do not match the current values`,
        );
      return others;
    default:
      throw new Refusal(400, "InvalidInput", `Invalid XML: ${String(textAt(change, "Action"))} is no action`);
  }
  checkAlone(zone, record);
  return [...others, record];
}

function parseRecord(xml: Xml | undefined): RecordSet {
  const [name, type] = [textAt(xml, "Name"), textAt(xml, "Type")];
  if (name === undefined || type === undefined)
    throw new Refusal(400, "InvalidInput", "Name and Type are required");
  const values = (at(xml, "ResourceRecords")?.children ?? []).map((value) => textAt(value, "Value") ?? "");
  const ttl = textAt(xml, "TTL");
  const [zoneId, target] = [
    textAt(xml, "AliasTarget", "HostedZoneId"),
    textAt(xml, "AliasTarget", "DNSName"),
  ];
  const record: RecordSet = { name: withDot(name), type, values };
  if (ttl !== undefined) record.ttl = Number(ttl);
  if (zoneId !== undefined && target !== undefined) {
    const evaluateTargetHealth = textAt(xml, "AliasTarget", "EvaluateTargetHealth") === "true";
    record.alias = { zoneId, name: withDot(target), evaluateTargetHealth };
  }
  if ((record.alias === undefined) === (record.ttl === undefined || values.length === 0))
    throw new Refusal(
      400,
      "InvalidInput",
      `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId] for ${name}`,
    );
  return record;
}

/**
 * What a record may say. For aliases of CloudFront:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
function checkAlone(zone: Zone, { name, type, alias }: RecordSet): void {
  if (name !== zone.name && !name.endsWith(`.${zone.name}`))
    throw refused(`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`);
  if (type === "CNAME" && name === zone.name)
    throw refused(`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`);
  if (alias?.zoneId !== CLOUDFRONT_ZONE) return;
  if (!["A", "AAAA", "HTTPS"].includes(type) || !alias.name.endsWith(".cloudfront.net."))
    throw refused(
      `Tried to create an alias that targets ${alias.name}, type ${type} in zone ${alias.zoneId}, but the alias target name does not lie within the target zone`,
    );
  if (alias.evaluateTargetHealth)
    throw new Refusal(
      400,
      "InvalidInput",
      "EvaluateTargetHealth cannot be true for an alias of a CloudFront distribution",
    );
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat */
function checkBeside(zone: Zone, records: RecordSet[], { name, type }: RecordSet): void {
  if (type === "CNAME" && records.some((other) => other.name === name && other.type !== "CNAME"))
    throw refused(
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    );
}
