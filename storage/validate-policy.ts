/** Validates the whole bucket policy and the writer's policy. */
import { exposures } from "../access/exposure";
import { statementName } from "../access/evaluate";
import { policyFindings } from "../access/lint";
import type { PolicyDocument, Statement } from "../access/policy";
import { policySize, sizeProblems, type PolicyLimit, type SizeCause } from "../access/policy-size";
import { CLOUDFRONT_READ, isLimitedToAddresses } from "../access/statements";
import { at, under, type Problem, type PropertyPath } from "../validation/problem";
import type { Rule } from "../validation/rules";
import { storeOf } from "../stores";
import { policyUsers, type Store } from "../stores/store";
import { statementArgsPath, type KnownStatement } from "./additional-statements";
import {
  bucketPolicy,
  distributions,
  policyArn,
  storagePolicies,
  type StoragePolicies,
} from "./bucket-policy";
import { lockouts } from "./lockouts";
import type { PolicyNeeds } from "./needs";
import type { BucketSettings } from "./args";
import { withStandIns, type KnownSettings, type PolicySettings } from "./policy-inputs";

/** The rule about the policies of the bucket and of the writer; it comes last, because it needs valid settings. */
export function bucketPolicyRule<S extends BucketSettings, C = unknown>(
  needs: (settings: S, store: Store, context: C) => PolicyNeeds,
): Rule<S, C> {
  return {
    at: "",
    findings(settings, context) {
      const store = storeOf(settings.store);
      return bucketPolicyProblems(policySettings(settings), needs(settings, store, context), store, "");
    },
  };
}

/** Only the settings that the policies are made from, so that problems of other settings do not prevent these checks. */
function policySettings({ bucket, store, additionalStatements, writer }: BucketSettings): BucketSettings {
  return {
    bucket,
    store,
    ...(additionalStatements && { additionalStatements }),
    ...(writer && { writer }),
  };
}

/** The problems of the policies of the bucket and of the writer. */
export function bucketPolicyProblems(
  settings: PolicySettings,
  needs: PolicyNeeds,
  store: Store,
  path: string,
): Problem[] {
  const known = withStandIns(settings, store);
  const policies = storagePolicies(known, needs, store);
  const problems = store.can.bucketPolicy
    ? [
        ...unsupportedPrincipalProblems(known, store, path),
        ...statementsProblems(policies, known, needs, store, path),
      ]
    : unsupportedPolicyProblems(known, needs, store, path);
  return problems.length > 0 ? problems : policySizeProblems(policies, known, needs, store, path);
}

/** A bucket policy cannot name a principal where it does not apply to users. */
function unsupportedPrincipalProblems({ writer }: KnownSettings, store: Store, path: string): Problem[] {
  if (writer?.given?.principal === undefined || policyUsers(store) !== undefined) return [];
  const why = store.can.bucketPolicy
    ? `bucket policies on ${store.title} apply only to requests without a signature`
    : `buckets on ${store.title} have no policy`;
  return [
    {
      code: "store-bucket-policy",
      path: at(path, "writer.given.principal"),
      message: `is not supported, because ${why}; remove it, and give its key the rights on ${store.title} itself`,
    },
  ];
}

/** Problems of settings that need a bucket policy, at a store whose buckets have none. */
function unsupportedPolicyProblems(
  settings: KnownSettings,
  { publicPrefixes, objectAcls }: PolicyNeeds,
  store: Store,
  path: string,
): Problem[] {
  const problem = (member: string, message: string): Problem => ({
    code: "store-bucket-policy",
    path: at(path, member),
    message,
  });
  const none = `because buckets on ${store.title} have no policy`;
  return [
    ...(publicPrefixes.length === 0 || objectAcls
      ? []
      : [
          problem(
            "store",
            `cannot let everybody read the public files, ${none}; use another store, or a media host with credentials of its own (Mastodon: \`access: "cdn"\`)`,
          ),
        ]),
    ...(settings.additionalStatements === undefined
      ? []
      : [problem("additionalStatements", `are not supported, ${none}; remove them`)]),
    ...unsupportedPrincipalProblems(settings, store, path),
  ];
}

function policySizeProblems(
  policies: StoragePolicies,
  settings: KnownSettings,
  needs: PolicyNeeds,
  store: Store,
  path: string,
): Problem[] {
  const { writer = {} } = settings;
  const bucket = bucketSizeProblems(policies.bucket, settings, needs, store, path);
  const { user, role } = store.policyLimits;
  const limit = writer.role === undefined ? user : role;
  if (writer.given !== undefined || limit === undefined) return bucket;
  const inline = sizeProblems(policies.writer, limit, () => sizeCause("writer.onlyFrom", path));
  return [...bucket, ...inline];
}

function bucketSizeProblems(
  policy: PolicyDocument,
  settings: KnownSettings,
  needs: PolicyNeeds,
  store: Store,
  path: string,
): Problem[] {
  const limit = store.policyLimits.bucket;
  if (limit === undefined) return [];
  return sizeProblems(policy, limit, () => sizeCause(largestInput(settings, needs, store, limit), path));
}

/** How to make a policy smaller, by the argument that makes it too large. */
const FEWER = {
  additionalStatements: 'remove statements, or use fewer and shorter resources with "*"',
  "mediaHost.external.addresses": "list fewer and wider ranges",
  "mediaHost.previousHosts": "list fewer previous hosts",
  "writer.onlyFrom": "list fewer ranges and endpoints",
};

function sizeCause(argument: keyof typeof FEWER, path: string): SizeCause {
  return { path: at(path, argument), remedy: FEWER[argument] };
}

/** The argument to shorten: statements are the operator's to choose, and a hostname is much shorter than its distribution's ARN. */
function largestInput(
  settings: KnownSettings,
  needs: PolicyNeeds,
  store: Store,
  limit: PolicyLimit,
): keyof typeof FEWER {
  if ((settings.additionalStatements ?? []).length > 0) return "additionalStatements";
  const { publicFrom, ...others } = needs;
  if (publicFrom !== undefined) {
    const rest = policySize(bucketPolicy(settings, others, store), limit);
    if (rest <= limit.most) return "mediaHost.external.addresses";
  }
  const distributionArns = distributions(settings, needs, store).arns.slice(0, 1);
  const size = policySize(bucketPolicy({ ...settings, distributionArns }, needs, store), limit);
  return size > limit.most ? "writer.onlyFrom" : "mediaHost.previousHosts";
}

/** Problems of malformed statements and of statements that allow too much. Only the operator's own statements can have problems. */
function statementsProblems(
  { bucket: policy, writer }: StoragePolicies,
  settings: KnownSettings,
  needs: PolicyNeeds,
  store: Store,
  path: string,
): Problem[] {
  if (policy.Statement.length === 0) return [];
  const theirs = settings.additionalStatements ?? [];
  const ours = policy.Statement.length - theirs.length;
  const argumentOf = (statement: number): string =>
    statement < ours ? ourArgument(policy.Statement[statement]) : `additionalStatements[${statement - ours}]`;
  const malformed = policyFindings(policy, "bucket", store.policyRules, (statement) =>
    statement < ours ? "a statement of the library" : argumentOf(statement),
  ).map((finding): Problem => ({
    ...finding,
    path: under(path, argumentPath(finding.path, policy, theirs)),
  }));
  const arn = policyArn(store, settings.bucket);
  const reported = new Set(malformed.map((problem) => problem.path));
  malformed.push(
    ...theirs
      .flatMap((statement, i) => foreignResources(statement, arn, at(path, argumentOf(ours + i))))
      .filter((problem) => !reported.has(problem.path)),
  );
  if (malformed.length > 0) return malformed;
  const scope = {
    arn,
    // If reads are limited to addresses, a statement for everybody would bypass the limit. The library's own has it.
    publicPrefixes: needs.objectAcls || needs.publicFrom !== undefined ? [] : needs.publicPrefixes,
    distributions: distributions(settings, needs, store),
  };
  const isOwnRead = (index: number): boolean =>
    index < ours && policy.Statement[index] !== undefined && isLimitedToAddresses(policy.Statement[index]);
  const exposed = exposures(policy, scope).filter(({ index }) => !isOwnRead(index));
  return [
    ...exposed.map(({ index, message }) => ({
      code: "statement-exposes" as const,
      path: at(path, argumentOf(index)),
      message,
    })),
    ...policy.Statement.flatMap((statement, index) =>
      index < ours
        ? []
        : lockouts(statement, writer, settings, needs, store).map((message) => ({
            code: "statement-locks-out" as const,
            path: at(path, argumentOf(index)),
            message: `statement "${statementName(statement, index)}" ${message}`,
          })),
    ),
  ];
}

/** The path of the argument from which this part of the policy was made. */
function argumentPath(
  [, statement, ...within]: PropertyPath,
  { Statement }: PolicyDocument,
  theirs: readonly KnownStatement[],
): PropertyPath {
  const index = Number(statement) - (Statement.length - theirs.length);
  const args = theirs[index];
  if (args === undefined) return ourArgument(Statement[Number(statement)]).split(".");
  return ["additionalStatements", index, ...statementArgsPath(args, within)];
}

/** The path of the argument from which a statement of the library was made: each contains the value of one argument. */
function ourArgument(statement: Statement | undefined): string {
  if (statement !== undefined && isLimitedToAddresses(statement)) return "mediaHost.external.addresses";
  return statement?.Sid === CLOUDFRONT_READ ? "mediaHost" : "writer.given.principal";
}

/**
 * Resources of another bucket. The lint accepts them, because a policy does not say to which bucket it belongs, but S3 answers
 * "Policy has invalid resource".
 */
function foreignResources({ resources }: KnownStatement, arn: string, path: string): Problem[] {
  return resources.flatMap((resource, i) => {
    if (resource === arn || resource.startsWith(`${arn}/`)) return [];
    const message = `is "${resource}", which is not in this bucket, so S3 refuses the policy; use "${arn}" or "${arn}/<prefix>*"`;
    return [{ code: "statement-foreign-resource", path: at(path, `resources[${i}]`), message }];
  });
}
