import type { Account } from "./account";
import { ApiError, type ApiCall, type Route } from "./api";
import { listOf, oneOf, shape, text } from "./fields";
import { newId } from "./zones";

interface Policy {
  id: string;
  effect: string;
  permission_groups: { id: string }[];
  resources: Record<string, string>;
}

export interface AccountToken {
  id: string;
  name: string;
  status: string;
  policies: Policy[];
  /** What a person or an app authenticates with; the API gives it once, when the token is made. */
  value: string;
  issuedOn: string;
  modifiedOn: string;
  lastUsedOn: string | undefined;
  notBefore: string | undefined;
  expiresOn: string | undefined;
}

/** The groups that give access to one bucket, with their names. */
const PERMISSION_GROUPS = new Map([
  ["2efd5506f9c8494dacb1fa10a3e7d5b6", "Workers R2 Storage Bucket Item Write"],
  ["6a018a9f2fc74eb6b293b0c548f38b39", "Workers R2 Storage Bucket Item Read"],
]);

const policy = shape({
  effect: oneOf("allow", "deny"),
  permission_groups: listOf(shape({ id: text() })),
  resources: (value, path) =>
    typeof value === "object" && value !== null && Object.values(value).every((member) => member === "*")
      ? undefined
      : `${path} is not valid`,
});
const time = text(/^\d{4}-\d\d-\d\dT/);
const checkBody = shape(
  { name: text(/^.{1,120}$/), policies: listOf(policy) },
  { not_before: time, expires_on: time, status: oneOf("active", "disabled") },
);

interface TokenRequest {
  name: string;
  policies: Omit<Policy, "id">[];
  status?: string;
  not_before?: string;
  expires_on?: string;
}

/** https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/ */
export function accountTokenRoutes(account: Account): Route[] {
  const path = "/accounts/:account/tokens";
  return [
    { method: "POST", path, answer: (call) => ({ result: create(account, call) }) },
    {
      method: "GET",
      path: `${path}/:token`,
      answer: (call) => ({ result: described(tokenOf(account, call)) }),
    },
    { method: "PUT", path: `${path}/:token`, answer: (call) => ({ result: change(account, call) }) },
    {
      method: "DELETE",
      path: `${path}/:token`,
      answer: (call) => {
        const { id } = tokenOf(account, call);
        account.tokens.delete(id);
        return { result: { id } };
      },
    },
  ];
}

/** The request to make a token has no status: whatever it says, the token is active. */
function create(account: Account, call: ApiCall): object {
  account.check(call);
  const now = new Date().toISOString();
  const token: AccountToken = {
    ...{ id: newId(), ...parse(account, call), status: "active", value: newId() + newId().slice(0, 8) },
    ...{ issuedOn: now, modifiedOn: now, lastUsedOn: undefined },
  };
  account.tokens.set(token.id, token);
  return { ...described(token), value: token.value };
}

function change(account: Account, call: ApiCall): object {
  const token = tokenOf(account, call);
  const { status = token.status } = call.body as unknown as TokenRequest;
  Object.assign(token, parse(account, call), { status, modifiedOn: new Date().toISOString() });
  return described(token);
}

function tokenOf(account: Account, call: ApiCall): AccountToken {
  account.check(call);
  const token = account.tokens.get(call.parameters["token"]!);
  if (!token) throw new ApiError(404, 1003, "Token not found");
  return token;
}

type Parsed = Pick<AccountToken, "name" | "policies" | "notBefore" | "expiresOn">;

function parse(account: Account, { body }: ApiCall): Parsed {
  const problem = checkBody(body, "body");
  if (problem !== undefined) throw new ApiError(400, 1001, problem);
  const { name, policies, not_before, expires_on } = body as unknown as TokenRequest;
  const parsed = policies.map(({ effect, permission_groups, resources }) => {
    checkGroups(permission_groups);
    checkResources(account, Object.keys(resources));
    return { id: newId(), effect, permission_groups, resources };
  });
  return { name, policies: parsed, notBefore: not_before, expiresOn: expires_on };
}

function checkGroups(groups: { id: string }[]): void {
  const unknown = groups.find(({ id }) => !PERMISSION_GROUPS.has(id));
  if (unknown) throw new ApiError(400, 1001, `Permission group "${unknown.id}" was not found`);
}

/** `com.cloudflare.edge.r2.bucket.ACCOUNT_JURISDICTION_BUCKET`: https://developers.cloudflare.com/r2/api/tokens/ */
function checkResources(account: Account, resources: string[]): void {
  const own = new RegExp(
    `^com\\.cloudflare\\.edge\\.r2\\.bucket\\.${account.id}_(default|eu|fedramp)_[a-z\\d-]+$`,
  );
  const wrong = resources.find((resource) => !own.test(resource));
  if (wrong !== undefined || resources.length === 0)
    throw new ApiError(403, 9109, "Unauthorized to access requested resource");
}

/**
 * Policies and groups are sorted by id, however they were sent.
 * https://github.com/cloudflare/terraform-provider-cloudflare/issues/5848
 */
function described(token: AccountToken): object {
  const byId = (one: { id: string }, other: { id: string }): number => one.id.localeCompare(other.id);
  return {
    id: token.id,
    name: token.name,
    status: token.status,
    issued_on: token.issuedOn,
    modified_on: token.modifiedOn,
    ...(token.lastUsedOn !== undefined && { last_used_on: token.lastUsedOn }),
    ...(token.notBefore !== undefined && { not_before: token.notBefore }),
    ...(token.expiresOn !== undefined && { expires_on: token.expiresOn }),
    policies: token.policies.toSorted(byId).map((one) => ({
      ...one,
      permission_groups: one.permission_groups
        .toSorted(byId)
        .map(({ id }) => ({ id, name: PERMISSION_GROUPS.get(id) })),
    })),
  };
}
