/** A program and mocks like those in Pulumi's documentation of unit tests. */
import { output, runtime, secret, type Output } from "@pulumi/pulumi";
import { AccessKey } from "@pulumi/aws/iam/accessKey";
import {
  AuthentikStorage,
  AccessKeySlot,
  MastodonStorage,
  SupabaseStorage,
  type WriterArgs,
} from "../../components";

type State = Record<string, unknown>;
type Answer = { id: string | undefined; state: State };

const inputsOf = (inputs: unknown): State => inputs as State;

/** The results of newResource; the first one is that of the documentation (https://www.pulumi.com/docs/iac/guides/testing/unit/). */
export const ANSWERS: Record<string, (args: runtime.MockResourceArgs) => Answer | Promise<Answer>> = {
  "the inputs": ({ name, inputs }) => ({ id: `${name}_id`, state: inputsOf(inputs) }),
  "a promise of the inputs": ({ name, inputs }) =>
    Promise.resolve({ id: `${name}_id`, state: inputsOf(inputs) }),
  "an empty state": ({ name }) => ({ id: `${name}_id`, state: {} }),
  "no id": ({ inputs }) => ({ id: undefined, state: inputsOf(inputs) }),
  "null for what is generated": ({ name, inputs }) => ({
    id: name,
    state: { ...inputsOf(inputs), secret: null, hex: null },
  }),
  "an empty text for what is generated": ({ name, inputs }) => ({
    id: name,
    state: { ...inputsOf(inputs), secret: "", hex: "" },
  }),
  "numbers for what is generated": ({ inputs }) => ({
    id: 7 as unknown as string,
    state: { ...inputsOf(inputs), secret: 7, hex: 7 },
  }),
  "maps for what is generated": ({ name, inputs }) => ({
    id: name,
    state: { ...inputsOf(inputs), secret: { a: 1 }, hex: ["a"] },
  }),
};

/** The result of a call in the documentation, and another one that must not make a difference. */
export const CALLS: Record<string, (args: runtime.MockCallArgs) => runtime.MockCallResult> = {
  "the inputs": ({ inputs }) => inputs as runtime.MockCallResult,
  "an error": ({ token }) => {
    throw new Error(`nobody should call ${token}`);
  },
};

export type Storage = MastodonStorage | AuthentikStorage | SupabaseStorage;

/** A storage of each app. Together they have every kind of writer. */
export function program(): Record<string, Storage> {
  const store = { aws: { region: "eu-central-1" } };
  const mastodon = { webDomain: "social.example", store };
  const authentik = { version: "2026.5.1", origins: ["https://sso.example"], store };
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const key = new AccessKey("own", { user: "mastodon" });
  const ownKey = { accessKeyId: key.id, secretAccessKey: key.secret };
  const given: WriterArgs = { given: ownKey };
  const principal = "arn:aws:iam:::user/mastodon";
  const onCeph: WriterArgs = {
    given: { accessKeyId: "RGWKEY", secretAccessKey: secret(output("rgw")), principal },
  };
  return {
    social: new MastodonStorage("social", { ...mastodon, bucket: "social-media" }),
    rotating: new MastodonStorage("rotating", {
      ...mastodon,
      bucket: "rotating-media",
      writer: { keys: { slots: [AccessKeySlot.A, AccessKeySlot.B], current: AccessKeySlot.B } },
    }),
    given: new MastodonStorage("given", { ...mastodon, bucket: "given-media", writer: given }),
    ceph: new MastodonStorage("ceph", { ...mastodon, bucket: "ceph-media", store: { s3 }, writer: onCeph }),
    sso: new AuthentikStorage("sso", { ...authentik, bucket: "sso-media" }),
    session: new AuthentikStorage("session", {
      ...authentik,
      bucket: "session-media",
      writer: { given: { ...ownKey, sessionToken: key.secret } },
    }),
    role: new AuthentikStorage("role", {
      ...authentik,
      bucket: "role-media",
      writer: { role: { roleName: "sso" } },
    }),
    db: new SupabaseStorage("db", {
      publicUrl: "https://supabase.example",
      tenantId: "stub",
      backend: { bucket: "db-media", store },
      protocolEndpoint: {},
    }),
  };
}

/** The value of an output; undefined if it is unknown. */
export async function valueOf<T>(value: Output<T>): Promise<T | undefined> {
  const inside = value as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
  return (await inside.isKnown) ? inside.promise() : undefined;
}

/** Waits until all resources are registered and all rejections have been reported. */
export async function settled(storages: Record<string, Storage>): Promise<void> {
  for (const { env, envEntries, facts, deployment, bucketName, bucketArn, region } of Object.values(storages))
    await Promise.all(
      [env, envEntries, facts, deployment, bucketName, bucketArn, region].map((one) => valueOf<unknown>(one)),
    );
  await (runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  await new Promise((resolve) => setImmediate(resolve));
}
