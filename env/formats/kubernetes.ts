import { UserError } from "../../validation/user-error";
import { checkEntries, valueProblem } from "../check";
import type { EnvEntry } from "../entry";
import { mapOf, member, quoted, yamlText } from "./yaml";

/** Why a Secret cannot have this name (a DNS subdomain, RFC 1123); undefined where it can. */
export function secretNameProblem(name: string): string | undefined {
  const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
  if (name.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(name)) return undefined;
  return 'is no name of a Kubernetes Secret, which has at most 253 of a-z, 0-9, "-" and "." and begins and ends with a letter or digit';
}

export function checkSecretName(name: string): void {
  const problem = secretNameProblem(name);
  if (problem !== undefined) throw new UserError(`"${name}" ${problem}; write another one.`);
}

/**
 * The block as the manifest of a Secret with one key a variable, for `envFrom` or a chart's "existing Secret". Throws an
 * error that names, never shows, a value it cannot carry, or that says what is wrong with the Secret's name.
 */
export function kubernetesSecret(title: string, entries: EnvEntry[], name: string): string {
  checkSecretName(name);
  checkEntries(entries, valueProblem);
  // Not `stringData`: a key taken out of it stays in the cluster (https://github.com/kubernetes/kubernetes/issues/108008),
  // and the app would go on reading a setting that is no more.
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
