import { runtime } from "@pulumi/pulumi";

/** Not in the SDK's types. */
type Runtime = { isConfigSecret?: (key: string) => boolean };

/** The strings in the secret values of the stack's config. A program can read one with `require` and pass it anywhere. */
export function secretConfigTexts(): string[] {
  return Object.entries(runtime.allConfig())
    .filter(([key]) => isSecretConfig(key))
    .flatMap(([, value]) => [value, ...textsIn(parsed(value))]);
}

/** Whether the value of a config key, or a part of it, is a secret. */
export function isSecretConfig(key: string): boolean {
  return (runtime as Runtime).isConfigSecret?.(key) ?? false;
}

/** Maps and lists are JSON in the config. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
