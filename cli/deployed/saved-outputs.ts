/** Reads the outputs of a stack that `pulumi stack output --json --show-secrets` saved, for machines without Pulumi. */
import { isUtf8 } from "node:buffer";
import { SAVE_OUTPUTS } from "../../runbook/session";
import { ownMember } from "../../validation/own-member";
import { isMap, type Members } from "../../validation/shape";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { givenBytes } from "../given-bytes";
import { isDeployment } from "./find-deployments";
import { atStart, originOfFile, originOfPipe, type Origin } from "./origin";
import type { Outputs } from "./outputs";

/**
 * The outputs in a file, or in standard input if the path is "-". The file has all outputs of a stack, or only one of them. Throws
 * `UserError`, which never quotes the text, because it contains secrets.
 */
export async function savedOutputs(
  path: string,
  instance: string | undefined,
  streams: Pick<Streams, "stdin">,
): Promise<Outputs> {
  if (path.trim() === "") throw new UserError("--outputs: the path is empty; set the path of a file.");
  const { name, isPipe, bytes } = await givenBytes(path, streams);
  const origin = isPipe ? originOfPipe(name) : originOfFile(path);
  const value = jsonOf(bytes, origin);
  if (hasHiddenSecret(value)) {
    throw new UserError(
      `${atStart(origin)} has "[secret]" in place of a secret; save the outputs again with --show-secrets: \`${SAVE_OUTPUTS}\`.`,
    );
  }
  return { values: byName(value, instance, origin), origin };
}

function jsonOf(bytes: Buffer, origin: Origin): unknown {
  const wrong = (what: string): UserError =>
    new UserError(`${atStart(origin)} ${what}; save the outputs again: \`${SAVE_OUTPUTS}\`.`);
  // Windows PowerShell 5.1 saves what a command prints as UTF-16.
  if (!isUtf8(bytes)) throw wrong("is not UTF-8 text (for Windows PowerShell: `| Out-File -Encoding utf8`)");
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  if (text.trim() === "") throw wrong("is empty");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw wrong("is not JSON");
  }
}

/** Pulumi writes this text in place of each secret, unless the option --show-secrets is set. */
function hasHiddenSecret(value: unknown): boolean {
  if (typeof value === "string") return value === "[secret]";
  return typeof value === "object" && value !== null && Object.values(value).some(hasHiddenSecret);
}

/** The outputs by their names. The file of one output does not have its name. */
function byName(value: unknown, instance: string | undefined, origin: Origin): Members {
  if (isDeployment(value)) return { [instance ?? appOf(value)]: value };
  if (isMap(value) && isMap(value["deployment"]) && Array.isArray(value["deployment"]["resources"])) {
    throw new UserError(
      `${atStart(origin)} is a state of \`pulumi stack export\`; save the outputs instead: \`${SAVE_OUTPUTS}\`.`,
    );
  }
  if (isMap(value)) return value;
  if (Array.isArray(value)) return Object.fromEntries(value.map((item, i) => [`[${i}]`, item as unknown]));
  throw new UserError(
    `${atStart(origin)} is one value, and not the outputs of a stack; save them again: \`${SAVE_OUTPUTS}\`.`,
  );
}

/** The app's name in place of the unknown name of the output. */
function appOf({ facts }: Members): string {
  const app = isMap(facts) ? ownMember(facts, "app") : undefined;
  const name = isMap(app) ? ownMember(app, "name") : undefined;
  return typeof name === "string" ? name : "storage";
}
