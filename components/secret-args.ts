import { secret, type Input } from "@pulumi/pulumi";
import type { WriterArgs } from "./args";

/** The args as the state gets them: a key that came as a plain text is a secret there too. */
export function withSecrets<A extends { writer?: WriterArgs; sessionToken?: Input<string> }>(args: A): A {
  const given = args.writer?.given;
  if (given === undefined) return args;
  const { accessKeyId, secretAccessKey } = given;
  const hidden = { ...given, accessKeyId: secret(accessKeyId), secretAccessKey: secret(secretAccessKey) };
  const token = args.sessionToken !== undefined && { sessionToken: secret(args.sessionToken) };
  return { ...args, ...token, writer: { ...args.writer, given: hidden } };
}
