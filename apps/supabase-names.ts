/** What is wrong with a name of a Supabase instance. The reasons follow the value. */
import { isKeyPath, originProblems } from "../problems/names";

/** `SUPABASE_PUBLIC_URL`, as Supabase's compose files put paths behind it. */
export function publicUrlProblems(url: string): string[] {
  const [, scheme, , rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return ['has no scheme; write it with "https://"'];
  if (rest !== "") {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      publicUrlProblems(origin).length === 0 ? `"${origin}"` : 'one like "https://supabase.example"';
    return [`goes on behind the host, where /storage/v1 is put; write ${instead}`];
  }
  if (/^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i.test(url)) {
    return [
      'is a name of the machine itself, by which nobody else reaches it and no upload URL works elsewhere; write the public one, like "https://supabase.example"',
    ];
  }
  const problems = originProblems(url);
  if (problems.length === 0 && scheme === "http") {
    const secure = url.replace(/^http/, "https").replace(/:443$/, "");
    return [`is plain http, so keys and files travel in clear text; write "${secure}"`];
  }
  return problems;
}

/** The first part of every key. */
export function tenantIdProblems(tenantId: string): string[] {
  if (!tenantId.includes("/") && isKeyPath(tenantId)) return [];
  return [
    'is no tenant id; it is the first part of every key, so write letters, digits, "_", "." and "-" without a slash',
  ];
}
