/** Finds Deny statements of the operator that would lock out the app or Pulumi. */
import { NOBODYS_ACCOUNT } from "../access/accounts";
import { requestsThrough } from "../access/cloudfront";
import { evaluate, type AccessRequest, type Principal } from "../access/evaluate";
import { list } from "../access/lists";
import type { PolicyDocument, Statement } from "../access/policy";
import { document, isReadByBrowsers as isRead } from "../access/statements";
import { writerUserName } from "../stores/writer-user";
import type { Store } from "../stores/store";
import { distributions, policyArn } from "./bucket-policy";
import { appPrefixes, type PolicyNeeds } from "./needs";
import type { KnownSettings } from "./policy-inputs";

type Reader = Pick<AccessRequest, "principal" | "context">;

/** One address of each range is enough, because the statements of the arguments have no condition on addresses. */
const readerIn = (range: string): Reader => ({
  principal: { kind: "anonymous" },
  context: { "aws:SecureTransport": "true", "aws:SourceIp": range.split("/")[0] ?? "" },
});

/** The reasons why the app or the next deployment would fail with this statement in the bucket policy. */
export function lockouts(
  statement: Statement,
  writerPolicy: PolicyDocument,
  settings: KnownSettings,
  needs: PolicyNeeds,
  store: Store,
): string[] {
  if (statement.Effect !== "Deny") return [];
  const arn = policyArn(store, settings.bucket);
  const bucketPolicy = document([statement]);
  const isDenied = (principal: Principal & { kind: "aws" }, action: string, resource: string): boolean => {
    const request: AccessRequest = {
      principal,
      action,
      resource,
      context: { "aws:SecureTransport": "true" },
    };
    const policies = {
      bucketAccountId: principal.accountId,
      bucketPolicy,
      identityPolicies: [writerPolicy],
    };
    return evaluate(request, policies).effect === "explicit-deny";
  };
  const writers = writersNamedIn(statement, settings, store);
  const ofWriter = (actions: readonly string[], resources: readonly string[]): string[] =>
    actions.filter((action) =>
      writers.some((writer) => resources.some((resource) => isDenied(writer, action, resource))),
    );
  const whole = appPrefixes(needs).map((prefix) => `${arn}/${prefix}`);
  const samples = whole.map((prefix) => `${prefix}x`);
  const lost = [
    // Denying everyone, including the app, to read a few files is allowed: it is the only way to take files down at once.
    ...ofWriter(needs.writer.objectActions.filter(isRead), samples),
    // Even a single file that the app cannot delete is a silent leak.
    ...ofWriter(
      needs.writer.objectActions.filter((action) => !isRead(action)),
      [...samples, ...keysMeant(statement, whole)],
    ),
    ...ofWriter(needs.writer.bucketActions, [arn]),
  ];
  // The account is known only in the cloud. This one does not exist, so only statements about everyone match it.
  const someone = awsPrincipal(`arn:${store.partition}:iam::${NOBODYS_ACCOUNT}:user/anybody`);
  /** The prefixes below which one of these readers is denied. */
  const deniedBelow = (prefixes: readonly string[], readers: Reader[]): string[] =>
    prefixes.filter((prefix) =>
      readers.some(
        (reader) =>
          evaluate(
            { ...reader, action: "s3:GetObject", resource: `${arn}/${prefix}x` },
            { bucketAccountId: NOBODYS_ACCOUNT, bucketPolicy },
          ).effect === "explicit-deny",
      ),
    );
  const unserved = deniedBelow(
    needs.hostReads?.prefixes ?? [],
    requestsThrough(distributions(settings, needs, store), statement),
  );
  const unread = deniedBelow(needs.publicPrefixes, (needs.publicFrom ?? []).map(readerIn));
  const locked = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"].filter((action) =>
    isDenied(someone, action, arn),
  );
  return [
    ...(lost.length === 0
      ? []
      : [
          `denies the writer ${lost.join(", ")}, which the app needs; list in principals only those who must be denied, or remove the action or the resource`,
        ]),
    ...(unserved.length === 0 || lost.length > 0
      ? []
      : [
          `denies the media host s3:GetObject below ${unserved.join(", ")}, which it serves; list in sourceArns only other distributions, or remove the action or the resource`,
        ]),
    ...(unread.length === 0 || lost.length > 0
      ? []
      : [
          `denies the proxy at mediaHost.external.addresses s3:GetObject below ${unread.join(", ")}, which it serves; list in principals only those who must be denied, or remove the action or the resource`,
        ]),
    ...(locked.length === 0
      ? []
      : [
          `denies everyone ${locked.join(", ")}, so only the root user of the account could change the policy; list in principals only those who must be denied, or remove the action or the bucket from the statement`,
        ]),
  ];
}

/** Keys below the prefixes that match the patterns of the statement. */
function keysMeant(statement: Statement, prefixes: string[]): string[] {
  const plain = (pattern: string): string => pattern.replace(/[*?]/g, "x");
  return list(statement.Resource).flatMap((pattern) => {
    const star = pattern.indexOf("*");
    const reached = prefixes.filter((prefix) => star >= 0 && prefix.startsWith(pattern.slice(0, star)));
    const isBelow = prefixes.some((prefix) => pattern.startsWith(prefix));
    return [
      ...(isBelow ? [plain(pattern)] : []),
      ...reached.map((prefix) => `${prefix}x${plain(pattern.slice(star + 1))}`),
    ];
  });
}

/** The writer, in a made-up account and in each account in which the statement contains a user or role of its name. */
function writersNamedIn(
  statement: Statement,
  { bucket, writer }: KnownSettings,
  store: Store,
): (Principal & { kind: "aws" })[] {
  const principal = writer?.given?.principal;
  if (principal !== undefined) return [awsPrincipal(principal)];
  const named = statement.Principal === "*" ? [] : list(statement.Principal?.AWS);
  const accounts = (name: RegExp): string[] =>
    named.filter((arn) => name.test(arn)).map((arn) => arn.split(":")[4] ?? "");
  const prefix = `arn:${store.partition}`;
  const anybody = awsPrincipal(`${prefix}:iam::${NOBODYS_ACCOUNT}:user/anybody`);
  const role = writer?.role?.roleName;
  if (typeof role === "string") {
    const ids = accounts(new RegExp(`:role/(.*/)?${escaped(role)}$`));
    return [anybody, ...ids.map((id) => awsPrincipal(`${prefix}:sts::${id}:assumed-role/${role}/session`))];
  }
  // The owner of a given key or an output is not known.
  if (writer?.given !== undefined || role !== undefined) return [anybody];
  const user = writerUserName(bucket);
  const ids = accounts(new RegExp(`:user/${escaped(user)}$`));
  return [anybody, ...ids.map((id) => awsPrincipal(`${prefix}:iam::${id}:user/${user}`))];
}

function escaped(name: string): string {
  return name.replace(/[.+]/g, "\\$&");
}

function awsPrincipal(arn: string): Principal & { kind: "aws" } {
  return { kind: "aws", arn, accountId: arn.split(":")[4] ?? "" };
}
