/** Validates a deployment from a stack's outputs, because any program may have made it. */
import type {
  AppFacts,
  BucketFacts,
  LegacyHostFacts,
  MediaHostFacts,
  PurgeFacts,
  StorageFacts,
  StoreFacts,
  WriterFacts,
} from "../../storage/facts";
import type { EnvEntry } from "../../env/entry";
import { isPurgeSecret } from "../../hosts/purge";
import { DEPLOYMENT_SCHEMA, type Deployment, type PurgeSecret } from "../../storage/deployment";
import { FACTS_SCHEMA } from "../../storage/facts";
import { ownMember } from "../../validation/own-member";
import { isMap } from "../../validation/shape";

/** Why a deployment cannot be used: a newer version of this package made it, or it is invalid. */
export type Unusable = "newer" | "invalid";

export function checkDeployment(given: Readonly<Record<string, unknown>>): Deployment | Unusable {
  const value = ofSchema(given) as Record<string, unknown>;
  const { schema, title, entries, facts, purgeSecrets } = value;
  const factsSchema = isMap(facts) ? facts["schema"] : undefined;
  if (isAbove(schema, DEPLOYMENT_SCHEMA) || isAbove(factsSchema, FACTS_SCHEMA)) return "newer";
  const isValid =
    schema === DEPLOYMENT_SCHEMA &&
    factsSchema === FACTS_SCHEMA &&
    typeof title === "string" &&
    !/[\r\n]/.test(title) &&
    areEntries(entries) &&
    matches(facts, FACTS) &&
    arePurgeSecrets(purgeSecrets);
  return isValid ? (value as unknown as Deployment) : "invalid";
}

/**
 * A deployment as TypeScript has it, whatever language exported it. Python names members in snake_case (`public_prefixes`), and
 * other languages write null for a member that is not set. No member of a deployment is a map with names of the user's.
 */
function ofSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ofSchema);
  if (!isMap(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [camelCase(name), ofSchema(member)]));
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const isAbove = (schema: unknown, known: number): boolean => typeof schema === "number" && schema > known;

function areEntries(value: unknown): value is EnvEntry[] {
  return (
    Array.isArray(value) &&
    value.every((one: Partial<EnvEntry> | null) => {
      const { name, value: text, secret, comment } = one ?? {};
      return [name, text, comment].every((part) => typeof part === "string") && typeof secret === "boolean";
    })
  );
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isNumber: Check = (value) => typeof value === "number";
const areTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
/** `K` are all members of the group, so the compiler reports a missing one. */
const group =
  <K extends string>(members: Record<K, Check>): Check =>
  (value) =>
    matches(value, members);

/** Unknown members are allowed, because a newer version may add some to the same schema. */
function matches(value: unknown, members: Record<string, Check>): boolean {
  return isMap(value) && Object.entries(members).every(([name, check]) => check(ownMember(value, name)));
}

/** The secrets are written into regular expressions, so no other text is one. */
function arePurgeSecrets(value: unknown): boolean {
  const isHex: Check = (secret) => typeof secret === "string" && isPurgeSecret(secret);
  const isSecret = group<keyof PurgeSecret>({ slot: isText, secret: isHex });
  return value === undefined || (Array.isArray(value) && value.every(isSecret));
}

/** The shape of `StorageFacts`. */
const FACTS: Record<keyof StorageFacts, Check> = {
  schema: isNumber,
  app: group<keyof AppFacts>({
    name: isText,
    version: optional(isText),
    webDomain: optional(isText),
    extraMediaHosts: optional(areTexts),
    usages: optional(areTexts),
    publicUrl: optional(isText),
    tenantId: optional(isText),
    protocolEndpoint: optional(isText),
    testCommands: optional(areTexts),
  }),
  store: optional(
    group<keyof StoreFacts>({
      kind: isText,
      server: optional(isText),
      endpoint: optional(isText),
      appEndpoint: optional(isText),
      host: isText,
      region: isText,
      pathStyle: optional(isFlag),
      caFile: optional(isText),
    }),
  ),
  bucket: optional(
    group<keyof BucketFacts>({
      name: isText,
      arn: optional(isText),
      keyPrefix: optional(isText),
      objectAcls: isFlag,
      publicPrefixes: areTexts,
      hostPrefixes: optional(areTexts),
      privatePrefixes: areTexts,
      corsOrigins: areTexts,
    }),
  ),
  writer: optional(
    group<keyof WriterFacts>({
      kind: isText,
      user: optional(isText),
      currentKeySlot: optional(isText),
      policy: isText,
    }),
  ),
  mediaHost: optional(
    group<keyof MediaHostFacts>({
      kind: isText,
      hostname: isText,
      path: optional(isText),
      legacy: optional(group<keyof LegacyHostFacts>({ hostname: isText, path: optional(isText) })),
      previousHosts: optional(areTexts),
      signing: optional(isText),
      signedBaseUrl: optional(isText),
      dns: optional(isText),
      maxAgeSeconds: optional(isNumber),
      addresses: optional(areTexts),
      purge: optional(group<keyof PurgeFacts>({ header: isText, slots: areTexts, current: isText })),
      webEndpoint: optional(isText),
      publishesBucket: optional(isFlag),
      steps: optional(areTexts),
    }),
  ),
  publicBaseUrl: optional(isText),
  presignedBaseUrl: optional(isText),
  warnings: areTexts,
};
