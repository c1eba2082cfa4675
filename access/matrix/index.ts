/** Who may do what with a bucket, as a table that an operator can read. */
import { otherAccount } from "../accounts";
import { type AccessContext, type Decide, type Decision, evaluator, type Principal } from "../evaluate";
import { type ArnParts, arnParts } from "../evaluate/match";
import type { MatrixInput } from "./input";
import { hostColumn, hostDeciders, isHostColumn, sameAsFirst, sameNote } from "./hosts";
import { contexts, limitedStatements, partsOf, placesOf, valuesOf, type Part } from "./probes";
import type { PolicyDocument } from "../policy";
import { servicesOf } from "../evaluate/principal";

/** `depends` is a read that each object's own ACL decides. */
export type Verdict = "yes" | "no" | "depends";

export interface AccessRow {
  /** What is done: `read an object`, `list keys`. */
  what: string;
  /** One verdict for each of the matrix's `who`. */
  verdicts: Verdict[];
}

/** The rows that are about one part of the bucket. */
export interface AccessGroup {
  /** `public prefixes`, `private prefixes`, `the bucket`. */
  part: string;
  /** The prefixes or names that the part stands for. */
  examples: string[];
  rows: AccessRow[];
}

export interface AccessMatrix {
  /**
   * The columns: `anonymous`, `writer`, `another principal`; `writer's key elsewhere` when its policy limits it to places; `through
   * <hostname>` for media hosts; and `another account's AWS service` when the bucket policy lets a service in.
   */
  who: string[];
  groups: AccessGroup[];
  /** What the table takes for granted, one sentence each. */
  notes?: string[];
}

interface Column {
  who: string;
  /** One for each principal and context: the column is about the worst of what they answer. */
  deciders: Decide[];
  /** Which verdict wins when keys of one part differ: for strangers what they can do, for the writer what it cannot. */
  worst: Verdict[];
}

const objectActions: [what: string, action: string][] = [
  ["read an object", "s3:GetObject"],
  ["write an object", "s3:PutObject"],
  ["delete an object", "s3:DeleteObject"],
  ["get an object's ACL", "s3:GetObjectAcl"],
  ["put an object's ACL", "s3:PutObjectAcl"],
];

const bucketActions: [what: string, action: string][] = [
  ["list keys", "s3:ListBucket"],
  ["list versions", "s3:ListBucketVersions"],
  ["list multipart uploads", "s3:ListBucketMultipartUploads"],
  ["read the bucket policy", "s3:GetBucketPolicy"],
  ["change the bucket policy", "s3:PutBucketPolicy"],
  ["change the bucket ACL", "s3:PutBucketAcl"],
  ["change CORS", "s3:PutBucketCORS"],
];

const OTHER_PRINCIPAL = "a user of another AWS account which allows it s3:* itself";

const hostNote =
  'Anonymous means requests to the bucket itself. "Through" means requests by anyone to that media host, without its cache.';

/** From where a proxy reads that the bucket knows by its addresses. */
function addressNotes(hosts: MatrixInput["hosts"] = []): string[] {
  const ranges = [...new Set(hosts.flatMap(({ addresses = [] }) => addresses))];
  if (ranges.length === 0) return [];
  return [
    `The proxy is asked about at ${ranges.join(", ")}; requests without a signature from elsewhere read nothing.`,
  ];
}

/** The column of the services that a bucket policy lets in. */
const services = "another account's AWS service";
const serviceNote =
  "Another account's AWS service is one that the bucket policy names, and any AWS customer has made it ask.";

/** The column of the writer's key at any other place than those that its policy names. */
const elsewhere = "writer's key elsewhere";

/** Who may do what, by the policies alone; every prefix is asked about, and those that differ get rows of their own. */
export function accessMatrix(input: MatrixInput): AccessMatrix {
  const columns = columnsOf(input);
  const ofObjects = rowsOf(objectActions, columns, input);
  const objects = partsOf(input).flatMap((part) => objectGroups(input.bucketArn, part, ofObjects));
  const rows = rowsOf(bucketActions, columns, input)([input.bucketArn]);
  const name = input.bucketArn.slice(input.bucketArn.lastIndexOf(":") + 1);
  const bucket: AccessGroup = { part: "the bucket", examples: [name], rows };
  const who = columns.map((column) => column.who);
  const groups = [...objects, bucket];
  const same = sameAsFirst(who, groups);
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => !same.includes(i));
  return {
    who: kept(who),
    groups: groups.map((group) => ({
      ...group,
      rows: group.rows.map(({ what, verdicts }) => ({ what, verdicts: kept(verdicts) })),
    })),
    notes: [
      "All requests are over https.",
      `Another principal is ${input.otherPrincipal ?? OTHER_PRINCIPAL}.`,
      ...(who.some(isHostColumn) ? [hostNote] : []),
      ...addressNotes(input.hosts),
      ...sameNote(who, same),
      ...(who.includes(services) ? [serviceNote] : []),
      ...(who.includes(elsewhere) ? [placesNote(input.writer.policies)] : []),
    ],
  };
}

/** The rows of a table, for any resources. */
type Rows = (arns: string[]) => AccessRow[];

function placesNote(policies: PolicyDocument[]): string {
  const places = [...new Set(limitedStatements(policies).flatMap(valuesOf))];
  return `The writer is asked about at ${places.join(", ")}; elsewhere its key only reads.`;
}

/** One group, or one for each set of prefixes that are treated alike. */
function objectGroups(bucketArn: string, { part, prefixes }: Part, rowsFor: Rows): AccessGroup[] {
  const groups = new Map<string, AccessGroup>();
  for (const { prefix, keys } of prefixes) {
    const rows = rowsFor(keys.map((key) => `${bucketArn}/${key}`));
    const alike = rows.flatMap(({ verdicts }) => verdicts).join();
    const group = groups.get(alike);
    if (group === undefined) groups.set(alike, { part, examples: prefix === "" ? [] : [prefix], rows });
    else group.examples.push(prefix);
  }
  return [...groups.values()];
}

/** What does not depend on the resources is found out here, once for all of them. */
function rowsOf(actions: [what: string, action: string][], columns: Column[], input: MatrixInput): Rows {
  const rows = actions.map(([what, action]) => ({
    what,
    cells: columns.map((column) => cell(column, action, input)),
  }));
  return (arns) => {
    const resources = arns.map(arnParts);
    return rows.map(({ what, cells }) => ({ what, verdicts: cells.map((verdict) => verdict(resources)) }));
  };
}

function cell(
  { who, deciders, worst }: Column,
  action: string,
  { objectAcls, publicAccessBlock }: MatrixInput,
): (resources: (ArnParts | undefined)[]) => Verdict {
  const ofAction = deciders.map((decide) => decide(action));
  const readByAcl =
    action === "s3:GetObject" &&
    objectAcls &&
    publicAccessBlock.ignorePublicAcls !== true &&
    who !== "writer";
  const verdict = ({ effect }: Decision): Verdict => {
    if (effect === "allow") return "yes";
    // An ACL can only add to what the policies leave open: it never overrides a deny.
    return readByAcl && effect === "implicit-deny" ? "depends" : "no";
  };
  return (resources) => {
    let found = worst.length - 1;
    for (const decide of ofAction) {
      for (const resource of resources) {
        if (found > 0) found = Math.min(found, worst.indexOf(verdict(decide(resource))));
      }
    }
    return worst[found] ?? "no";
  };
}

/** Users of Ceph and MinIO have no account in their ARN: they belong where the bucket does. */
function accountOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*::(\d{12}):/.exec(arn)?.[1];
}

const outsiders: Verdict[] = ["yes", "depends", "no"];

function columnsOf(input: MatrixInput): Column[] {
  const { accountId: bucketAccountId, bucketPolicy, publicAccessBlock, writer } = input;
  const partition = input.bucketArn.split(":")[1] ?? "aws";
  const otherId = otherAccount(bucketAccountId);
  const other: Principal = {
    kind: "aws",
    arn: `arn:${partition}:iam::${otherId}:user/another`,
    accountId: otherId,
  };
  const everything: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
  };
  const asked = contexts(input);
  const decider = evaluator({ bucketAccountId, publicAccessBlock, ...(bucketPolicy && { bucketPolicy }) });
  const deciders = (principal: Principal, identityPolicies: PolicyDocument[]): Decide[] =>
    asked.map((context) => decider(principal, context, identityPolicies));
  const accountId = accountOf(writer.arn) ?? bucketAccountId;
  const theWriter: Principal = { kind: "aws", arn: writer.arn, accountId };
  const places = placesOf(writer.policies);
  return [
    { who: "anonymous", deciders: deciders({ kind: "anonymous" }, []), worst: outsiders },
    {
      who: "writer",
      // At each place in turn: any of them is enough for all that the app does.
      deciders: (places.length === 0 ? [{}] : places).flatMap((place) =>
        asked.map((context) => decider(theWriter, { ...context, ...place }, writer.policies)),
      ),
      worst: ["no", "depends", "yes"],
    },
    ...(places.length === 0
      ? []
      : [{ who: elsewhere, deciders: deciders(theWriter, writer.policies), worst: outsiders }]),
    {
      who: "another principal",
      deciders: deciders(other, [everything]),
      worst: outsiders,
    },
    ...(input.hosts ?? []).map((host) => ({
      who: hostColumn(host),
      deciders: hostDeciders(host, asked, bucketPolicy, (principal, context) =>
        decider(principal, context, []),
      ),
      worst: outsiders,
    })),
    ...serviceColumn(bucketPolicy, (service) =>
      asked.map((context) => decider({ kind: "service", service }, askedFor(otherId, context), [])),
    ),
  ];
}

/** A column for the services that the bucket policy lets in; none without any, for it would say what anonymous says. */
function serviceColumn(
  bucketPolicy: PolicyDocument | undefined,
  deciders: (service: string) => Decide[],
): Column[] {
  const named = (bucketPolicy?.Statement ?? [])
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal: element }) => (element === undefined ? [] : servicesOf(element)));
  if (named.length === 0) return [];
  return [{ who: services, deciders: [...new Set(named)].flatMap(deciders), worst: outsiders }];
}

/**
 * What a service brings along when another account makes it ask: whatever the statements wish for but the account, which
 * S3 gets from the service. An ARN without an account (a bucket's) can be anybody's.
 */
function askedFor(otherAccount: string, context: AccessContext): AccessContext {
  const changed = Object.entries(context).map(([key, value]) => {
    if (key.toLowerCase() === "aws:sourceaccount") return [key, otherAccount];
    const parts = typeof value === "string" ? arnParts(value) : undefined;
    if (key.toLowerCase() !== "aws:sourcearn" || parts === undefined || parts[4] === "") return [key, value];
    return [key, [...parts.slice(0, 4), otherAccount, parts[5]].join(":")];
  });
  return Object.fromEntries(changed) as AccessContext;
}
