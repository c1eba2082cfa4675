/** What is asked about for the access matrix: keys that stand for a part of the bucket, and contexts. */
import type { AccessContext } from "../evaluate";
import { ipRange } from "../evaluate/ip";
import { list } from "../lists";
import type { MatrixInput } from "./input";
import type { PolicyDocument, Statement } from "../policy";
import { isLimitedToPlaces, publicReadAddresses } from "../statements";

/** A part of the keys, with the keys to ask about for each of its prefixes. */
export interface Part {
  part: string;
  prefixes: { prefix: string; keys: string[] }[];
}

/** The part that is public through a media host only. */
export const HOST_PART = "prefixes of the media host";

/**
 * The parts of the keys. Beside a key made up for each prefix, every key that a statement of the bucket policy points at
 * is asked about: a grant of `backups/dumps/*` shows although `backups/` itself is closed.
 */
export function partsOf(input: MatrixInput): Part[] {
  const { publicPrefixes, hostPrefixes = [] } = input;
  const served = hostPrefixes.filter((prefix) => !publicPrefixes.includes(prefix));
  const hidden = input.privatePrefixes.filter((prefix) => !hostPrefixes.includes(prefix));
  const all = [...publicPrefixes, ...served, ...hidden];
  const pointed = pointedAt(input).map((key) => ({ key, owner: ownerOf(key, all) }));
  const ownedBy = (prefix: string | undefined): string[] =>
    pointed.filter(({ owner }) => owner === prefix).map(({ key }) => key);
  const under = (prefix: string) => ({ prefix, keys: distinct([`${prefix}object`, ...ownedBy(prefix)]) });
  const parts: Part[] = [
    { part: "public prefixes", prefixes: publicPrefixes.map(under) },
    { part: HOST_PART, prefixes: served.map(under) },
    { part: "private prefixes", prefixes: hidden.map(under) },
    {
      part: "every other key",
      prefixes: [
        {
          prefix: "",
          keys: distinct(["object", "another/object", ...ownedBy(undefined)]),
        },
      ],
    },
  ];
  return parts.filter(({ prefixes }) => prefixes.length > 0);
}

/** The longest of the prefixes that a key is under. */
function ownerOf(key: string, prefixes: string[]): string | undefined {
  return prefixes.filter((prefix) => key.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
}

function pointedAt({ bucketArn, bucketPolicy }: MatrixInput): string[] {
  const keys = statements(bucketPolicy)
    .flatMap(({ Resource, NotResource }) => [...list(Resource), ...list(NotResource)])
    .filter((resource) => resource.startsWith(`${bucketArn}/`))
    // Most patterns are a prefix and "*", which stands for the key that is made up for the prefix anyway.
    .map((resource) => sample(resource.slice(bucketArn.length + 1).replace(/\*$/, "object")));
  return distinct(keys);
}

function distinct(keys: string[]): string[] {
  return [...new Set(keys)];
}

function statements(policy: PolicyDocument | undefined): Statement[] {
  return policy?.Statement ?? [];
}

/** A text that a pattern matches. */
function sample(pattern: string): string {
  return pattern.replace(/\$\{([*?$])\}|\*|\?/g, (_, escaped?: string) => escaped ?? "x");
}

/**
 * The contexts that are asked in: a plain one, and one for each Allow statement that brings what its conditions ask for.
 * Whoever has the address or the Referer can do it, so for strangers that is a yes.
 */
export function contexts({ bucketPolicy, hosts = [] }: MatrixInput): AccessContext[] {
  const plain = { "aws:SecureTransport": "true" };
  const ofHosts = new Set(hosts.map(({ addresses }) => addresses?.join()));
  const isForHost = (statement: Statement): boolean => {
    const addresses = publicReadAddresses(statement);
    return addresses !== undefined && ofHosts.has(addresses.join());
  };
  const wishes = statements(bucketPolicy)
    .filter((statement) => statement.Effect === "Allow" && statement.Condition !== undefined)
    // A writer's places and a proxy's addresses are asked about in columns of their own.
    .filter((statement) => !isLimitedToPlaces(statement) && !isForHost(statement))
    .map((statement) => ({ ...wish(statement), ...plain }));
  return [plain, ...wishes];
}

/** What a request brings along from each place to which a writer's policies limit it; none where they limit nothing. */
export function placesOf(policies: readonly PolicyDocument[]): AccessContext[] {
  const places = limitedStatements(policies).map(wish);
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

/** The statements by which a writer can do something at certain places only. */
export function limitedStatements(policies: readonly PolicyDocument[]): Statement[] {
  return policies.flatMap(({ Statement }) => Statement).filter(isLimitedToPlaces);
}

/** The values of all conditions of a statement. */
export function valuesOf({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.values(keys).flatMap(list));
}

function wish(statement: Statement): Record<string, string> {
  const wished = new Map<string, string>();
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const [value] = list(values);
      // A key that has to be absent, or only must not be this, is met by the plain request.
      if (value === undefined || operator === "Null" || operator.includes("Not")) continue;
      const isRange = /IpAddress/.test(operator) && ipRange(value) !== undefined;
      wished.set(key, isRange ? (value.split("/")[0] ?? "") : sample(value));
    }
  }
  return Object.fromEntries(wished);
}
