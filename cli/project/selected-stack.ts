/**
 * The stack that `pulumi stack select` chose, from the file in which Pulumi keeps it; no CLI is asked. How it is named and read:
 * https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/workspace/workspace.go, settings.go and creds.go beside it.
 */
import { createHash } from "node:crypto";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { Project } from "./project";
import { textFile } from "./text-file";
import { isMap, type YamlMap } from "./yaml-text";

const CLOUD = "https://api.pulumi.com";

/** The reference of the selected stack; undefined where none is selected, or nobody can say which. */
export function selectedStack({ name, file, settings }: Project, env: NodeJS.ProcessEnv): string | undefined {
  const home = env["PULUMI_HOME"] || homeOfPulumi();
  if (home === undefined) return undefined;
  const digest = createHash("sha1").update(file).digest("hex");
  const workspace = jsonFile(join(home, "workspaces", `${name}-${digest}-workspace.json`));
  return workspace && selectionOf(workspace, () => backendUrl(settings, env, home));
}

/** As Go has it: that of the user, whatever HOME says (as with `sudo -E`), and HOME only for a user whom the system does not know. */
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

/** From Pulumi 3.26x on one stack for each backend; `stack` is what older versions wrote. */
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

/** The URL of the backend that Pulumi would use; undefined where its file of logins is encrypted. */
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

/** As Pulumi does for its service; a path of the file system keeps its own. */
const withoutSlash = (url: string): string => (/^https?:/.test(url) ? url.replace(/\/$/, "") : url);

/** A map, or undefined where there is no such file or nothing that can be read as one. */
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
