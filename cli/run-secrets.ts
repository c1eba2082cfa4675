/** The secrets of one run. No output may show them. */
import { isSecretParameter } from "../validation/secret-names";
import { keysIn } from "../validation/secret-texts";
import { hasPlaceholder } from "../validation/placeholder";
import { isMap, type YamlMap } from "./project/yaml-text";

/** The plain-text secrets in the values of a stack's config. */
export function configSecrets({
  values,
  secretKeys,
}: {
  values: Record<string, string>;
  secretKeys: string[];
}): string[] {
  const secret = new Set(secretKeys);
  return Object.entries(values)
    .filter(([key, value]) => secret.has(key) && !hasPlaceholder(value))
    .flatMap(([, value]) => [value, ...textsIn(parsed(value))]);
}

/** Maps and lists are JSON in the config. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Secrets that somebody typed by mistake instead of a name. The password of a URL is removed elsewhere. */
export function typedSecrets(typed: readonly unknown[], { PULUMI_STACK }: NodeJS.ProcessEnv): string[] {
  return [PULUMI_STACK, ...typed].flat().flatMap((one) => (typeof one === "string" ? keysIn(one) : []));
}

/** Secrets in the URL of Pulumi's backend. Pulumi's errors quote parts of it. */
export function backendSecrets({ backend }: YamlMap, env: NodeJS.ProcessEnv): string[] {
  return [env["PULUMI_BACKEND_URL"], isMap(backend) ? backend["url"] : undefined].flatMap((url) =>
    typeof url === "string" ? urlSecrets(url) : [],
  );
}

/** The password of a URL, and query parameters with the name of a key. */
function urlSecrets(url: string): string[] {
  const [, userinfo = ""] = /^[a-z][a-z0-9+.-]*:\/\/(.*)@/i.exec(url) ?? [];
  const password = userinfo.includes(":") ? userinfo.slice(userinfo.indexOf(":") + 1) : userinfo;
  const ofQuery = [...url.matchAll(/[?&]([^=&]+)=([^&#]+)/g)].flatMap(([, name = "", value = ""]) =>
    isSecretParameter(name) ? [value] : [],
  );
  return [password, ...ofQuery].flatMap((one) => [one, decoded(one)]).filter((one) => one !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Adds secrets to those of the run. */
export function hide({ secrets }: { secrets: Set<string> }, found: readonly string[]): void {
  for (const one of found) secrets.add(one);
}
