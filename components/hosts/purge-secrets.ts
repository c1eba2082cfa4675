import { secret, type ComponentResource, type Output } from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random/randomBytes";
import type { MediaHostArgs } from "../../hosts/args";
import { PURGE_SECRET_BYTES, purgeOf } from "../../hosts/purge";
import type { PurgeSecrets } from "../../storage/plan";
import { unprotectedChild } from "../options";

/** The secrets with which the app purges the media host; undefined if it does not. */
export function createPurgeSecrets(
  name: string,
  mediaHost: MediaHostArgs | undefined,
  parent: ComponentResource,
): PurgeSecrets<Output<string>> | undefined {
  const purge = mediaHost?.external?.purge;
  if (purge === undefined) return undefined;
  const { slots, current } = purgeOf(purge);
  const secrets = slots.map((slot) => ({
    slot,
    secret: secret(
      // A slot that is removed and added again gets a new secret, which is how a secret is replaced.
      new RandomBytes(`${name}-purge-${slot}`, { length: PURGE_SECRET_BYTES }, unprotectedChild({ parent }))
        .hex,
    ),
  }));
  return { current, secrets };
}
