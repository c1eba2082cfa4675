/** What is wrong with a name of a Supabase instance. The reasons follow the value. */
import { isLoopback } from "../../validation/loopback";
import { hasUserinfo, isKeyPath, originProblems } from "../../validation/names";
import type { Reason } from "../../validation/problem";

/**
 * `SUPABASE_PUBLIC_URL`, to which Supabase's compose files append paths. Hosts of one label are for private networks; plain
 * http needs `allowHttp`.
 */
export function publicUrlProblems(url: string, allowHttp = false): Reason[] {
  const [, scheme, authority = "", rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) {
    return [{ code: "public-url-scheme", message: 'has no scheme; write it with "https://"' }];
  }
  if (rest !== "" && !hasUserinfo(url)) {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      publicUrlProblems(origin, allowHttp).length === 0
        ? `"${origin}"`
        : 'one like "https://supabase.example"';
    const message = `goes on behind the host, where /storage/v1 is put; write ${instead}`;
    return [{ code: "public-url-path", message }];
  }
  if (/^https?$/i.test(scheme) && isLoopback(authority)) {
    const message =
      'is a name of the machine itself, by which nobody else reaches it and no upload URL works elsewhere; write the public one, like "https://supabase.example"';
    return [{ code: "public-url-loopback", message }];
  }
  const problems = originProblems(url, { oneLabel: true });
  if (problems.length === 0 && scheme === "http" && !allowHttp) {
    const secure = url.replace(/^http/, "https").replace(/:443$/, "");
    const message = `is plain http, so keys and files travel in clear text; write "${secure}", or set \`allowHttp: true\` for a private network`;
    return [{ code: "public-url-http", message }];
  }
  return problems;
}

/** The first part of every key. */
export function tenantIdProblems(tenantId: string): Reason[] {
  if (!tenantId.includes("/") && isKeyPath(tenantId)) return [];
  const message =
    'is no tenant id; it is the first part of every key, so write letters, digits, "_", "." and "-" without a slash';
  return [{ code: "tenant-id", message }];
}
