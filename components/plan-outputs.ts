import { all, output, runtime, secret, type Output } from "@pulumi/pulumi";
import { dotenv } from "../env/formats/dotenv";
import type { EnvEntry, EnvLine } from "../env/entry";
import { DEPLOYMENT_SCHEMA, type Deployment, type PurgeSecret } from "../storage/deployment";
import type { Credentials } from "../storage/args";
import type { StorageFacts } from "../storage/facts";
import type { StorageCredentials, StoragePlan } from "../storage/plan";
import { forPulumi } from "./user-errors";

interface PlanOutputs {
  env: Output<string>;
  envEntries: Output<EnvEntry[]>;
  facts: Output<StorageFacts>;
  deployment: Output<Deployment>;
}

/**
 * The outputs that are computed from a plan. The env block is always secret, because later changes may add a line with a secret. Env
 * block and facts are not known before `after` is known.
 */
export function planOutputs(
  plan: StoragePlan,
  { writer, protocol, purge }: StorageCredentials<Output<string>>,
  after?: Output<unknown>,
): PlanOutputs {
  const { title, facts, render = dotenv } = plan;
  const lines = plan.env({ writer: writer && encoded(writer, plan), protocol, purge });
  const purgeSecrets = knownPurgeSecrets(purge);
  // What is made of a secret is a secret too.
  const values = secret(all([after, ...lines.map((line) => line.value)]));
  const entries = values.apply(([, ...known]) =>
    lines.map((line, i) => ({ ...line, value: usable(line, known[i]) })),
  );
  return {
    env: entries.apply((list) => rendered(() => render(title, list))),
    envEntries: entries,
    facts: after === undefined ? output(facts) : after.apply(() => facts),
    deployment: all([entries, purgeSecrets]).apply(([list, secrets]) => ({
      schema: DEPLOYMENT_SCHEMA,
      title,
      entries: list,
      facts,
      ...(secrets && { purgeSecrets: secrets }),
    })),
  };
}

/** In a unit test with mocks, which usually return no secret, a stand-in replaces it, as in the env block. */
function knownPurgeSecrets(
  purge: StorageCredentials<Output<string>>["purge"],
): Output<PurgeSecret[]> | undefined {
  if (purge === undefined) return undefined;
  const name = "CACHE_BUSTER_SECRET";
  const line = { name, value: "", secret: true, comment: "" };
  return all(
    purge.secrets.map(({ slot, secret: value }) =>
      output(value).apply((known) => ({ slot, secret: usable(line, known) })),
    ),
  );
}

/** The credentials as the app reads them. Values that are not strings are reported when the block is rendered. */
function encoded(
  { accessKeyId, secretAccessKey, sessionToken }: Credentials<Output<string>>,
  { encode }: StoragePlan,
): Credentials<Output<string>> {
  const read = (value: string | Output<string>): string | Output<string> =>
    encode === undefined
      ? value
      : output(value).apply((text: unknown) => (typeof text === "string" ? encode(text) : (text as string)));
  return {
    accessKeyId: read(accessKeyId),
    secretAccessKey: read(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: read(sessionToken) }),
  };
}

/**
 * The value of a line. In a unit test with Pulumi's mocks there is no engine, and the mocks usually return no secret. A stand-in
 * replaces missing and invalid values there. In a deployment such a value is an error.
 */
function usable({ name, secret }: EnvLine<unknown>, value: unknown): string {
  const isUsable = typeof value === "string" && !(secret && value === "");
  if (!isUsable && runtime.getEngine() === undefined) return `unknown-${name}`;
  return (value as string | undefined) ?? "";
}

/** Values of outputs become known only here. */
function rendered(render: () => string): string {
  try {
    return render();
  } catch (error) {
    throw forPulumi(error);
  }
}
