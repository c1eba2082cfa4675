/** What anybody can do through a media host: what the host passes on, and what the bucket then answers the host. */
import { cloudFrontRequest, requestsThrough } from "../cloudfront";
import type { AccessContext, Decide, Decision, Principal } from "../evaluate";
import type { ArnParts } from "../evaluate/match";
import { matches, pattern } from "../evaluate/match";
import type { PolicyDocument } from "../policy";
import type { MatrixHost } from "./input";
import type { AccessGroup } from "./index";

/** Begins the name of a host's column; the hostname follows. */
const THROUGH = "through ";

export function hostColumn({ hostname }: MatrixHost): string {
  return `${THROUGH}${hostname}`;
}

/** Whether a column is about a media host. */
export function isHostColumn(who: string): boolean {
  return who.startsWith(THROUGH);
}

/** Decides what a principal may do in one context. */
type Decider = (principal: Principal, context: AccessContext) => Decide;

/** One for each request by which the host may ask, in each of the contexts. */
export function hostDeciders(
  host: MatrixHost,
  contexts: readonly AccessContext[],
  bucketPolicy: PolicyDocument | undefined,
  decider: Decider,
): Decide[] {
  if (host.hasOwnCredentials === true) return [passedOn(host, readsEverything)];
  return requestsOf(host, bucketPolicy).flatMap(({ principal, context }) =>
    contexts.map((asked) => passedOn(host, decider(principal, { ...asked, ...context }))),
  );
}

/** A distribution whose account is not known yet is asked about in each that a statement names. */
function requestsOf(
  { distributionArn, addresses }: MatrixHost,
  bucketPolicy: PolicyDocument | undefined,
): { principal: Principal; context: AccessContext }[] {
  const anonymous: Principal = { kind: "anonymous" };
  if (addresses !== undefined) {
    return addresses.map((range) => ({
      principal: anonymous,
      context: { "aws:SourceIp": range.split("/")[0] ?? "" },
    }));
  }
  if (distributionArn === undefined) return [{ principal: anonymous, context: {} }];
  const statements = bucketPolicy?.Statement ?? [];
  return [
    cloudFrontRequest(distributionArn),
    ...statements.flatMap((statement) => requestsThrough({ arns: [distributionArn] }, statement).slice(1)),
  ];
}

/** What credentials of the host's own may do: read objects. */
const readsEverything: Decide = (action) => () =>
  action === "s3:GetObject" ? { effect: "allow", statements: [] } : REFUSED;

/** The answer for requests that the host does not pass on. */
const REFUSED: Decision = { effect: "explicit-deny", statements: [] };

function passedOn({ methods, pathPatterns }: MatrixHost, decide: Decide): Decide {
  const paths = pathPatterns.map((path) => pattern(path.replace(/^\//, ""), () => undefined));
  return (action) => {
    if (!methods.includes(methodOf(action))) return () => REFUSED;
    const answer = decide(action);
    return (resource) =>
      paths.some((path) => path !== undefined && matches(path, keyOf(resource))) ? answer(resource) : REFUSED;
  };
}

/** The HTTP method of an action of the matrix. */
function methodOf(action: string): string {
  if (action.startsWith("s3:Put")) return "PUT";
  return action.startsWith("s3:Delete") ? "DELETE" : "GET";
}

/** The key of an object; "" for the bucket itself, which has the path "/". */
function keyOf(resource: ArnParts | undefined): string {
  const [, ...key] = (resource?.[5] ?? "").split("/");
  return key.join("/");
}

/** The host columns that equal the first one. They are replaced by a note. */
export function sameAsFirst(who: readonly string[], groups: readonly AccessGroup[]): number[] {
  const indexes = [...who.keys()].filter((i) => isHostColumn(who[i] ?? ""));
  const first = indexes[0] ?? 0;
  const rows = groups.flatMap((group) => group.rows);
  return indexes.slice(1).filter((i) => rows.every(({ verdicts }) => verdicts[i] === verdicts[first]));
}

/** Says for whom the first host's column speaks besides. */
export function sameNote(who: readonly string[], same: readonly number[]): string[] {
  if (same.length === 0) return [];
  const hostname = (name: string): string => name.slice(THROUGH.length);
  const first = hostname(who.find(isHostColumn) ?? "");
  const others = same.map((i) => hostname(who[i] ?? ""));
  return [`What holds through ${first} holds through ${others.join(", ")} too.`];
}
