import { at, type Problem } from "../problems/problem";
import { isObject, quoted, textsProblems } from "./lint-shape";
import { list } from "./lists";
import { arnParts } from "./match";
import { wholeAccount } from "./principal";

type Problems = Problem[];

/** What is wrong with who a statement is about. */
export function principalProblems(
  statement: Record<string, unknown>,
  kind: "bucket" | "identity",
  path: string,
): Problems {
  const members = ["Principal", "NotPrincipal"].filter((member) => member in statement);
  if (kind === "identity") {
    const message =
      "has no place here: the policy of a user or role is about whoever has it, and AWS refuses it; leave it out";
    return members.map((member) => ({ path: at(path, member), message }));
  }
  if (members.length === 0) {
    const message =
      'is missing, so the statement is about nobody and AWS refuses it; write { AWS: "<ARN of the user or role>" }';
    return [{ path: at(path, "Principal"), message }];
  }
  const problems = members.flatMap((member) => elementProblems(statement[member], at(path, member)));
  if (members.length === 2) {
    const message = "stands beside Principal, and AWS refuses a statement with both; write Principal alone";
    problems.push({ path: at(path, "NotPrincipal"), message });
  }
  if ("NotPrincipal" in statement && problems.length === 0) {
    problems.push(...notPrincipalProblems(statement, at(path, "NotPrincipal")));
  }
  return problems;
}

function elementProblems(element: unknown, path: string): Problems {
  if (element === "*") return [];
  if (!isObject(element) || Object.keys(element).length === 0) {
    const message = `is ${quoted(element)}, which names nobody; write { AWS: "<ARN>" }, { Service: "<name>" } or "*"`;
    return [{ path, message }];
  }
  return Object.entries(element).flatMap(([type, names]) => {
    const where = at(path, type);
    if (type === "AWS") return textsProblems(names, where, awsProblems);
    if (type === "Service") return textsProblems(names, where, serviceProblems);
    const message =
      "is a kind of principal that cannot be checked here, so nobody would know who it lets in; write AWS or Service";
    return [{ path: where, message }];
  });
}

function awsProblems(name: string, path: string): Problems {
  if (name === "*" || wholeAccount(name) !== undefined) return [];
  const parts = arnParts(name);
  if (parts === undefined || (parts[2] !== "iam" && parts[2] !== "sts")) {
    const message = `is "${name}", which is no principal; write the ARN of a user or role, or the 12 digits of an account`;
    return [{ path, message }];
  }
  if (!/[*?$]/.test(name)) return [];
  const message = `is "${name}", and AWS takes no wildcards within a principal; write whole ARNs, or the account with a condition on aws:PrincipalArn`;
  return [{ path, message }];
}

function serviceProblems(name: string, path: string): Problems {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name)) return [];
  const message = `is "${name}", which is no service principal; write one like "cloudfront.amazonaws.com"`;
  return [{ path, message }];
}

function notPrincipalProblems(statement: Record<string, unknown>, path: string): Problems {
  if (statement["Effect"] === "Allow") {
    const message =
      "stands in an Allow, which lets in everyone who is not listed, unsigned requests too, and AWS does not support; write Principal";
    return [{ path, message }];
  }
  const element = statement["NotPrincipal"];
  const names = isObject(element) ? list(element["AWS"] as string | string[] | undefined) : ["*"];
  if (names.includes("*")) {
    return [
      {
        path,
        message:
          "leaves out everyone, so the statement never applies; write who is to be denied as Principal",
      },
    ];
  }
  const accounts = new Set(names.map(wholeAccount));
  const alone = names.filter((name) => !accounts.has(wholeAccount(name) ?? arnParts(name)?.[4]));
  return alone.map((name) => ({
    path,
    message: `leaves out "${name}" but not its account, and AWS checks the account first and denies both; write "arn:aws:iam::${arnParts(name)?.[4] ?? ""}:root" beside it`,
  }));
}
