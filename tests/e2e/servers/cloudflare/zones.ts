import { randomBytes } from "node:crypto";
import { ApiError, isId, noRoute, page, type ApiCall, type Route } from "./api";
import type { ConnectorRule } from "./cloud-connector";
import type { DnsRecord } from "./dns-records";
import type { Ruleset } from "./rulesets";

export interface Zone {
  id: string;
  name: string;
  records: Map<string, DnsRecord>;
  /** By phase: of each, a zone has one entry point. */
  rulesets: Map<string, Ruleset>;
  /** The rules of Cloud Connector: one list. */
  connectorRules: ConnectorRule[];
}

export const newId = (): string => randomBytes(16).toString("hex");

const isIn = (zone: Zone, hostname: string): boolean =>
  hostname === zone.name || hostname.endsWith(`.${zone.name}`);

/** The zones of one account. */
export class Zones {
  private readonly zones = new Map<string, Zone>();

  constructor(readonly accountId: string) {}

  create(name: string): Zone {
    const zone: Zone = { id: newId(), name, records: new Map(), rulesets: new Map(), connectorRules: [] };
    this.zones.set(zone.id, zone);
    return zone;
  }

  all(): Zone[] {
    return [...this.zones.values()];
  }

  /** The zone of a route with `:zone`. */
  of({ parameters, path }: ApiCall): Zone {
    const id = parameters["zone"]!;
    if (!isId(id)) throw noRoute(path);
    return this.get(id);
  }

  /** The zone with this id, for a product that makes a hostname in it. */
  withHost(id: string, hostname: string): Zone {
    const zone = this.get(id);
    if (!isIn(zone, hostname)) throw new ApiError(400, 100121, `${hostname} is not in the zone ${zone.name}`);
    return zone;
  }

  /** The zone that a hostname is in; empty if there is none. */
  idOfHost(hostname: string): string {
    return this.all().find((zone) => isIn(zone, hostname))?.id ?? "";
  }

  /** Of a zone that is somebody else's, Cloudflare does not say whether it exists. */
  private get(id: string): Zone {
    const zone = this.zones.get(id);
    if (!zone) throw new ApiError(403, 9109, "Unauthorized to access requested resource");
    return zone;
  }

  /** https://developers.cloudflare.com/api/resources/zones/ */
  readonly routes: Route[] = [
    { method: "GET", path: "/zones/:zone", answer: (call) => ({ result: this.described(this.of(call)) }) },
    {
      method: "GET",
      path: "/zones",
      answer: ({ query }) => {
        const name = query.get("name");
        const found = this.all().filter((zone) => name === null || zone.name === name);
        return page(found.map((zone) => this.described(zone)));
      },
    },
  ];

  private described({ id, name }: Zone): object {
    return {
      id,
      name,
      status: "active",
      paused: false,
      type: "full",
      development_mode: 0,
      name_servers: ["a.ns.cloudflare.com", "b.ns.cloudflare.com"],
      original_name_servers: [],
      account: { id: this.accountId, name: "test" },
      owner: { id: null, type: "user", email: null },
      plan: { id: "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: "Free Website", legacy_id: "free" },
      permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
      meta: {},
      created_on: "2026-01-01T00:00:00Z",
      modified_on: "2026-01-01T00:00:00Z",
      activated_on: "2026-01-01T00:00:00Z",
    };
  }
}
