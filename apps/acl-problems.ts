import { HOSTS, type HostCapabilities } from "../hosts/capabilities";
import { at, type Problem } from "../problems/problem";
import { STORES, type StoreCapabilities } from "../stores/capabilities";
import { Access, type MastodonSettings } from "./mastodon-settings";

/** The kinds of store and host that a check looks at; those of the library, but for tests. */
export interface Kinds {
  stores: Record<string, StoreCapabilities>;
  hosts: Record<string, HostCapabilities>;
}

/** Access `acl` where no object's ACL would be looked at: everything would be readable, or nothing. */
export function aclProblems(
  settings: MastodonSettings,
  path: string,
  { stores, hosts }: Kinds = { stores: STORES, hosts: HOSTS },
): Problem[] {
  if (settings.access !== Access.Acl) return [];
  const cannot = (of: object | undefined, kinds: Kinds["stores"]): string[] =>
    Object.keys(of ?? {}).filter((kind) => kinds[kind]?.objectAcls === false);
  const problem = (kind: string, why: string): Problem => ({
    path: at(path, "access"),
    message: `is "acl", but ${kind} ${why}; write "bucket-policy", or leave access out`,
  });
  return [
    ...cannot(settings.store, stores).map((kind) => problem(`store.${kind}`, "knows no ACLs of objects")),
    ...cannot(settings.mediaHost, hosts).map((kind) =>
      problem(`mediaHost.${kind}`, "serves every object whatever its ACL says"),
    ),
  ];
}
