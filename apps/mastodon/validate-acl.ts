import { HOSTS, type HostCapabilities } from "../../hosts/capabilities";
import { ownMember } from "../../validation/own-member";
import { at, type Problem } from "../../validation/problem";
import { STORES, type StoreCapabilities } from "../../stores/capabilities";
import { storeKind } from "../../stores/problems";
import { MastodonAccess, type MastodonSettings } from "./args";

/** The kinds of store and host that a check looks at; those of the library, but for tests. */
export interface Kinds {
  stores: Record<string, Pick<StoreCapabilities, "objectAcls">>;
  hosts: Record<string, HostCapabilities>;
}

/** Access `acl` where no object's ACL would be looked at: everything would be readable, or nothing. */
export function aclProblems(
  settings: MastodonSettings,
  path: string,
  { stores, hosts }: Kinds = { stores: STORES, hosts: HOSTS },
): Problem[] {
  if (settings.access !== MastodonAccess.Acl) return [];
  const problem = (kind: string, why: string): Problem => ({
    code: "acl-unsupported",
    path: at(path, "access"),
    message: `is "acl", but ${kind} ${why}; write "bucket-policy", or leave access out`,
  });
  const store = storeKind(settings.store) ?? "";
  const host = Object.keys(settings.mediaHost ?? {}).find(
    (kind) => ownMember(hosts, kind)?.objectAcls === false,
  );
  return [
    ...(ownMember(stores, store)?.objectAcls === false ? [problem(store, "knows no ACLs of objects")] : []),
    ...(host === undefined
      ? []
      : [problem(`mediaHost.${host}`, "serves every object whatever its ACL says")]),
  ];
}
