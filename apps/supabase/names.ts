/** What is wrong with a name of a Supabase instance. The reasons follow the value. */
import { isLoopback } from "../../validation/loopback";
import { hasUserinfo, originProblems } from "../../validation/names";
import type { Reason } from "../../validation/problem";

/**
 * `SUPABASE_PUBLIC_URL`, to which Supabase's compose files append paths. Hosts of one label are for private networks; plain
 * http needs `allowHttp`.
 */
export function publicUrlProblems(url: string, allowHttp = false): Reason[] {
  const [, scheme, authority = "", rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) {
    return [{ code: "public-url-scheme", message: 'has no scheme; add "https://" in front' }];
  }
  if (rest !== "" && !hasUserinfo(url)) {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      publicUrlProblems(origin, allowHttp).length === 0
        ? `change it to "${origin}"`
        : 'set one like "https://supabase.example"';
    const message = `has a path, but Supabase adds /storage/v1 after the host; ${instead}`;
    return [{ code: "public-url-path", message }];
  }
  if (/^https?$/i.test(scheme) && isLoopback(authority)) {
    const message =
      'is a name that only the machine itself can use, so upload URLs work nowhere else; set the public URL, like "https://supabase.example"';
    return [{ code: "public-url-loopback", message }];
  }
  const problems = originProblems(url, { oneLabel: true });
  if (problems.length === 0 && scheme === "http" && !allowHttp) {
    const secure = url.replace(/^http/, "https").replace(/:443$/, "");
    const message = `is plain http, so keys and files are sent in clear text; change it to "${secure}", or set \`allowHttp: true\` for a private network`;
    return [{ code: "public-url-http", message }];
  }
  return problems;
}

/** The first part of every key. */
export const TENANT_ID = /^(?!\.\.?$)[A-Za-z0-9_.-]+$/;
export const CANNOT_BE_TENANT_ID =
  'cannot be the first part of every key; use letters, digits, "_", "." and "-", without a slash';

export function tenantIdProblems(tenantId: string): Reason[] {
  return TENANT_ID.test(tenantId) ? [] : [{ code: "tenant-id", message: CANNOT_BE_TENANT_ID }];
}
