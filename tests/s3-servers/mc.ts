/** Users and their policies on servers with the admin API of MinIO, made by its client mc: https://min.io/docs/minio/linux/reference/minio-mc-admin.html */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../../access/policy";
import { document } from "../../access/statements";
import type { Command, NewUser, Place, User } from "./s3-server";

export function createUserByMc(place: Place, { name, keys, mayCreateBuckets }: NewUser): Command[] {
  const add = mc(place, "user", "add", "t", keys.accessKeyId, keys.secretAccessKey);
  if (!mayCreateBuckets) return [add];
  // All users are of one account, so a right for every bucket would include those of the test.
  const own = { Effect: "Allow" as const, Action: "s3:*", Resource: `arn:aws:s3:::${name}-*` };
  return [add, ...grantByMc(place, { name, keys }, document([own]))];
}

/** A policy that is called like the user. */
export function grantByMc(place: Place, { name, keys }: User, policy: PolicyDocument): Command[] {
  const file = join(place.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(policy));
  return [
    mc(place, "policy", "create", "t", name, file),
    mc(place, "policy", "attach", "t", name, "--user", keys.accessKeyId),
  ];
}

function mc({ folder, http, root, program }: Place, ...args: string[]): Command {
  const config = join(folder, "mc");
  const alias = { url: http, accessKey: root.accessKeyId, secretKey: root.secretAccessKey, api: "s3v4" };
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, "config.json"), JSON.stringify({ version: "10", aliases: { t: alias } }));
  return [program("mc"), "--config-dir", config, "admin", ...args];
}
