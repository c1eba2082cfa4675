import type { ComponentResource, Output } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import type { SupabaseSettings } from "../../apps/supabase/args";
import { unprotectedChild } from "../options";

/**
 * Lets the engine refuse another tenant id, under which Storage would find no object. The guard is protected, and what it is
 * made of is the identity of a resource that is named by the tenant id: with another name there is another one, so the guard
 * would have to be replaced. `previousTenantId` makes the new name an alias of the old one, which keeps the identity; a wrong
 * value is an alias of nothing. The alias is only needed for one deployment, so the argument may be removed afterwards.
 *
 * What it returns is known when the engine has let the tenant id pass, and never where it has not.
 */
export function guardTenant(
  name: string,
  { backend, previousTenantId, protectTenantId, tenantId }: SupabaseSettings,
  parent: ComponentResource,
): Output<string> {
  const nameOf = (id: string): string => `${name}-tenant-${id}`;
  const aliases = previousTenantId === undefined ? [] : [{ name: nameOf(previousTenantId) }];
  // Not protected itself: one that a refused deployment left behind goes with the next.
  const tenant = new RandomId(
    nameOf(tenantId),
    { byteLength: 8 },
    { ...unprotectedChild({ parent }), aliases },
  );
  const guard = new RandomId(
    // The engine's refusal says little but this name, so it is that of the argument to write.
    `${name}-previousTenantId`,
    { byteLength: 8, keepers: { tenant: tenant.hex } },
    { ...unprotectedChild({ parent }), protect: protectTenantId ?? backend?.data?.protect ?? true },
  );
  return guard.urn;
}
