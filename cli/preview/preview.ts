import { problemLines } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { masked, reportUserError } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import { previewJson } from "./preview-json";
import { plainSecretProblem } from "./plain-secret";
import { chosenConfig } from "../offline/chosen-config";
import { fromProgram } from "../offline/program-errors";
import { record, recordEach } from "../offline/record";
import { modelOf } from "./model-of";
import { type RenderedPart, renderPart, renderPreview } from "./render";
import type { StackConfig } from "../offline/stack-file";
import { type Terminal, terminalOf } from "./terminal";

export interface PreviewOptions {
  /** Default: the result of `chosenStack`. */
  stack?: string;
  cwd: string;
  json: boolean;
  full: boolean;
  debug?: boolean;
}

/** Runs the program offline and prints what it would create. Returns the exit code: 0, or 1 for a config with problems. */
export async function preview(options: PreviewOptions, streams: Streams): Promise<number> {
  const { stdout, env } = streams;
  hide(streams, typedSecrets([options.stack], env));
  const start = process.hrtime.bigint();
  try {
    const config = await chosenConfig(options, streams);
    const shown = options.json
      ? asJson(config, start)
      : asText(config, terminalOf(stdout, env, options.full));
    const text = await shown.catch((error: unknown) => {
      throw withPlainSecrets(fromProgram(error), config);
    });
    if (config.plainSecrets.length > 0)
      throw withPlainSecrets(new UserError("The stack's config has secrets in plain text."), config);
    stdout.write(text);
    return 0;
  } catch (error) {
    if (options.json && UserError.isInstance(error)) stdout.write(problemsJson(error, streams.secrets));
    return reportUserError(error, streams, options.debug);
  }
}

/** The problems as JSON for programs. Codes do not change when messages are reworded. */
function problemsJson({ message, problems }: UserError, secrets: Set<string>): string {
  const shown = problems.map(({ code, path, message: text }) => ({
    code,
    path: masked(path, secrets),
    message: masked(text, secrets),
  }));
  return `${JSON.stringify({ error: masked(message, secrets), problems: shown }, null, 2)}\n`;
}

async function asText(config: StackConfig, terminal: Terminal): Promise<string> {
  const parts: RenderedPart[] = [];
  // Each part is rendered at once, so that its model can be freed.
  await recordEach(config, await program(), (registrations) => {
    parts.push(renderPart(modelOf(registrations), terminal, config.reference));
  });
  return renderPreview(config, parts, terminal);
}

async function asJson(config: StackConfig, start: bigint): Promise<string> {
  const registrations = await record(config, await program());
  const duration = Number(process.hrtime.bigint() - start);
  return `${JSON.stringify(previewJson(config, registrations, duration), null, 2)}\n`;
}

/** Loads the program. Call only after the config was read without errors. */
async function program() {
  return (await import("../../index")).default;
}

/** Pulumi does not tell a program which of its config is encrypted; here the stack file says so. */
function withPlainSecrets(error: unknown, { project, reference, plainSecrets }: StackConfig): unknown {
  if (!UserError.isInstance(error)) return error;
  const problems = plainSecrets.map(({ key, file }) => plainSecretProblem(project, reference, key, file));
  return new UserError(error.message + problemLines(problems), [...error.problems, ...problems]);
}
