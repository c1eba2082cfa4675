/** What is wrong with a name of a Supabase instance. The reasons follow the value. */
import { isLoopback } from "../problems/loopback";
import { isKeyPath, originProblems } from "../problems/names";

/**
 * `SUPABASE_PUBLIC_URL`, to which Supabase's compose files append paths. Hosts of one label are for private networks; plain
 * http needs `allowHttp`.
 */
export function publicUrlProblems(url: string, allowHttp = false): string[] {
  const [, scheme, authority = "", rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return ['has no scheme; write it with "https://"'];
  if (rest !== "") {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      publicUrlProblems(origin, allowHttp).length === 0
        ? `"${origin}"`
        : 'one like "https://supabase.example"';
    return [`goes on behind the host, where /storage/v1 is put; write ${instead}`];
  }
  if (/^https?$/i.test(scheme) && isLoopback(authority)) {
    return [
      'is a name of the machine itself, by which nobody else reaches it and no upload URL works elsewhere; write the public one, like "https://supabase.example"',
    ];
  }
  const problems = originProblems(url, { oneLabel: true });
  if (problems.length === 0 && scheme === "http" && !allowHttp) {
    const secure = url.replace(/^http/, "https").replace(/:443$/, "");
    return [
      `is plain http, so keys and files travel in clear text; write "${secure}", or set \`allowHttp: true\` for a private network`,
    ];
  }
  return problems;
}

/** Whether only a private network knows the host: a name of one label, or an address or suffix that is never public. */
export function isPrivateUrl(url: string): boolean {
  const host = new URL(url).hostname;
  return (
    !/[.:]/.test(host) ||
    /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(host) ||
    /^\[f[cde]/.test(host) ||
    /\.(local|internal|lan|home\.arpa)$/.test(host)
  );
}

/** The first part of every key. */
export function tenantIdProblems(tenantId: string): string[] {
  if (!tenantId.includes("/") && isKeyPath(tenantId)) return [];
  return [
    'is no tenant id; it is the first part of every key, so write letters, digits, "_", "." and "-" without a slash',
  ];
}
