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
};

/** What is compared of each step: `op`, and the resource as it will be. */
export function comparable({ steps }: PreviewJson): Record<string, object> {
  return Object.fromEntries(steps.map(({ op, urn, newState }) => [urn, { op, ...without(newState) }]));
}

function without(state: PreviewState | undefined): object {
  const same = Object.entries(state ?? {}).filter(([member]) => !(member in DIFFERENCES));
  // Sets, whose order is that in which promises settled.
  return Object.fromEntries(
    same.map(([member, value]) => [member, member === "dependencies" ? sorted(value) : value]),
  );
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as string[])].sort() : value;
}
