import { isIPv4, isIPv6 } from "node:net";
import { ApiError } from "./api";
import { PROXIABLE, type DnsRecord } from "./dns-records";
import type { Zone } from "./zones";

const TYPES = ["A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NS", "PTR", "SRV", "SVCB", "TXT"];
const NAME = /^(@|(\*\.)?([a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?\.)*[a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?\.?)$/i;

/** https://github.com/pulumi/pulumi-cloudflare/issues/292 */
const invalid = (code: number, message: string): ApiError =>
  new ApiError(400, 1004, "DNS Validation Error", [{ code, message }]);

/**
 * What a record may say by itself. The codes as in
 * https://github.com/simplesurance/cfdns/pull/17, https://github.com/LINKIWI/cloudflare-ddns-client/pull/30 and
 * https://github.com/cloudflare/terraform-provider-cloudflare/issues/3217.
 */
export function checkRecord(body: Record<string, unknown>): void {
  const { name, type, content, ttl = 1, proxied = false, tags = [] } = body;
  if (typeof type !== "string" || !TYPES.includes(type)) throw invalid(9009, "Record type is invalid.");
  if (typeof name !== "string" || name.length > 255 || !NAME.test(name))
    throw invalid(9000, "DNS name is invalid.");
  if (typeof content !== "string") throw invalid(9020, "Content is required.");
  if (type === "A" && !isIPv4(content))
    throw new ApiError(400, 9005, "Content for A record must be a valid IPv4 address.");
  if (type === "AAAA" && !isIPv6(content))
    throw new ApiError(400, 9006, "Content for AAAA record must be a valid IPv6 address.");
  if (type === "CNAME" && (!NAME.test(content) || content === "@" || !content.includes(".")))
    throw new ApiError(400, 9007, "Content for CNAME record is invalid.");
  if (typeof ttl !== "number" || (ttl !== 1 && (ttl < 60 || ttl > 86_400)))
    throw invalid(9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
  if (proxied === true && !PROXIABLE.includes(type))
    throw new ApiError(400, 9004, "This record type cannot be proxied.");
  if (Array.isArray(tags) && tags.length > 0)
    throw invalid(9300, `DNS record has ${tags.length} tags, exceeding the quota of 0.`);
}

/**
 * What may have the same name.
 * https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/
 */
export function checkBeside(zone: Zone, { id, name, type, content }: DnsRecord): void {
  const others = [...zone.records.values()].filter((other) => other.id !== id && other.name === name);
  const hasAny = (...types: string[]): boolean => others.some((other) => types.includes(other.type));
  const isOwned = others.some((other) => other.owner !== undefined && PROXIABLE.includes(other.type));
  if ((type === "CNAME" && hasAny(...PROXIABLE)) || (isOwned && PROXIABLE.includes(type)))
    throw new ApiError(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
  if ((type === "A" || type === "AAAA") && hasAny("CNAME"))
    throw new ApiError(400, 81054, "A CNAME record with that host already exists.");
  if (others.some((other) => other.type === type && other.content === content))
    throw new ApiError(400, 81058, "An identical record already exists.");
}
