import type { PropertyPath } from "../../validation/problem";
import type { Finding, FindingReason } from "./finding";
import { isObject, quoted, textsFindings } from "./shape";
import { list } from "../lists";
import { arnParts } from "../evaluate/match";
import { meansEveryone, partitionNames, wholeAccount } from "../evaluate/principal";

/** What is wrong with who a statement is about. */
export function principalFindings(
  statement: Record<string, unknown>,
  kind: "bucket" | "identity",
  path: PropertyPath,
): Finding[] {
  const members = (["Principal", "NotPrincipal"] as const).filter((member) => member in statement);
  if (kind === "identity") {
    const message =
      "has no place here: the policy of a user or role is about whoever has it, and AWS refuses it; leave it out";
    return members.map((member) => ({
      code: "principal-in-identity-policy",
      path: [...path, member],
      message,
    }));
  }
  if (members.length === 0) {
    const message =
      'is missing, so the statement is about nobody and AWS refuses it; write { AWS: "<ARN of the user or role>" }';
    return [{ code: "statement-member-missing", path: [...path, "Principal"], message }];
  }
  const findings = members.flatMap((member) => elementFindings(statement[member], [...path, member]));
  if (members.length === 2) {
    const message = "stands beside Principal, and AWS refuses a statement with both; write Principal alone";
    findings.push({ code: "statement-both-members", path: [...path, "NotPrincipal"], message });
  }
  if ("NotPrincipal" in statement && findings.length === 0) {
    findings.push(...notPrincipalFindings(statement, [...path, "NotPrincipal"]));
  }
  return findings;
}

function elementFindings(element: unknown, path: PropertyPath): Finding[] {
  if (element === "*") return [];
  if (!isObject(element) || Object.keys(element).length === 0) {
    const message = `is ${quoted(element)}, which names nobody; write { AWS: "<ARN>" }, { Service: "<name>" } or "*"`;
    return [{ code: "principal-nobody", path, message }];
  }
  return Object.entries(element).flatMap(([type, names]) => {
    const where = [...path, type];
    if (type === "AWS") return textsFindings(names, where, awsFindings);
    if (type === "Service") return textsFindings(names, where, serviceFindings);
    const message =
      "is a kind of principal that cannot be checked here, so nobody would know who it lets in; write AWS or Service";
    return [{ code: "principal-kind", path: where, message }];
  });
}

function awsFindings(name: string, path: PropertyPath): Finding[] {
  const mistake = awsPrincipalReason(name);
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
        "and AWS takes no wildcards within a principal; write whole ARNs, or the 12 digits of the account",
    };
  const [, partition, service, region, account, resource] = arnParts(name) ?? [];
  const isArn = partition !== undefined && account !== undefined && resource !== undefined;
  if (!isArn || (service !== "iam" && service !== "sts"))
    return {
      code: "principal-arn",
      message: "which is no principal; write the ARN of a user or role, or the 12 digits of an account",
    };
  if (!partitionNames.test(partition))
    return {
      code: "principal-partition",
      message: `and "${partition}" is no partition of AWS; write "arn:aws:", "arn:aws-cn:", "arn:aws-us-gov:" or "arn:aws-eusc:"`,
    };
  if (region !== "")
    return {
      code: "principal-region",
      message: `and users and roles have no region; write "arn:${partition}:${service}::${account}:${resource}"`,
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
      message:
        'an origin access identity of CloudFront, which nothing here can check; give the distribution an origin access control, write "cloudfront.amazonaws.com" and set sourceArns to the ARN of the distribution',
    };
  return {
    code: "principal-account",
    message: `and "${account}" is no account; write its 12 digits, as in "arn:aws:iam::123456789012:user/name"`,
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
  const message = `and "${resource}" is nobody who can sign a request, so AWS refuses the policy; write ${write} after the account`;
  return { code: "principal-resource", message };
}

function serviceFindings(name: string, path: PropertyPath): Finding[] {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name)) return [];
  const message = `is "${name}", which is no service principal; write one like "cloudfront.amazonaws.com"`;
  return [{ code: "principal-service", path, message }];
}

function notPrincipalFindings(statement: Record<string, unknown>, path: PropertyPath): Finding[] {
  if (statement["Effect"] === "Allow") {
    const message =
      "stands in an Allow, which lets in everyone who is not listed, unsigned requests too, and AWS does not support; write Principal";
    return [{ code: "not-principal-allow", path, message }];
  }
  const element = statement["NotPrincipal"];
  const names = isObject(element) ? list(element["AWS"] as string | string[] | undefined) : ["*"];
  if (names.some(meansEveryone)) {
    return [
      {
        code: "not-principal-everyone",
        path,
        message:
          "leaves out everyone, so the statement never applies; write who is to be denied as Principal",
      },
    ];
  }
  const accounts = new Set(names.map(wholeAccount));
  const alone = names.filter((name) => !accounts.has(wholeAccount(name) ?? arnParts(name)?.[4]));
  return alone.map((name) => {
    const [, partition = "", , , account = ""] = arnParts(name) ?? [];
    const message =
      account === ""
        ? `leaves out "${name}", which has no account that could be left out with it; write who is to be denied as Principal`
        : `leaves out "${name}" but not its account, and AWS checks the account first and denies both; write "arn:${partition}:iam::${account}:root" beside it`;
    return { code: "not-principal-account", path, message };
  });
}
