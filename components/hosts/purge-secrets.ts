import { secret, type ComponentResource, type Output } from "@pulumi/pulumi";
import { PURGE_SECRET_BYTES, type Purge } from "../../hosts/purge";
import type { PurgeSecrets } from "../../storage/plan";
import { unprotectedChild } from "../options";
import { randomBytesClass } from "../random";

/** The secrets with which the app purges the media host; undefined if it does not. */
export function createPurgeSecrets(
  name: string,
  purge: Purge | undefined,
  parent: ComponentResource,
): PurgeSecrets<Output<string>> | undefined {
  if (purge === undefined) return undefined;
  const { slots, current } = purge;
  const RandomBytes = randomBytesClass();
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
