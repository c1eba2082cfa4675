/** A runbook: the steps that move an app's files, for one way of deployment, with the real names filled in. */
import type { BucketStorageFacts } from "../storage/facts";

export type { BucketStorageFacts };

/** How the app is deployed. */
export const DeploymentKind = {
  /** A source install whose services systemd runs. */
  Systemd: "systemd",
  /** A docker compose project. */
  Compose: "compose",
  /** A Helm release on Kubernetes. */
  Helm: "helm",
} as const;
export type DeploymentKind = (typeof DeploymentKind)[keyof typeof DeploymentKind];

/** The source and the target of the files. */
export const Direction = {
  FileToS3: "file-to-s3",
  S3ToFile: "s3-to-file",
  S3ToS3: "s3-to-s3",
} as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

/** The bucket that contains the files before a move from store to store. */
export interface SourceBucket {
  bucket: string;
  region: string;
  /** The URL of its S3 API, without the bucket; undefined on AWS. */
  endpoint?: string;
  /** The prefix of every key there, without a slash at either end. */
  keyPrefix?: string;
  /** The instance of the same stack that has this bucket. */
  instance?: string;
}

/** What the printed commands read: exactly one of the two. */
export interface OutputsOption {
  /** The stack, as the operator wrote it. */
  stack?: string;
  /** A file with the saved outputs of the stack; "-" if they were piped into the command. */
  outputs?: string;
}

export interface RunbookInput extends OutputsOption {
  /** The instance's name in the config, or the output of another program that has its deployment. */
  instance: string;
  /** The target storage, or the source storage with `s3-to-file`. */
  facts: BucketStorageFacts;
  deployment: DeploymentKind;
  direction: Direction;
  /** The app's folder on the machine where the steps run; default: the usual one. */
  folder?: string;
  /** Only with `s3-to-s3`. */
  source?: SourceBucket;
}

export interface Step {
  /** One paragraph of Markdown. */
  says: string;
  /** Lines for bash. */
  shell?: string;
  /** Lines for an nginx server block. */
  nginx?: string;
}

/** A step with more lines. */
export const withLines = (step: Step, lines: string): Step => ({
  ...step,
  shell: `${step.shell ?? ""}\n${lines}`,
});

export interface Section {
  title: string;
  steps: Step[];
}

export interface Runbook {
  title: string;
  /** Each is a paragraph of Markdown, or the items of a list. */
  intro: (string | string[])[];
  sections: Section[];
}

/** The runbook as Markdown. The operator pastes all shell lines into one interactive bash session, in this order. */
export function runbookMarkdown({ title, intro, sections }: Runbook): string {
  const parts = [
    oneLine(`# ${title}`),
    ...intro.map((part) => (typeof part === "string" ? oneLine(part) : listOf(part))),
  ];
  for (const section of sections) {
    parts.push(`## ${section.title}`);
    for (const { says, shell, nginx } of section.steps) {
      parts.push(oneLine(says));
      if (shell !== undefined) parts.push(fenced("bash", shell));
      if (nginx !== undefined) parts.push(fenced("nginx", nginx));
    }
  }
  return parts.join("\n\n") + "\n";
}

/** A value that contains a line break must not start a new block. */
function oneLine(paragraph: string): string {
  return paragraph.replace(/[\r\n]+/g, " ");
}

function listOf(items: string[]): string {
  return items.map((item) => `- ${oneLine(item)}`).join("\n");
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

/** The bucket of a storage, in the same form as the source of a move. */
export function bucketOf({ bucket, store }: BucketStorageFacts): SourceBucket & { pathStyle?: boolean } {
  const { region, endpoint, pathStyle } = store;
  return {
    bucket: bucket.name,
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(pathStyle !== undefined && { pathStyle }),
    ...(bucket.keyPrefix !== undefined && { keyPrefix: bucket.keyPrefix }),
  };
}

/** The source of a move from store to store. Call only after `runbookProblems` found nothing. */
export function sourceOf({ source }: RunbookInput): SourceBucket {
  if (source === undefined) throw new Error("bug: no source bucket, although runbookProblems found nothing");
  return source;
}

/** The instance as part of a file name. An output of another program may have any name, even one with a slash. */
export function fileNameOf({ instance }: RunbookInput): string {
  return instance.replace(/[^A-Za-z0-9_.-]+/g, "-");
}

/** The name of a move's folder: what is moved, and the target. */
export function moveName(input: RunbookInput): string {
  const { direction, facts } = input;
  return `${fileNameOf(input)}-to-${direction === Direction.S3ToFile ? "files" : facts.bucket.name}`;
}
