/**
 * Reads the stack that `pulumi stack select` chose from Pulumi's own file, without the CLI. For the file's name and format see
 * https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/workspace/workspace.go, and settings.go and creds.go in the same folder.
 */
import { createHash } from "node:crypto";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { Project } from "./project";
import { textFile } from "./text-file";
import { isMap, type YamlMap } from "./yaml-text";

const CLOUD = "https://api.pulumi.com";

/** The reference of the selected stack; undefined if none is selected or if it is not known which one. */
export function selectedStack({ name, file, settings }: Project, env: NodeJS.ProcessEnv): string | undefined {
  const home = env["PULUMI_HOME"] || homeOfPulumi();
  if (home === undefined) return undefined;
  const digest = createHash("sha1").update(file).digest("hex");
  const workspace = jsonFile(join(home, "workspaces", `${name}-${digest}-workspace.json`));
  return workspace && selectionOf(workspace, () => backendUrl(settings, env, home));
}

/** Like Go: the user's home folder from the system, even if HOME differs (`sudo -E`). HOME is used only if the system does not know the user. */
function homeOfPulumi(): string | undefined {
  for (const folder of [() => userInfo().homedir, homedir]) {
    try {
      return join(folder(), ".pulumi");
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Pulumi 3.26x and later store one stack for each backend in `stacks`. Older versions wrote `stack`. */
function selectionOf({ stack, stacks }: YamlMap, backend: () => string | undefined): string | undefined {
  const legacy = typeof stack === "string" && stack !== "" ? stack : undefined;
  if (!isMap(stacks)) return legacy;
  const selections = new Map(Object.entries(stacks));
  const url = backend();
  const known = new Set([...selections.values(), ...(legacy === undefined ? [] : [legacy])]);
  const selected =
    url === undefined ? (known.size === 1 ? [...known][0] : undefined) : (selections.get(url) ?? legacy);
  return typeof selected === "string" && selected !== "" ? selected : undefined;
}

/** The URL of the backend that Pulumi would use; undefined if its credentials file is encrypted. */
function backendUrl({ backend }: YamlMap, env: NodeJS.ProcessEnv, home: string): string | undefined {
  const given =
    env["PULUMI_BACKEND_URL"] || (isMap(backend) && typeof backend["url"] === "string" && backend["url"]);
  if (given) return withoutSlash(given);
  const path = join(env["PULUMI_CREDENTIALS_PATH"] || home, "credentials.json");
  const logins = jsonFile(path);
  if (logins === undefined) return env["PULUMI_API"] || CLOUD;
  const { current, accessTokens, accounts } = logins;
  if (typeof current === "string" && current !== "") return withoutSlash(current);
  return isMap(accessTokens) || isMap(accounts) ? env["PULUMI_API"] || CLOUD : undefined;
}

/** Removes a slash at the end of a URL, as Pulumi does. A file system path is not changed. */
const withoutSlash = (url: string): string => (/^https?:/.test(url) ? url.replace(/\/$/, "") : url);

/** The map in a JSON file; undefined if the file does not exist or is not a map. */
function jsonFile(path: string): YamlMap | undefined {
  const text = textFile(path);
  if (text === undefined || text.trim() === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
