import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { PreviewJson, PreviewState } from "./preview-json";
import { projectRoot } from "./programs";

/** What the offline preview says of the stack file in `folder`. */
export function offlinePreview(folder: string): PreviewJson {
  const args = ["preview", "--json", "--stack", "e2e", "--cwd", folder];
  const text = execFileSync(process.execPath, [join(projectRoot, "cli/media-storage.cjs"), ...args], {
    encoding: "utf8",
  });
  return JSON.parse(text) as PreviewJson;
}

/** Where the engine's preview and the offline one differ by nature, each with its reason. */
const DIFFERENCES: Record<string, string> = {
  provider: "the engine starts providers; offline there is none",
  sourcePosition: "the place in the program's sources, which compiled code does not keep",
  stackTrace: "the same, with its callers",
  outputs: "what a provider would answer",
  customTimeouts: "how long a provider may take; the preview asks none",
};

/** The same of a provider's inputs. */
const PROVIDER_DIFFERENCES: Record<string, string> = {
  version: "which plugin the engine has",
  __internal: "the engine's own notes",
};

/** What is compared of each step: `op`, and the resource as it will be. */
export function comparable({ steps }: PreviewJson): Record<string, object> {
  return Object.fromEntries(steps.map(({ op, urn, newState }) => [urn, { op, ...without(newState) }]));
}

function without(state: PreviewState | undefined): object {
  const same = Object.entries(state ?? {}).filter(([member]) => !(member in DIFFERENCES));
  return Object.fromEntries(same.map(([member, value]) => [member, comparableMember(state, member, value)]));
}

function comparableMember(state: PreviewState | undefined, member: string, value: unknown): unknown {
  // Sets, whose order is that in which promises settled.
  if (member === "dependencies") return sorted(value);
  if (member === "propertyDependencies")
    return Object.fromEntries(Object.entries(value as object).map(([name, urns]) => [name, sorted(urns)]));
  if (member !== "inputs") return value;
  const isDifferent = state?.type.startsWith("pulumi:providers:")
    ? ([name]: [string, unknown]): boolean => name in PROVIDER_DIFFERENCES
    : ([name, input]: [string, unknown]): boolean => name === "name" && isAutomatic(state, input);
  return Object.fromEntries(Object.entries(value as object).filter((input) => !isDifferent(input)));
}

/** Whether a provider chose the name: the resource's own, and seven random digits. */
function isAutomatic(state: PreviewState | undefined, name: unknown): boolean {
  const own = state?.urn.split("::").at(-1);
  return own !== undefined && typeof name === "string" && name.replace(/-[0-9a-f]{7}$/, "") === own;
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as string[])].sort() : value;
}
