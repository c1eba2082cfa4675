import { stringify } from "yaml";
import type { AppName } from "../../apps/names";
import type { Setting } from "./settings";

/** What the file of a new stack contains. */
export interface NewStack {
  /** The path of the file. */
  file: string;
  /** The project's name, which is the namespace of the config's keys. */
  project: string;
  instance: string;
  app: AppName;
  settings: readonly Setting[];
  /** The region of Pulumi's own AWS provider; undefined if nothing uses it. */
  awsRegion?: string;
  /** The path of the JSON Schema for editors, from the folder of the file. */
  schema: string;
}

/** The text of the stack's file. */
export function stackText(stack: NewStack): string {
  const { awsRegion, schema } = stack;
  return [
    "# The comment below is for editors: they complete names, describe them, and mark mistakes.",
    `# yaml-language-server: $schema=${schema}`,
    "config:",
    ...(awsRegion === undefined
      ? []
      : [
          "  # The region in which Pulumi's AWS provider starts. Each bucket is in the region of its own store.",
          `  aws:region: ${scalar(awsRegion)}`,
        ]),
    "  # The instances: one for each app that keeps its media in a bucket.",
    `  ${scalar(`${stack.project}:instances`)}:`,
    ...instanceLines(stack),
    "",
  ].join("\n");
}

/** The lines of the instance alone, to add to a file that exists. */
export function instanceLines({ instance, app, settings }: NewStack): string[] {
  return [
    "    # The name of the instance. The names of its resources, outputs and secrets begin with it.",
    `    ${scalar(instance)}:`,
    `      ${app}:`,
    ...settings.flatMap((setting) => settingLines(setting, "        ")),
  ];
}

function settingLines({ key, comment, value, members, isQuoted = false }: Setting, indent: string): string[] {
  return [
    `${indent}# ${comment}`,
    ...(members === undefined
      ? [`${indent}${key}: ${isQuoted ? JSON.stringify(value) : scalar(value)}`]
      : [`${indent}${key}:`, ...members.flatMap((member) => settingLines(member, `${indent}  `))]),
  ];
}

/** A value on one line, with quotes where YAML needs them. */
function scalar(value: unknown): string {
  const options = { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true } as const;
  // Pulumi reads YAML 1.1 in part, where more words than in 1.2 are booleans.
  return stringify(value, { ...options, compat: "yaml-1.1" }).trimEnd();
}

/** The text of a new Pulumi.yaml. */
export function projectText(project: string, main: string): string {
  return [
    "# The name is the namespace of the config's keys. Do not change it once a stack exists.",
    `name: ${scalar(project)}`,
    "description: S3 media storage for apps",
    "runtime: nodejs",
    "# The program of the package media-storage. Install it with `npm install`, because `pulumi install` would install",
    "# everything once more inside the package.",
    `main: ${scalar(main)}`,
    "",
  ].join("\n");
}
