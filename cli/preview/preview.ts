import { problemLines } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { masked, reportUserError } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import { previewJson } from "./preview-json";
import { plainSecretProblem } from "./plain-secret";
import { chosenConfig } from "../offline/chosen-config";
import type { Registration } from "../offline/registration";
import { runProgram, type OfflineRun } from "../offline/run-program";
import type { StackConfig } from "../offline/stack-file";
import { openProject } from "../project/open-project";
import { programPlace } from "../project/program-place";
import { modelOf } from "./model-of";
import { type RenderedPart, renderPart, renderPreview } from "./render";
import { type Terminal, terminalOf } from "./terminal";

export interface PreviewOptions {
  /** Default: the result of `chosenStack`. */
  stack?: string;
  cwd: string;
  json: boolean;
  full: boolean;
  /** How long a program of the operator's own may take, in seconds. */
  timeout?: number;
  debug?: boolean;
}

/** Runs the program offline and prints what it would create. Returns the exit code: 0, or 1 for a config with problems. */
export async function preview(options: PreviewOptions, streams: Streams): Promise<number> {
  const { stdout, env } = streams;
  hide(streams, typedSecrets([options.stack], env));
  const start = process.hrtime.bigint();
  try {
    const project = openProject(options.cwd, streams);
    const place = programPlace(project);
    const config = await chosenConfig(project, options.stack, streams);
    const run: Run = (take) => runProgram(project, place, config, streams, take, options.timeout);
    const shown = options.json
      ? asJson(config, run, start)
      : asText(config, run, terminalOf(stdout, env, options.full));
    const text = await shown.catch((error: unknown) => {
      throw withPlainSecrets(error, config);
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

type Run = (take: (registrations: Registration[]) => void) => Promise<OfflineRun>;

async function asText(config: StackConfig, run: Run, terminal: Terminal): Promise<string> {
  const parts: RenderedPart[] = [];
  // Each part is rendered at once, so that its model can be freed.
  const offline = await run((registrations) => {
    parts.push(renderPart(modelOf(registrations), terminal, config.reference));
  });
  return renderPreview(config, offline, parts, terminal);
}

async function asJson(config: StackConfig, run: Run, start: bigint): Promise<string> {
  const registrations: Registration[] = [];
  const offline = await run((some) => registrations.push(...some));
  const duration = Number(process.hrtime.bigint() - start);
  return `${JSON.stringify(previewJson(config, offline, registrations, duration), null, 2)}\n`;
}

/** Pulumi does not tell a program which of its config is encrypted; here the stack file says so. */
function withPlainSecrets(error: unknown, { project, reference, plainSecrets }: StackConfig): unknown {
  if (!UserError.isInstance(error)) return error;
  const problems = plainSecrets.map(({ key, file }) => plainSecretProblem(project, reference, key, file));
  return new UserError(error.message + problemLines(problems), [...error.problems, ...problems]);
}
