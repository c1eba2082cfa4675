/** What an operator has and does at Cloudflare beside the program. */
import type { Cloudflare } from "./index";
import type { DnsRecord } from "../aws-local/public-dns";

/** The environment in which the provider reaches the stand-in. */
export const providerEnv = ({ url, token }: Cloudflare): Record<string, string> => ({
  CLOUDFLARE_BASE_URL: url,
  CLOUDFLARE_API_TOKEN: token,
});

/** Makes a record, as somebody does it in the dashboard. Its id. */
export async function createRecord(
  { url, token }: Cloudflare,
  zoneId: string,
  { name, type, value: content }: DnsRecord,
  ttl = 1,
): Promise<string> {
  const reply = await fetch(`${url}/zones/${zoneId}/dns_records`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ name, type, content, ttl }),
  });
  if (!reply.ok) throw new Error(`no record of ${name}: ${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as { result: { id: string } }).result.id;
}
