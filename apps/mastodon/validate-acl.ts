import { HOST_DEFINITIONS } from "../../hosts";
import type { HostCapabilities } from "../../hosts/host";
import { ownMember } from "../../validation/own-member";
import { at, type Problem } from "../../validation/problem";
import { storeProductOf } from "../../stores";
import { isAlwaysPrivate } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";

/** Reports access `acl` if the store or the host ignores object ACLs: everything would be readable, or nothing. */
export function aclProblems(
  settings: MastodonSettings,
  path: string,
  hosts: Readonly<Record<string, { can: Pick<HostCapabilities, "objectAcls"> }>> = HOST_DEFINITIONS,
): Problem[] {
  if (settings.access !== MastodonAccess.Acl) return [];
  const problem = (kind: string, why: string): Problem => ({
    code: "acl-unsupported",
    path: at(path, "access"),
    message: `is "acl", but ${kind} ${why}; ${isAlwaysPrivate(settings) ? "remove it" : 'set "bucket-policy", or remove it'}`,
  });
  const store = storeProductOf(settings.store);
  if (store?.can.objectAcls === false) return [problem(store.title, "has no object ACLs")];
  const host = Object.keys(settings.mediaHost ?? {}).find(
    (kind) => ownMember(hosts, kind)?.can.objectAcls === false,
  );
  return host === undefined ? [] : [problem(`mediaHost.${host}`, "serves every object, whatever its ACL is")];
}
