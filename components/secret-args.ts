import { secret } from "@pulumi/pulumi";
import type { StoreArgs, WriterArgs } from "./args";

interface ArgsWithSecrets {
  store?: StoreArgs;
  writer?: WriterArgs;
}

/** The args as the state gets them: a key that came as a plain text is a secret there too. */
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
  const { s3 } = store ?? {};
  if (s3?.provider === undefined) return {};
  const { provider } = s3;
  const { accessKey, secretKey } = provider;
  const hidden = {
    ...provider,
    ...(accessKey !== undefined && { accessKey: secret(accessKey) }),
    ...(secretKey !== undefined && { secretKey: secret(secretKey) }),
  };
  return { store: { ...store, s3: { ...s3, provider: hidden } } };
}
