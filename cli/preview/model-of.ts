import { EXAMPLE_ACCOUNT } from "../../access/accounts";
import { accessMatrix, type AccessMatrix } from "../../access/matrix";
import type { PolicyDocument } from "../../access/policy";
import { bucketArn } from "../../access/statements";
import type { BucketStorageFacts, StorageFacts } from "../../storage/facts";
import { dotenvValue } from "../../env/formats/dotenv";
import type { EnvEntry } from "../../env/entry";
import { knownProductOfFacts } from "../../stores";
import { hasPlaceholder } from "../../validation/placeholder";
import { proxyHosts } from "./matrix-hosts";
import type { InstancePreview, PreviewModel, ResourceNode } from "./model";
import { registeredAccess, unknownAccess, unknownAccessWarnings } from "./registered-access";
import { SECRET, SECRET_KNOWN_AFTER_UP, showPlaceholders } from "../offline/placeholder";
import { computedFromPlaceholders, type Registration } from "../offline/registration";
import { AS_PERSON, hasUnknown, revealed, UNKNOWN, written } from "../offline/values";

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
  const storages = registrations.filter(({ type, custom }) => isStorageType(type) && !custom);
  return {
    resources: roots,
    instances: storages.map((storage) => instanceOf(storage, children.get(storage.urn) ?? [])),
  };
}

function nodeOf(registration: Registration): ResourceNode {
  const { urn, type, name, inputs, protect, retainOnDelete, importId, readId } = registration;
  return {
    urn,
    type,
    name,
    inputs: isStorage(registration) ? {} : shownInputs(inputs),
    protect,
    retainOnDelete,
    ...(importId !== "" && { importId }),
    ...(readId !== undefined && { readId: written(readId, AS_PERSON) as string }),
    children: [],
  };
}

/** Our components, whose inputs repeat the config: their children show the result. A plugin's component has no children here. */
function isStorage({ type, remote = false }: Registration): boolean {
  return isStorageType(type) && !remote;
}

const isStorageType = (type: string): boolean => type.startsWith("media-storage:");

/** Without what the SDK adds for itself, such as the code of a dynamic provider. */
function shownInputs(inputs: Record<string, unknown>): ResourceNode["inputs"] {
  const own = Object.entries(inputs).filter(([name]) => !name.startsWith("__"));
  return written(Object.fromEntries(own), AS_PERSON) as ResourceNode["inputs"];
}

function instanceOf(storage: Registration, children: Registration[]): InstancePreview {
  const { name, outputs = {}, exportedAs } = storage;
  if (outputs["facts"] === undefined || hasUnknown(outputs["facts"])) return unknownInstance(storage);
  const facts = outputs["facts"] as StorageFacts;
  const { bucket, writer } = facts;
  const unknown = unknownAccess(children);
  const env = revealed(outputs["env"]);
  const entries = revealed(outputs["envEntries"]);
  const isEnvKnown = env !== UNKNOWN && !hasUnknown(entries);
  return {
    name,
    deployedAs: deployedAs(storage),
    app: facts.app.name,
    ...(bucket !== undefined &&
      writer !== undefined && {
        bucket: bucket.name,
        ...(unknown.length === 0 && { matrix: matrixOf(facts as BucketStorageFacts, children) }),
      }),
    ...(facts.publicBaseUrl !== undefined && { publicBaseUrl: facts.publicBaseUrl }),
    env: isEnvKnown ? maskedEnv(env as string, entries as EnvEntry[], children) : "",
    warnings: [
      ...facts.warnings,
      ...(bucket === undefined ? [] : unknownAccessWarnings(children)),
      ...unknown.map(
        (one) =>
          `Who may do what is not known offline, because "${one}" depends on values that are known only after \`pulumi up\`.`,
      ),
      ...(isEnvKnown
        ? []
        : [
            "The env block is not known offline, because it depends on values that are known only after `pulumi up`.",
          ]),
      ...(exportedAs === "" ? [notExported(name)] : []),
    ],
  };
}

/** A storage of which nothing is known offline. */
function unknownInstance(storage: Registration): InstancePreview {
  const reason = storage.remote
    ? "a plugin makes it, and offline no plugin runs"
    : "some of its arguments are known only after `pulumi up`";
  return {
    name: storage.name,
    deployedAs: deployedAs(storage),
    app: appOf(storage.type),
    isUnknown: true,
    env: "",
    warnings: [`Who may do what, and the env block, are not known offline: ${reason}.`],
  };
}

/** The component's own name if nothing exports its deployment. */
const deployedAs = ({ name, exportedAs }: Registration): string => exportedAs || name;

const notExported = (name: string): string =>
  `No output of the stack has the deployment of "${name}", so the commands env and runbook will not find it; export its \`deployment\` from the program.`;

/** `media-storage:index:MastodonStorage` is of mastodon. */
function appOf(type: string): string {
  return (type.split(":").at(-1) ?? "").replace(/Storage$/, "").toLowerCase();
}

/** The matrix of the registered policies, and not of the planned ones. */
function matrixOf(
  { bucket, writer, mediaHost, store }: BucketStorageFacts,
  children: Registration[],
): AccessMatrix {
  // The program may have another version of the package, with stores that this one does not know.
  const otherPrincipal = knownProductOfFacts(store)?.otherPrincipal;
  const { writerPolicies, hosts, ...access } = registeredAccess(children, mediaHost?.hostname);
  return accessMatrix({
    hosts: [...hosts, ...proxyHosts(mediaHost, bucket.hostPrefixes)],
    // Without an ARN the writer's policy names it as AWS would.
    bucketArn: bucket.arn ?? bucketArn(bucket.name),
    // The preview does not contact an account. The matrix is the same in every account.
    accountId: EXAMPLE_ACCOUNT,
    publicPrefixes: bucket.publicPrefixes,
    privatePrefixes: bucket.privatePrefixes,
    ...(bucket.hostPrefixes && { hostPrefixes: bucket.hostPrefixes }),
    writer: {
      arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/${writer.user ?? "writer"}`,
      // The operator grants the permissions of a given key. The matrix assumes those of the facts.
      policies: writerPolicies.length > 0 ? writerPolicies : [JSON.parse(writer.policy) as PolicyDocument],
    },
    objectAcls: bucket.objectAcls,
    ...(otherPrincipal !== undefined && { otherPrincipal }),
    ...access,
  });
}

/** The block as it will be pasted, without secrets and unknown values. A file may use other names than the entries. */
function maskedEnv(env: string, entries: EnvEntry[], children: Registration[]): string {
  const computed = new Set(children.flatMap(computedFromPlaceholders));
  const isKnownLater = (value: string): boolean => hasPlaceholder(value) || computed.has(value);
  const hidden = new Map(
    entries
      .filter(({ secret }) => secret)
      .map(({ value }) => [dotenvValue(value), isKnownLater(value) ? SECRET_KNOWN_AFTER_UP : SECRET]),
  );
  const lines = env.split("\n").map((line) => {
    const [, name = "", value = ""] = /^([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
    const mask = hidden.get(value);
    return mask === undefined ? showPlaceholders(line) : `${name}=${mask}`;
  });
  return lines.join("\n");
}
