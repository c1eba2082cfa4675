import { secret } from "@pulumi/pulumi";
import type { WriterArgs } from "./args";

/** The args as the state gets them: a key that came as a plain text is a secret there too. */
export function withSecrets<A extends { writer?: WriterArgs }>(args: A): A {
  const given = args.writer?.given;
  if (given === undefined) return args;
  const { accessKeyId, secretAccessKey } = given;
  const hidden = { ...given, accessKeyId: secret(accessKeyId), secretAccessKey: secret(secretAccessKey) };
  return { ...args, writer: { ...args.writer, given: hidden } };
}
