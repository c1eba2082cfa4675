/** The writer's credentials in the operator's shell. Only the AWS CLI and rclone have them. */
import { storeProductOfFacts } from "../stores";
import { AUTHORITIES } from "./ca-file";
import type { RunbookInput } from "./index";
import { blockWord } from "./session";

/** The names of the writer's key in an env block, if they are not those of the AWS CLI. */
export interface KeyNames {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Everything that the AWS CLI prefers to the key of the block, or that sends its requests elsewhere. */
const SETTINGS_OF_THE_OPERATOR = [
  "AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN",
  "AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3",
].join(" ");

/**
 * Defines `as_writer`, which runs a command with the writer's key (or the machine's role) and the store's settings, and without
 * the operator's own AWS settings. It does this in a subshell: kubectl and helm may need those settings, because the kubeconfig of
 * EKS calls `aws eks get-token`, and docker compose would prefer variables of the shell to `.env`. No command line contains a
 * key. If the block cannot be read, the command does not run.
 */
export function asWriter(input: RunbookInput, names?: KeyNames): string {
  const { facts } = input;
  const ca = facts.store.caFile === undefined ? "" : ` AWS_CA_BUNDLE=${AUTHORITIES}`;
  const lines = [
    `unset ${SETTINGS_OF_THE_OPERATOR}`,
    // A pager would read the pasted lines as its input.
    `export AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_CONFIG_FILE=$MOVE_TMP/aws.ini AWS_PAGER=''${ca}`,
  ];
  // Since 2025 the CLI sends checksums that not every store supports.
  if (storeProductOfFacts(facts.store)?.can.sdkChecksums !== true)
    lines.push(
      "export AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED AWS_RESPONSE_CHECKSUM_VALIDATION=WHEN_REQUIRED",
    );
  if (facts.writer.kind === "role") lines.push('"$@"');
  else lines.push(`. ${blockWord(input)} &&`, `  ${keyOf(names)} "$@"`);
  const who = facts.writer.kind === "role" ? "this machine's role" : "the writer's key";
  return [
    `# as_writer COMMAND: runs it with ${who}. All other commands keep your own AWS settings.`,
    "as_writer() { (",
    ...lines.map((line) => `  ${line}`),
    ") }",
  ].join("\n");
}

/** The key of the block as variables of one command. authentik's values may be in JSON quotes. */
function keyOf(names: KeyNames | undefined): string {
  if (names === undefined)
    return "AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY";
  const valueOf = (name: string): string => `\${${name}//\\"/}`;
  return `AWS_ACCESS_KEY_ID=${valueOf(names.accessKeyId)} AWS_SECRET_ACCESS_KEY=${valueOf(names.secretAccessKey)}`;
}
