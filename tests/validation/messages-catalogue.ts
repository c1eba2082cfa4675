/** docs/messages.md: each code with an example of its message. The checks themselves make the examples. */
import { Config, runtime } from "@pulumi/pulumi";
import { policyFindings, type PolicyKind, type PolicyRules } from "../../access/lint";
import { aclProblems } from "../../apps/mastodon/validate-acl";
import { stackFileProblem } from "../../cli/check/check-stack";
import { plainSecretProblem } from "../../cli/preview/plain-secret";
import { YamlError } from "../../cli/project/yaml-text";
import { cloudflarePackageProblems } from "../../components/cloudflare";
import { partNameProblems } from "../../components/hosts/shared-parts";
import { FOREIGN_PROVIDER } from "../../components/providers";
import { randomPackageProblems } from "../../components/random";
import { readInstances } from "../../config/read-instances";
import { regionProblems } from "../../stores/aws";
import { cephPolicyRules } from "../../stores/policy-rules/ceph";
import { PROBLEM_CODES, type ProblemCode } from "../../validation/codes";
import { under, type Problem } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import { bucket, good, when, without } from "../access/lint/cases";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { ROWS } from "./remedies";

const policy = (document: unknown, kind: PolicyKind = "bucket", rules?: PolicyRules): Problem[] =>
  policyFindings(document, kind, rules).map(({ path, ...reason }) => ({ ...reason, path: under("", path) }));
const version = "2012-10-17";
const other = { NotPrincipal: { AWS: "arn:aws:iam::123456789012:user/a" } };

/** The problems of a stack's config: the instances, and other values. */
function config(instances: object, values: Record<string, string>): Problem[] {
  const names = Object.entries(values).map(([name, value]) => [`media-storage:${name}`, value] as const);
  runtime.setAllConfig({
    "media-storage:instances": JSON.stringify(instances),
    ...Object.fromEntries(names),
  });
  try {
    readInstances(new Config("media-storage"));
  } catch (error) {
    if (UserError.isInstance(error)) return [...error.problems];
    throw error;
  }
  throw new Error("the config has no problem");
}
const social = { mastodon: mastodon() };
const given = { accessKeyId: "AKIA" };
const twoOnCeph = Object.fromEntries(
  ["social", "art"].map((name) => [
    name,
    {
      mastodon: {
        ...onCeph({ bucket: `${name}-media` }),
        writer: { given: { accessKeyId: "MEDIA", principal: "arn:aws:iam:::user/mastodon" } },
      },
    },
  ]),
);
const secretsOf = (name: string, secret: string): Record<string, string> => ({
  [`${name}SecretAccessKey`]: "x",
  [`${name}StoreAccessKeyId`]: "ADMIN",
  [`${name}StoreSecretAccessKey`]: secret,
});

const missingModule = (): never => {
  throw Object.assign(new Error("missing"), { code: "MODULE_NOT_FOUND" });
};

/** Invalid input for codes that have no row in the table of remedies. */
const WITHOUT_ROW: Problem[] = [
  policy("{}"),
  policy({ Version: "2008-10-17", Statement: [good] }),
  policy({ Version: version, Statement: [] }),
  policy({ Version: version, Statement: ["x"] }),
  policy(bucket({ Actions: [] })),
  policy(bucket({ Sid: "" })),
  policy(without("Principal", { Sid: "my-objects" }), "identity"),
  policy(bucket({ Effect: "allow" })),
  policy(without("Action")),
  policy(bucket({ NotAction: "s3:*" })),
  policy(bucket({ Action: [1] })),
  policy(bucket({}), "identity"),
  policy(bucket({ Principal: { CanonicalUser: "79a5" } })),
  policy(bucket({ Principal: {} })),
  policy(without("Principal", { Effect: "Deny", ...other })),
  policy(without("Principal", other)),
  policy(without("Principal", { Effect: "Deny", NotPrincipal: "*" })),
  policy(without("Action", { NotAction: ["s3:GetObject"] }), "bucket", cephPolicyRules),
  policy(when({})),
  policy(when({ Bool: { SecureTransport: "false" } })),
  policy(when({ StringEquals: { "aws:TagKeys": "a" } })),
  policy(when({ Boool: { "aws:SecureTransport": "false" } })),
  policy(when({ StringEquals: { "aws:Referer": "a${*}" } })),
  policy(when({ StringNotLike: { "aws:Referer": "${aws:username}" } })),
  aclProblems({ ...mastodon(), access: "acl", mediaHost: { hostname: "a.example", external: {} } }, "", {
    external: { can: { objectAcls: false } },
  }),
  regionProblems("us-iso-east-1").map((reason) => ({ ...reason, path: "store.aws.region" })),
  { ...FOREIGN_PROVIDER, path: "store.aws" },
  ...partNameProblems(
    "the-media-of-everybody-in-the-fediverse",
    { hostname: "files.social.example", cloudFront: { dns: { manual: {} } } },
    undefined,
  ),
  ...cloudflarePackageProblems("mediaHost.dns.cloudflare", missingModule),
  ...randomPackageProblems("mediaHost.external.purge", missingModule),
  config({ social: { mastodon: { ...mastodon(), writer: { given } } } }, {}),
  config({ social }, { instance: "{}" }),
  config({ social }, { socialSecretAccessKey: "x" }),
  config(twoOnCeph, { ...secretsOf("social", "one"), ...secretsOf("art", "two") }),
  plainSecretProblem("media-storage", "dev", "aws:secretKey", "Pulumi.dev.yaml"),
  stackFileProblem(new YamlError("Pulumi.dev.yaml", "duplicate key", { line: 3, column: 3 })),
].flat();

const examples = [...ROWS.flatMap(([, , before]) => before), ...WITHOUT_ROW];

/** Examples of a code, one for each remedy. */
export function examplesOf(wanted: ProblemCode): Problem[] {
  const byRemedy = new Map<string, Problem>();
  for (const problem of examples) {
    if (problem.code !== wanted) continue;
    const key = remedyOf(problem).replace(/"[^"]*"/g, "");
    if (!byRemedy.has(key)) byRemedy.set(key, problem);
  }
  return [...byRemedy.values()];
}

/** A message says what is wrong, and after the first semicolon what to do. */
const PARTS = /^(.*?); (.*)$/s;
export const remedyOf = ({ message }: Problem): string => PARTS.exec(message)?.[2] ?? "";

/** Long values are cut. Outside of code, characters that Markdown would interpret are escaped. */
function markdown(text: string): string {
  return text
    .replace(/([^\s"`]{30})[^\s"`]{60,}/g, "$1...")
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\*_<>[\]]/g, "\\$&")))
    .join("");
}

function section(code: ProblemCode): string {
  const shown = examplesOf(code).map((problem) => {
    const { path, message } = problem;
    const [, wrong = message] = PARTS.exec(message) ?? [];
    const where = path === "" ? "" : `\`${path}\`: `;
    return `- ${markdown(where + wrong)}\n\n  **What to do:** ${markdown(remedyOf(problem))}\n`;
  });
  return `## ${code}\n\n${shown.join("\n")}`;
}

export const catalogue = (): string => `# Messages

Every problem that the preview, Pulumi and the runbook command can report about arguments and config, by its code. \`media-storage preview --json\`
prints the codes. A code never changes; messages may. Each entry shows an example: the path of the value, what is wrong with it, and what to do.

This page is generated: see CONTRIBUTING.md.

${PROBLEM_CODES.map(section).join("\n")}`;
