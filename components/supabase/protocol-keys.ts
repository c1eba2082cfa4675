import { secret, type ComponentResource, type Output } from "@pulumi/pulumi";
import type { Credentials } from "../../storage/args";
import { unprotectedChild } from "../options";
import { randomBytesClass } from "../random";

/** The key pair of Supabase's protocol endpoint. It has the lengths of the template's pair, and is never the bucket writer's key. */
export function createProtocolKeys(
  name: string,
  rotation: string | undefined,
  parent: ComponentResource,
): Credentials<Output<string>> {
  const RandomBytes = randomBytesClass();
  const hex = (suffix: string, length: number): Output<string> => {
    const keepers = rotation !== undefined && { keepers: { rotation } };
    return secret(
      new RandomBytes(`${name}-protocol-${suffix}`, { length, ...keepers }, unprotectedChild({ parent })).hex,
    );
  };
  return { accessKeyId: hex("key-id", 16), secretAccessKey: hex("key-secret", 32) };
}
