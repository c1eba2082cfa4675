import type { ProblemCode } from "../../../validation/codes";

/** Codes without a row, each with the reason. */
export const WITHOUT_ROW: Partial<Record<ProblemCode, string>> = {
  "store-region-isolated": "no value works: the partition is not supported",
  "component-name-length":
    "the remedy is the name of the component: tests/components/hosts/cloudfront.test.ts",
  "package-missing": "the remedy is a command of npm: tests/components/optional-packages.test.ts",
  ...Object.fromEntries(
    (["config-key-missing", "config-key-unknown", "config-key-unused", "store-key-secrets"] as const).map(
      (code) => [code, "the remedy is a command of Pulumi: tests/config/read-instances.test.ts"],
    ),
  ),
  ...Object.fromEntries(
    (
      [
        ...["policy-statements", "policy-type", "policy-version", "statement-type", "variable-escape"],
        ...["statement-both-members", "statement-effect", "statement-member-missing", "variable-negated"],
        ...["statement-member-unknown", "statement-sid-characters", "statement-sid-type", "condition-type"],
        ...["statement-value-type", "principal-in-identity-policy", "principal-kind", "principal-nobody"],
        ...["not-principal-account", "not-principal-allow", "not-principal-everyone", "condition-key"],
        ...["condition-key-multivalued", "condition-operator", "not-action-unsupported"],
      ] as ProblemCode[]
    ).map((code) => [code, "no argument can express it, only a policy document: tests/access/lint*.test.ts"]),
  ),
  "secret-plain-text": "the remedy is a command of Pulumi: tests/cli/preview/preview.test.ts",
  "stack-file": "no argument can express it, only a text that is not valid YAML: tests/cli/check",
  "store-provider-foreign": "the remedy is an option: tests/components/providers.test.ts",
};
