import { accessMatrix, type AccessMatrix } from "../../access/matrix";
import type { PolicyDocument } from "../../access/policy";
import { bucketArn } from "../../access/statements";
import type { BucketStorageFacts, StorageFacts } from "../../storage/facts";
import { dotenvValue } from "../../env/formats/dotenv";
import type { EnvEntry } from "../../env/entry";
import { proxyHosts } from "./matrix-hosts";
import type { InstancePreview, PreviewModel, ResourceNode } from "./model";
import { registeredAccess, unknownAccessWarnings } from "./registered-access";
import { hasPlaceholder, SECRET, SECRET_KNOWN_AFTER_UP, showPlaceholders } from "../offline/placeholder";
import type { Registration } from "../offline/record";
import { AS_PERSON, revealed, written } from "../offline/values";

/** The preview does not contact an account. The matrix is the same in every account. */
const SOME_ACCOUNT = "123456789012";

/** Builds the model for the renderers from the resources that the program registered. */
export function modelOf(registrations: Registration[]): PreviewModel {
  const nodes = new Map(registrations.map((registration) => [registration.urn, nodeOf(registration)]));
  const roots: ResourceNode[] = [];
  const children = new Map<string, Registration[]>();
  for (const { urn, parent } of registrations) {
    const node = nodes.get(urn);
    if (node) (nodes.get(parent)?.children ?? roots).push(node);
  }
  for (const registration of registrations) {
    const siblings = children.get(registration.parent) ?? [];
    children.set(registration.parent, siblings);
    siblings.push(registration);
  }
  const storages = registrations.filter(({ type }) => type.startsWith("media-storage:"));
  return {
    resources: roots,
    instances: storages.map((storage) => instanceOf(storage, children.get(storage.urn) ?? [])),
  };
}

function nodeOf(registration: Registration): ResourceNode {
  const { urn, type, name, custom, inputs, protect, retainOnDelete, importId } = registration;
  return {
    urn,
    type,
    name,
    // A component's inputs repeat the config. Its children show the result.
    inputs: custom ? (written(inputs, AS_PERSON) as ResourceNode["inputs"]) : {},
    protect,
    retainOnDelete,
    ...(importId !== "" && { importId }),
    children: [],
  };
}

function instanceOf({ name, outputs = {} }: Registration, children: Registration[]): InstancePreview {
  const facts = outputs["facts"] as StorageFacts;
  const { bucket, writer } = facts;
  return {
    name,
    app: facts.app.name,
    ...(bucket !== undefined &&
      writer !== undefined && {
        bucket: bucket.name,
        matrix: matrixOf(facts as BucketStorageFacts, children),
      }),
    ...(facts.publicBaseUrl !== undefined && { publicBaseUrl: facts.publicBaseUrl }),
    env: maskedEnv(revealed(outputs["env"]) as string, revealed(outputs["envEntries"]) as EnvEntry[]),
    warnings: [...facts.warnings, ...(bucket === undefined ? [] : unknownAccessWarnings(children))],
  };
}

/** The matrix of the registered policies, and not of the planned ones. */
function matrixOf({ bucket, writer, mediaHost }: BucketStorageFacts, children: Registration[]): AccessMatrix {
  const { writerPolicies, hosts, ...access } = registeredAccess(children, mediaHost?.hostname);
  return accessMatrix({
    hosts: [...hosts, ...proxyHosts(mediaHost)],
    // Without an ARN the writer's policy names it as AWS would.
    bucketArn: bucket.arn ?? bucketArn(bucket.name),
    accountId: SOME_ACCOUNT,
    publicPrefixes: bucket.publicPrefixes,
    privatePrefixes: bucket.privatePrefixes,
    ...(bucket.hostPrefixes && { hostPrefixes: bucket.hostPrefixes }),
    writer: {
      arn: `arn:aws:iam::${SOME_ACCOUNT}:user/${writer.user ?? "writer"}`,
      // The operator grants the permissions of a given key. The matrix assumes those of the facts.
      policies: writerPolicies.length > 0 ? writerPolicies : [JSON.parse(writer.policy) as PolicyDocument],
    },
    objectAcls: bucket.objectAcls,
    ...access,
  });
}

/** The block as it will be pasted, without secrets and unknown values. A file may use other names than the entries. */
function maskedEnv(env: string, entries: EnvEntry[]): string {
  const hidden = new Map(
    entries
      .filter(({ secret }) => secret)
      .map(({ value }) => [dotenvValue(value), hasPlaceholder(value) ? SECRET_KNOWN_AFTER_UP : SECRET]),
  );
  const lines = env.split("\n").map((line) => {
    const [, name = "", value = ""] = /^([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
    const mask = hidden.get(value);
    return mask === undefined ? showPlaceholders(line) : `${name}=${mask}`;
  });
  return lines.join("\n");
}
