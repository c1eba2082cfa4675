import type { PropertyPath } from "../../validation/problem";
import type { Finding, FindingReason } from "./finding";
import { isObject, quoted, textsFindings } from "./shape";
import { EXAMPLE_ACCOUNT } from "../accounts";
import { CLOUDFRONT } from "../cloudfront";
import { list } from "../lists";
import { arnParts } from "../evaluate/match";
import { meansEveryone, partitionNames, wholeAccount } from "../evaluate/principal";

/** What is wrong with who a statement is about. */
export function principalFindings(
  statement: Record<string, unknown>,
  kind: "bucket" | "identity",
  path: PropertyPath,
  reason: (name: string) => FindingReason | undefined = awsPrincipalReason,
): Finding[] {
  const members = (["Principal", "NotPrincipal"] as const).filter((member) => member in statement);
  if (kind === "identity") {
    const message =
      "is not allowed in the policy of a user or role, because the policy applies to whoever has it; remove it";
    return members.map((member) => ({
      code: "principal-in-identity-policy",
      path: [...path, member],
      message,
    }));
  }
  if (members.length === 0) {
    const message = 'is missing, and AWS refuses the statement; add { AWS: "<ARN of the user or role>" }';
    return [{ code: "statement-member-missing", path: [...path, "Principal"], message }];
  }
  const findings = members.flatMap((member) => elementFindings(statement[member], [...path, member], reason));
  if (members.length === 2) {
    const message =
      "is set in addition to Principal, and AWS refuses a statement with both; remove NotPrincipal";
    findings.push({ code: "statement-both-members", path: [...path, "NotPrincipal"], message });
  }
  if ("NotPrincipal" in statement && findings.length === 0) {
    findings.push(...notPrincipalFindings(statement, [...path, "NotPrincipal"]));
  }
  return findings;
}

function elementFindings(
  element: unknown,
  path: PropertyPath,
  reason: (name: string) => FindingReason | undefined,
): Finding[] {
  if (element === "*") return [];
  if (!isObject(element) || Object.keys(element).length === 0) {
    const message = `is ${quoted(element)}, which names nobody; use { AWS: "<ARN>" }, { Service: "<name>" } or "*"`;
    return [{ code: "principal-nobody", path, message }];
  }
  return Object.entries(element).flatMap(([type, names]) => {
    const where = [...path, type];
    if (type === "AWS")
      return textsFindings(names, where, (name, ofName) => awsFindings(name, ofName, reason));
    if (type === "Service") return textsFindings(names, where, serviceFindings);
    const message = "is a kind of principal that this library cannot check; use AWS or Service";
    return [{ code: "principal-kind", path: where, message }];
  });
}

function awsFindings(
  name: string,
  path: PropertyPath,
  reason: (name: string) => FindingReason | undefined,
): Finding[] {
  const mistake = reason(name);
  if (mistake === undefined) return [];
  return [{ code: mistake.code, path, message: `is "${name}", ${mistake.message}` }];
}

/** What is wrong with a principal of AWS, and what to write; wildcards first, for they could stand in any part. */
export function awsPrincipalReason(name: string): FindingReason | undefined {
  if (name === "*" || wholeAccount(name) !== undefined) return undefined;
  if (/[*?$]/.test(name))
    return {
      code: "principal-wildcard",
      message:
        "but AWS does not accept wildcards in a principal; use whole ARNs, or the 12 digits of the account",
    };
  const [, partition, service, region, account, resource] = arnParts(name) ?? [];
  const isArn = partition !== undefined && account !== undefined && resource !== undefined;
  if (!isArn || (service !== "iam" && service !== "sts"))
    return {
      code: "principal-arn",
      message: "which is not a principal; use the ARN of a user or role, or the 12 digits of an account",
    };
  if (!partitionNames.test(partition))
    return {
      code: "principal-partition",
      message: `but "${partition}" is not a partition of AWS; use "arn:aws:", "arn:aws-cn:", "arn:aws-us-gov:" or "arn:aws-eusc:"`,
    };
  if (region !== "")
    return {
      code: "principal-region",
      message: `but the ARN of a user or role has no region; change it to "arn:${partition}:${service}::${account}:${resource}"`,
    };
  return accountMistake(account, service, resource) ?? resourceMistake(service, account, resource);
}

function accountMistake(account: string, service: string, resource: string): FindingReason | undefined {
  if (/^\d{12}$/.test(account)) return undefined;
  // Users of Ceph that are in no account have none in their ARN.
  if (account === "" && service === "iam" && /^user\/./.test(resource)) return undefined;
  if (account === "cloudfront")
    return {
      code: "principal-origin-access-identity",
      message: `an origin access identity of CloudFront, which this library cannot check; give the distribution an origin access control, use "${CLOUDFRONT}" and set sourceArns to the ARN of the distribution`,
    };
  return {
    code: "principal-account",
    message: `but "${account}" is not an account id; use 12 digits, as in "arn:aws:iam::${EXAMPLE_ACCOUNT}:user/name"`,
  };
}

/** The kinds of principals that each service has: what else it has ARNs for signs no requests. */
const principalKinds: Record<"iam" | "sts", { ok: RegExp; write: string }> = {
  // Names and paths as IAM has them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
  iam: {
    ok: /^((user|role)\/([\x21-\x7e]+\/)?[\w+=,.@-]+|root)$/,
    write: '"user/<name>", "role/<name>" or "root"',
  },
  sts: {
    ok: /^(assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+)$/,
    write: '"assumed-role/<role>/<session>" or "federated-user/<name>"',
  },
};

function resourceMistake(
  service: "iam" | "sts",
  account: string,
  resource: string,
): FindingReason | undefined {
  const { ok, write } = principalKinds[service];
  // Ceph's users may have any name.
  if (account === "" || ok.test(resource)) return undefined;
  const message = `but "${resource}" cannot sign requests, so AWS refuses the policy; use ${write} after the account`;
  return { code: "principal-resource", message };
}

function serviceFindings(name: string, path: PropertyPath): Finding[] {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name)) return [];
  const message = `is "${name}", which is not a service principal; use one like "${CLOUDFRONT}"`;
  return [{ code: "principal-service", path, message }];
}

function notPrincipalFindings(statement: Record<string, unknown>, path: PropertyPath): Finding[] {
  if (statement["Effect"] === "Allow") {
    const message =
      "in an Allow would let in everyone who is not listed, even unsigned requests, and AWS does not support it; use Principal";
    return [{ code: "not-principal-allow", path, message }];
  }
  const element = statement["NotPrincipal"];
  const names = isObject(element) ? list(element["AWS"] as string | string[] | undefined) : ["*"];
  if (names.some(meansEveryone)) {
    return [
      {
        code: "not-principal-everyone",
        path,
        message: "excludes everyone, so the statement never applies; use Principal with those who are denied",
      },
    ];
  }
  const accounts = new Set(names.map(wholeAccount));
  const alone = names.filter((name) => !accounts.has(wholeAccount(name) ?? arnParts(name)?.[4]));
  return alone.map((name) => {
    const [, partition = "", , , account = ""] = arnParts(name) ?? [];
    const message =
      account === ""
        ? `excludes "${name}", but not its account, because it has none; use Principal with those who are denied`
        : `excludes "${name}" but not its account, and AWS checks the account first and denies both; add "arn:${partition}:iam::${account}:root"`;
    return { code: "not-principal-account", path, message };
  });
}
