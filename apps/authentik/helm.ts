import { Scalar, YAMLMap, YAMLSeq, type Node } from "yaml";
import { checkEntries, valueProblem } from "../../env/check-entries";
import type { EnvEntry } from "../../env/entry";
import { checkSecretName } from "../../env/formats/kubernetes";
import { mapOf, member, quoted, yamlText } from "../../env/formats/yaml";

const PREFIX = "AUTHENTIK_";

/**
 * The block as values for authentik's Helm chart (https://github.com/goauthentik/helm), with the secrets in the Secret of
 * the given name (`kubernetesSecret` of the secret entries). Throws an error that names, never shows, a value it cannot
 * carry.
 */
export function authentikHelmValues(title: string, entries: EnvEntry[], secretName: string): string {
  checkSecretName(secretName);
  checkEntries(
    entries,
    (value, entry) =>
      valueProblem(value) ?? (isSetting(entry) || entry.secret ? undefined : listProblem(value)),
  );
  const settings = entries.filter(isSetting);
  const others = entries.filter((entry) => !isSetting(entry));
  const env = new YAMLSeq();
  env.items = others.map((entry) => variable(entry, secretName));
  return yamlText(
    title,
    mapOf([
      ...(settings.length === 0
        ? []
        : [
            member(
              "authentik",
              tree(settings),
              "Ignored where authentik.existingSecret is set: put these into that Secret then.",
            ),
          ]),
      ...(others.length === 0
        ? []
        : [
            member(
              "global",
              mapOf([member("env", env)]),
              "Helm does not merge lists: add your own global.env here, if you have one.",
            ),
          ]),
    ]),
  );
}

/** The chart makes variables of what stands below `authentik:`, but none of an empty value (templates/_helpers.tpl). */
function isSetting({ name, value, secret }: EnvEntry): boolean {
  return !secret && value !== "" && name.startsWith(PREFIX);
}

/**
 * The chart writes `global.env` with Helm's `toYaml`, which gives nothing at all where it fails at a character and
 * broken YAML for some texts of several lines (measured with Helm 3.19).
 */
function listProblem(value: string): string | undefined {
  return /[\n\x7f-\x9f\u2028\u2029\ufffe\uffff]/.test(value)
    ? "contains a line break or another control character, with which Helm loses all of global.env"
    : undefined;
}

/** `AUTHENTIK_A__B_C` is the member `b_c` of `a`. */
function tree(settings: EnvEntry[]): YAMLMap {
  const root = new YAMLMap();
  for (const { name, value, comment } of settings) {
    const path = name.slice(PREFIX.length).toLowerCase().split("__");
    let map = root;
    for (const part of path.slice(0, -1)) {
      const inner = (map.get(part) as YAMLMap | undefined) ?? new YAMLMap();
      if (!map.has(part)) map.items.push(member(part, inner));
      map = inner;
    }
    // The chart gives it to `tpl`, which evaluates what stands in `{{`.
    map.items.push(member(path.at(-1) ?? "", quoted(value.replace(/\{\{/g, '{{ "{{" }}')), comment));
  }
  return root;
}

function variable({ name, value, secret, comment }: EnvEntry, secretName: string): Node {
  const reference = mapOf([member("name", quoted(secretName)), member("key", quoted(name))]);
  const item = mapOf([
    member("name", new Scalar(name)),
    secret
      ? member("valueFrom", mapOf([member("secretKeyRef", reference)]))
      : // Kubernetes replaces `$(NAME)` here, and `$$` is a `$`.
        member("value", quoted(value.replace(/\$/g, "$$$$"))),
  ]);
  if (comment !== "") item.commentBefore = ` ${comment}`;
  return item;
}
