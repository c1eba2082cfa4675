import { isMap } from "../../../validation/shape";
import { placeholder } from "../../../validation/placeholder";
import type { StackConfig } from "../stack-file";

/**
 * The config as the engine passes it to a program, with placeholders for encrypted values, also for those within a map or a list.
 * The names of keys have the form `<namespace>:config:<name>` there.
 */
export function decryptedConfig({ values }: Pick<StackConfig, "values">): Record<string, string> {
  const entries = Object.entries(values).map(([key, value]) => {
    const [namespace = "", ...name] = key.split(":");
    return [`${namespace}:config:${name.join(":")}`, withPlaceholders(value)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** A map or a list is JSON text in the config. */
function withPlaceholders(text: string): string {
  if (!/^[[{].*"secure"/s.test(text)) return text;
  try {
    return JSON.stringify(replaced(JSON.parse(text)));
  } catch {
    // A text that only looks like JSON.
    return text;
  }
}

function replaced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replaced);
  if (!isMap(value)) return value;
  const { secure, ...others } = value;
  if (typeof secure === "string" && Object.keys(others).length === 0) return placeholder("config-secret");
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member)]));
}
