import { relative } from "node:path";
import { APPS } from "../../apps";
import type { App } from "../../apps/app";
import { APP_NAMES } from "../../apps/names";
import { checkConfig, type ConfigValues } from "../../config/check-config";
import { secretKeyOf } from "../../config/key-names";
import { providerRegionWarnings } from "../../config/provider-region";
import { withSecrets } from "../../config/with-secrets";
import type { InstancesConfig } from "../../config/types";
import { at, type Problem } from "../../validation/problem";
import { isMap } from "../../validation/shape";
import { UserError } from "../../validation/user-error";
import { readStackConfig, type StackConfig } from "../offline/stack-file";
import { plainSecretProblem } from "../preview/plain-secret";
import { stackFile, type Project } from "../project/project";
import type { StackName } from "../project/stack-name";
import { textFile } from "../project/text-file";
import { yamlPlaces, type Place, type YamlPlaces } from "../project/yaml-places";
import { YamlError } from "../project/yaml-text";
import { configSecrets, hide } from "../run-secrets";
import { inTextOrder, type Finding } from "./finding";

/** Everything that is wrong with the config of a stack, with the places in its file. Adds the config's secrets to those of the run. */
export function checkStack(project: Project, stack: StackName, run: { secrets: Set<string> }): Finding[] {
  const path = stackFile(project, stack.name);
  let config: StackConfig;
  try {
    config = readStackConfig(project, stack);
  } catch (error) {
    // A missing file is a wrong option, not a problem of a file.
    if (!UserError.isInstance(error) || textFile(path) === undefined) throw error;
    return unreadable(error, project, stack);
  }
  const secrets = configSecrets(config);
  hide(run, secrets);
  const values = new Map(Object.entries(config.values));
  const { instances, problems } = checkConfig(values, project.name, () => secrets, stack.reference);
  const plain = config.plainSecrets.map(({ key, file }) =>
    plainSecretProblem(project.name, stack.reference, key, file),
  );
  const place = placer(project, stack);
  const errors = [...problems, ...plain].map((problem) => place("error", problem));
  const ofRegion = providerRegionWarnings(values, instances);
  const warnings = [
    ...warningsOf(valid(instances, problems, project.name), values, project.name),
    ...ofRegion.map((warning) => ({ ...warning, code: "warning" as const })),
  ].map((warning) => place("warning", warning));
  return inTextOrder([...errors, ...warnings]);
}

/** The finding of a file whose config cannot be read. */
function unreadable(error: UserError, project: Project, stack: StackName): Finding[] {
  const place = placer(project, stack);
  if (error instanceof YamlError) return [{ ...place("error", stackFileProblem(error)), ...error.place }];
  const problems = error.problems.length > 0 ? error.problems : [stackFileProblem(error)];
  return problems.map((problem) => place("error", problem));
}

/** The problem of a stack's file as a whole. */
export function stackFileProblem(error: UserError): Problem {
  const message =
    error instanceof YamlError ? `is not valid YAML (${error.reason}); correct it here` : error.message;
  return { code: "stack-file", path: "", message };
}

type Placed<Of> = (severity: Finding["severity"], finding: Of) => Finding;

/**
 * Adds the place to a problem: in the stack's file, or in Pulumi.yaml, which has the defaults of all stacks. Reads the files again only
 * if there is something to place.
 */
function placer(project: Project, stack: StackName): Placed<Pick<Finding, "code" | "path" | "message">> {
  const files = [stackFile(project, stack.name), project.file];
  let texts: { file: string; places: YamlPlaces | undefined }[] | undefined;
  return (severity, { code, path, message }) => {
    texts ??= files.map((file) => ({ file, places: placesIn(file) }));
    const [ofStack] = texts;
    const names = [path, withoutNamespace(path, project.name)];
    const found = texts
      .flatMap(({ file, places }) =>
        // A key of the config may be beside `config`, which is its problem.
        [...names.map((name) => places?.find("config", name)), places?.top(path)].map((place) => ({
          file,
          place,
        })),
      )
      .find(({ place }) => place !== undefined);
    const { line, column } = found?.place ?? ofStack?.places?.top("config") ?? START;
    const file = relative(process.cwd(), found?.file ?? files[0] ?? "");
    return { severity, code, path, message, stack: stack.reference, file, line, column };
  };
}

const START: Place = { line: 1, column: 1 };

/** Pulumi adds the project's name to a key without a namespace. */
const withoutNamespace = (path: string, project: string): string =>
  path.startsWith(`${project}:`) ? path.slice(project.length + 1) : path;

/** The places in a file; undefined if it does not exist or cannot be parsed. */
function placesIn(file: string): YamlPlaces | undefined {
  const text = textFile(file);
  return text === undefined ? undefined : yamlPlaces(text);
}

/** The instances without a problem. A value beside them, such as a missing secret, does not matter. */
function valid(instances: unknown, problems: readonly Problem[], project: string): InstancesConfig {
  if (!isMap(instances)) return {};
  const isValid = ([name]: [string, unknown]): boolean => {
    const path = at(`${project}:instances`, name);
    return !problems.some((problem) => `${problem.path}.`.startsWith(`${path}.`));
  };
  return Object.fromEntries(Object.entries(instances).filter(isValid)) as InstancesConfig;
}

/** The warnings of the plans, which `preview` shows too. */
function warningsOf(
  instances: InstancesConfig,
  values: ConfigValues,
  project: string,
): Pick<Finding, "code" | "path" | "message">[] {
  return Object.entries(instances).flatMap(([name, instance]) =>
    APP_NAMES.flatMap((app) => {
      const settings = instance[app];
      if (settings === undefined) return [];
      const path = at(`${project}:instances`, `${name}.${app}`);
      // A secret that is missing is a problem, and no warning depends on it.
      const ifMissing = (key: string): string | undefined =>
        key === secretKeyOf(name) ? "unset" : undefined;
      const valueOf = (key: string): string | undefined => values.get(`${project}:${key}`) ?? ifMissing(key);
      const args = withSecrets(app, settings, name, valueOf);
      const one: App = APPS[app];
      return one
        .plan(args as never)
        .warnings.map((warning) => ({ ...warning, code: "warning" as const, path: at(path, warning.path) }));
    }),
  );
}
