import { randomBytes } from "node:crypto";
import { Refusal } from "../call";
import { plainName, type DnsSource } from "../public-dns";

/** All records of one name and type, or an alias for another name. */
export interface RecordSet {
  /** With its final dot, as Route 53 has all names. */
  name: string;
  type: string;
  ttl?: number;
  values: string[];
  alias?: { zoneId: string; name: string; evaluateTargetHealth: boolean };
}

export interface Zone {
  id: string;
  name: string;
  callerReference: string;
  comment: string;
  records: RecordSet[];
  tags: Map<string, string>;
}

/** Every name server here has this name: nobody asks them. */
export const NAME_SERVERS = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"];

export const withDot = (name: string): string => `${plainName(name)}.`;

/** The hosted zones of the account; all are public. */
export class Zones {
  private readonly zones = new Map<string, Zone>();

  create(name: string, callerReference: string, comment: string): Zone {
    if (this.all().some((zone) => zone.callerReference === callerReference))
      throw new Refusal(409, "HostedZoneAlreadyExists", "A hosted zone with this caller reference exists");
    const id = `Z${randomBytes(10).toString("hex").toUpperCase()}`;
    const zone: Zone = {
      id,
      name: withDot(name),
      callerReference,
      comment,
      records: [
        { name: withDot(name), type: "NS", ttl: 172_800, values: NAME_SERVERS.map((server) => `${server}.`) },
        {
          name: withDot(name),
          type: "SOA",
          ttl: 900,
          values: [`${NAME_SERVERS[0]!}. admin.invalid. 1 7200 900 1209600 86400`],
        },
      ],
      tags: new Map(),
    };
    this.zones.set(id, zone);
    return zone;
  }

  get(id: string): Zone {
    const zone = this.zones.get(id);
    if (!zone) throw new Refusal(404, "NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
    return zone;
  }

  all(): Zone[] {
    return [...this.zones.values()];
  }

  /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
  delete(id: string): void {
    if (this.get(id).records.some(({ type }) => type !== "NS" && type !== "SOA"))
      throw new Refusal(
        400,
        "HostedZoneNotEmpty",
        "The hosted zone contains resource records that are not SOA or NS records",
      );
    this.zones.delete(id);
  }

  readonly source: DnsSource = (name, type) => {
    const named = this.all().flatMap(({ records }) =>
      records.filter((record) => record.name === withDot(name)),
    );
    if (type === "ALIAS") return named.flatMap(({ alias }) => (alias ? [alias.name] : []));
    const found = named.filter((record) => record.type === type);
    return found.flatMap(({ values }) => values.map((value) => value.replace(/^"(.*)"$/, "$1")));
  };
}
