import { UserError } from "../../validation/user-error";
import { checkEntries, valueProblem } from "../check-entries";
import type { EnvEntry } from "../entry";
import { mapOf, member, quoted, yamlText } from "./yaml";

/** Why a Secret cannot have this name (a DNS subdomain, RFC 1123); undefined if it can. */
export function secretNameProblem(name: string): string | undefined {
  const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
  if (name.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(name)) return undefined;
  return 'is not a valid name of a Kubernetes Secret, which has at most 253 of a-z, 0-9, "-" and "." and begins and ends with a letter or digit';
}

export function checkSecretName(name: string): void {
  const problem = secretNameProblem(name);
  if (problem !== undefined) throw new UserError(`"${name}" ${problem}; use another one.`);
}

/**
 * The block as the manifest of a Secret with one key per variable, for `envFrom` or a chart's "existing Secret". Throws an
 * error if the Secret's name is invalid, or if it cannot contain a value (the error names the variable without its value).
 */
export function kubernetesSecret(title: string, entries: EnvEntry[], name: string): string {
  checkSecretName(name);
  checkEntries(entries, valueProblem);
  // Not `stringData`: a key that is removed from it stays in the cluster (https://github.com/kubernetes/kubernetes/issues/108008),
  // and the app would still read the removed setting.
  const data = entries.map((entry) => member(entry.name, quoted(base64(entry.value)), entry.comment));
  return yamlText(
    title,
    mapOf([
      member("apiVersion", quoted("v1")),
      member("kind", quoted("Secret")),
      member("metadata", mapOf([member("name", quoted(name))])),
      member("type", quoted("Opaque")),
      member("data", mapOf(data)),
    ]),
  );
}

function base64(value: string): string {
  return Buffer.from(value, "utf8").toString("base64");
}
