import type { Problem } from "../../problems/problem";
import { UserError } from "../../problems/user-error";
import { reportUserError } from "../report-error";
import { previewJson } from "./preview-json";
import { fromProgram } from "./program-errors";
import { record, recordEach } from "./record";
import { renderPreview } from "./render";
import { renderer, threadedRenderer } from "./renderer";
import { readStackConfig, type StackConfig } from "./stack-file";
import { type Terminal, terminalOf } from "./terminal";

export interface PreviewOptions {
  stack: string;
  cwd: string;
  json: boolean;
  full: boolean;
  debug?: boolean;
}

/**
 * Runs the program offline and prints what it would create. Returns the exit code: 0, or 1 for a config with problems.
 * `threadFile`: render-thread.ts, compiled, which takes part in the preview of a large stack.
 */
export async function preview(
  options: PreviewOptions,
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  threadFile?: string,
): Promise<number> {
  const start = process.hrtime.bigint();
  try {
    const config = readStackConfig(options.cwd, options.stack);
    const shown = options.json
      ? asJson(config, start)
      : asText(config, terminalOf(stdout, env, options.full), threadFile);
    const pieces = await shown.catch((error: unknown) => {
      throw withPlainSecrets(fromProgram(error), config);
    });
    if (config.plainSecretKeys.length > 0)
      throw withPlainSecrets(new UserError("The stack's config has secrets in plain text."), config);
    for (const piece of pieces) stdout.write(piece);
    return 0;
  } catch (error) {
    if (options.json && UserError.isInstance(error)) stdout.write(problemsJson(error));
    return reportUserError(error, stderr, options.debug);
  }
}

/** What is wrong, for programs: the codes stay the same when messages are reworded. */
function problemsJson({ message, problems }: UserError): string {
  return `${JSON.stringify({ error: message, problems }, null, 2)}\n`;
}

async function asText(
  config: StackConfig,
  terminal: Terminal,
  threadFile?: string,
): Promise<(string | Uint8Array)[]> {
  const { take, end, stop } =
    threadFile !== undefined && isLarge(config) ? threadedRenderer(terminal, threadFile) : renderer(terminal);
  try {
    await recordEach(config, await program(), take);
    return renderPreview(config, await end(), terminal);
  } finally {
    stop();
  }
}

/** Whether a thread pays for itself: the config of some thirty instances. */
function isLarge({ project, values }: StackConfig): boolean {
  return (values[`${project}:instances`]?.length ?? 0) > 5_000;
}

async function asJson(config: StackConfig, start: bigint): Promise<string[]> {
  const registrations = await record(config, await program());
  const duration = Number(process.hrtime.bigint() - start);
  return [`${JSON.stringify(previewJson(config, registrations, duration), null, 2)}\n`];
}

/** Loaded when the config is known to be readable. */
async function program() {
  return (await import("../../index")).default;
}

/** Pulumi does not tell a program which of its config is encrypted; here the stack file says so. */
function withPlainSecrets(error: unknown, { stack, plainSecretKeys }: StackConfig): unknown {
  if (!UserError.isInstance(error)) return error;
  const problems = plainSecretKeys.map((key): Problem => {
    const name = key.slice(key.indexOf(":") + 1);
    const message = `is in plain text in Pulumi.${stack}.yaml; make another key and run \`pulumi config set --secret ${name}\``;
    return { code: "secret-plain-text", path: key, message };
  });
  const lines = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
  return new UserError(error.message + lines, [...error.problems, ...problems]);
}
