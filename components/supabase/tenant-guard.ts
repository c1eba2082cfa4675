import type { ComponentResource, Output } from "@pulumi/pulumi";
import type { SupabaseSettings } from "../../apps/supabase/args";
import { unprotectedChild } from "../options";
import { randomIdClass } from "../random";

/**
 * Makes the engine refuse a changed tenant id, because Storage would find no objects under it. The guard is a protected resource.
 * Its input is the id of a second resource that is named after the tenant id. With another tenant id that resource is a new one, so
 * the guard would have to be replaced, which its protection forbids. `previousTenantId` adds the old name as an alias, which keeps
 * the resource. A wrong value has no effect. The alias is needed for only one deployment, so the argument can then be removed.
 *
 * The result becomes known only if the engine accepts the tenant id.
 */
export function guardTenant(
  name: string,
  { backend, previousTenantId, protectTenantId, tenantId }: SupabaseSettings,
  parent: ComponentResource,
): Output<string> {
  const RandomId = randomIdClass();
  const nameOf = (id: string): string => `${name}-tenant-${id}`;
  const aliases = previousTenantId === undefined ? [] : [{ name: nameOf(previousTenantId) }];
  // Not protected, so that the next deployment deletes one that a refused deployment left behind.
  const tenant = new RandomId(
    nameOf(tenantId),
    { byteLength: 8 },
    { ...unprotectedChild({ parent }), aliases },
  );
  const guard = new RandomId(
    // The engine's error shows little except this name, so it is the name of the argument to set.
    `${name}-previousTenantId`,
    { byteLength: 8, keepers: { tenant: tenant.hex } },
    { ...unprotectedChild({ parent }), protect: protectTenantId ?? backend?.data?.protect ?? true },
  );
  return guard.urn;
}
