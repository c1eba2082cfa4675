/**
 * What authentik's chart makes of its values, as its templates have it at 3467b81 (chart 2026.8.0):
 * https://github.com/goauthentik/helm/blob/main/charts/authentik/templates/_helpers.tpl and server/deployment.yaml.
 */
import { parse } from "yaml";

interface Values {
  authentik?: object;
  global?: { env: Variable[] };
}

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string } };
}

/** The environment of a pod, with the Secret that is named. */
export function readAuthentikChart(
  text: string,
  secretName: string,
  secret: Record<string, string>,
): Record<string, string | undefined> {
  const [old, values] = (["1.1", "1.2"] as const).map((version) => parse(text, { version }) as Values);
  expect(old).toEqual(values);
  const settings = variables("AUTHENTIK", values?.authentik ?? {});
  const env = (values?.global?.env ?? []).map(({ name, value, valueFrom }) => {
    if (value !== undefined) return [name, expanded(value)] as const;
    expect(valueFrom?.secretKeyRef.name).toBe(secretName);
    return [name, secret[valueFrom?.secretKeyRef.key ?? ""]] as const;
  });
  return { ...Object.fromEntries(settings), ...Object.fromEntries(env) };
}

/** Maps become names joined by "__", and there is no variable for an empty value. */
function variables(prefix: string, map: object): [string, string][] {
  return Object.entries(map).flatMap(([key, value]): [string, string][] => {
    const name = `${prefix}${prefix === "AUTHENTIK" ? "_" : "__"}${key.toUpperCase()}`;
    if (typeof value === "object") return variables(name, value as object);
    if (typeof value !== "string") throw new Error(`${name} is no string`);
    return value === "" ? [] : [[name, evaluated(value)]];
  });
}

/** `tpl`: what stands in braces is evaluated, and a string there is itself. */
function evaluated(value: string): string {
  return value.replace(/\{\{(.*?)\}\}/gs, (_, action: string) => {
    const text = /^ "(\{\{)" $/.exec(action)?.[1];
    if (text === undefined) throw new Error(`${action} is evaluated`);
    return text;
  });
}

/** https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function expanded(value: string): string {
  return value.replace(/\$\$|\$\(/g, (found) => {
    if (found === "$(") throw new Error("a reference to another variable");
    return "$";
  });
}
