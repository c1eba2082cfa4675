import { secret } from "@pulumi/pulumi";
import { storeCredentialsOf } from "../stores";
import { ownMember } from "../validation/own-member";
import { isMap } from "../validation/shape";
import type { StoreArgs, WriterArgs } from "./args";

interface ArgsWithSecrets {
  store?: StoreArgs;
  writer?: WriterArgs;
}

/** The args for the state. A key that was passed in plain text is a secret there too. */
export function withSecrets<A extends ArgsWithSecrets>(args: A): A {
  return { ...args, ...hiddenGiven(args), ...hiddenStore(args) };
}

function hiddenGiven({ writer }: ArgsWithSecrets): ArgsWithSecrets {
  const given = writer?.given;
  if (given === undefined) return {};
  const { accessKeyId, secretAccessKey, sessionToken } = given;
  const hidden = {
    ...given,
    accessKeyId: secret(accessKeyId),
    secretAccessKey: secret(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: secret(sessionToken) }),
  };
  return { writer: { ...writer, given: hidden } };
}

function hiddenStore({ store }: ArgsWithSecrets): ArgsWithSecrets {
  const { kind, settings, credentials, given } = storeCredentialsOf(store) ?? {};
  if (kind === undefined || credentials === undefined || !isMap(given)) return {};
  const hidden = credentials.keys.flatMap(({ member }) => {
    const value = ownMember(given, member);
    return value === undefined ? [] : [[member, secret(value)] as const];
  });
  const provider = { ...given, ...Object.fromEntries(hidden) };
  return { store: { ...store, [kind]: { ...settings, [credentials.member]: provider } } };
}
