/**
 * The values in the bucket policy that a component also takes as outputs. The number of
 * statements, and whether the policy names the writer, must be known before anything is created.
 */
import { NOBODYS_ACCOUNT } from "../access/accounts";
import { distributionParts } from "../access/cloudfront";
import { at } from "../validation/problem";
import { isDeferred } from "../validation/shape";
import type { Store } from "../stores/store";
import type { KnownStatement } from "./additional-statements";
import type { GivenKeysSettings, StorageSettings, WriterSettings } from "./args";

/** A writer whose principal, if it is set, is known. */
export interface KnownWriter extends WriterSettings {
  given?: GivenKeysSettings & { principal?: string };
}

/** Settings in which everything that the bucket policy contains is known. */
export interface KnownSettings extends PolicySettings {
  additionalStatements?: KnownStatement[];
  writer?: KnownWriter;
  distributionArns?: readonly string[];
}

/** All settings that the bucket policy is made from: those of the operator, and those of the component. */
export interface PolicySettings extends StorageSettings {
  /** The ARNs of the distributions of `HostReads.hostnames`, in that order; outputs until they exist. By default each has a stand-in. */
  distributionArns?: readonly unknown[];
}

/** The kind of a value in the policy. */
export type PolicyInputKind = "principal" | "sourceArn";

/** Returns what replaces an output; `path` is the argument's path within the settings. */
export type ReplaceInput = (value: unknown, kind: PolicyInputKind, path: string) => string;

/** The settings with every output that is in the bucket policy replaced. Call only after the settings have passed their own checks. */
export function withInputsReplaced<S extends PolicySettings>(
  settings: S,
  replace: ReplaceInput,
): S & KnownSettings {
  const known = (value: unknown, kind: PolicyInputKind, path: string): string =>
    isDeferred(value) ? replace(value, kind, path) : (value as string);
  const { additionalStatements, distributionArns, writer } = settings;
  const principal = writer?.given?.principal;
  return {
    ...settings,
    ...(additionalStatements && {
      additionalStatements: additionalStatements.map((statement, i): KnownStatement => {
        const path = `additionalStatements[${i}]`;
        const all = (member: "principals" | "sourceArns", kind: PolicyInputKind): string[] =>
          (statement[member] ?? []).map((value, j) => known(value, kind, at(path, `${member}[${j}]`)));
        const { sourceArns, ...others } = statement;
        return {
          ...others,
          principals: all("principals", "principal"),
          ...(sourceArns && { sourceArns: all("sourceArns", "sourceArn") }),
        };
      }),
    }),
    ...(distributionArns && {
      distributionArns: distributionArns.map((arn, i) => known(arn, "sourceArn", `distributionArns[${i}]`)),
    }),
    ...(principal !== undefined && {
      writer: {
        ...writer,
        given: { ...writer?.given, principal: known(principal, "principal", "writer.given.principal") },
      },
    }),
  };
}

/** Begins the name of a user or resource that stands for an output. */
export const STAND_IN = "known-after-up-";

/** The ARN that stands for a distribution. Ids of distributions begin with "E". */
export function standInDistribution(name: string, partition: string): string {
  return `arn:${partition}:cloudfront::${NOBODYS_ACCOUNT}:distribution/E-${name}`;
}

/** The ARNs that stand for the distributions of hosts: longer than real ones, so that the policy is never larger than its checked size. */
export function standInDistributions(
  hostnames: readonly string[],
  { partition }: Pick<Store, "partition">,
): string[] {
  return hostnames.map((_, i) => standInDistribution(`${STAND_IN}host-${i + 1}`, partition));
}

/** The account of the distributions; undefined if they are stand-ins. */
export function accountOfDistributions(arns: readonly string[]): string | undefined {
  const ids = new Set(arns.flatMap((arn) => distributionParts(arn)?.accountId ?? []));
  const [only, ...others] = ids;
  return others.length > 0 || only === NOBODYS_ACCOUNT ? undefined : only;
}

/** Replaces each output by a stand-in; one output has the same stand-in everywhere. */
export function standIns({ partition, can, user }: Pick<Store, "partition" | "can" | "user">): ReplaceInput {
  const numbers = new Map<unknown, number>();
  return (value, kind) => {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    const name = `${STAND_IN}${number}`;
    if (kind === "sourceArn") return standInDistribution(name, partition);
    if (user?.principalOf !== undefined) return user.principalOf(name);
    // Stores without IAM have users without an account.
    return `arn:${partition}:iam::${can.iam ? NOBODYS_ACCOUNT : ""}:user/${name}`;
  };
}

/**
 * Replaces outputs by stand-ins, so that the policy can be checked before they are known. Each output becomes another user or
 * resource. An output that is used twice becomes the same one twice, so that a Deny of the writer is found. With a stricter stand-in,
 * such as "*", every program with an output would have a problem. The whole policy is checked again with the real values before it is
 * registered (components/late-values.ts).
 */
export function withStandIns<S extends PolicySettings>(
  settings: S,
  store: Pick<Store, "partition" | "can" | "user">,
): S & KnownSettings {
  return withInputsReplaced(settings, standIns(store));
}
