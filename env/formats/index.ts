/** The forms of an env block, and which of them an app has. */
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import { composeEnvFile, composeOverlay } from "./compose";
import type { EnvDeployment } from "../deployment";
import { dotenv } from "./dotenv";
import type { EnvEntry } from "../entry";
import { EnvFormat } from "../env-format";
import { kubernetesSecret } from "./kubernetes";
import { systemdEnv } from "./systemd";

export { EnvFormat };

/** One of the files of a form. */
export interface EnvDocument {
  /** The name by which the app reads it, or a fitting one where the operator is free. */
  file: string;
  /** What is in it, ending with a line break. */
  text: string;
  /** Whether a secret is in it. */
  secret: boolean;
}

/** The forms in which a deployment can read its block, the most usual first. */
export function envFormats(deployment: EnvDeployment): EnvFormat[] {
  return Object.values(EnvFormat).filter((format) => RENDERERS[format](deployment) !== undefined);
}

/**
 * The files of an env block in a form, in the order in which they are needed. Throws an error that says which forms there
 * are when the deployment has no such form, and what the form's renderer throws. `secretName` is the name of the Kubernetes Secret.
 */
export function envDocuments(
  format: EnvFormat,
  title: string,
  entries: EnvEntry[],
  deployment: EnvDeployment,
  secretName: string,
): EnvDocument[] {
  const renderer = ownMember(RENDERERS, format)?.(deployment);
  if (renderer === undefined && format === EnvFormat.Helm && deployment.noHelmValues !== undefined) {
    throw new UserError(deployment.noHelmValues);
  }
  if (renderer === undefined) {
    throw new UserError(`The app has no form "${format}"; use one of ${envFormats(deployment).join(", ")}.`);
  }
  return renderer(title, entries, secretName);
}

type Renderer = (title: string, entries: EnvEntry[], secretName: string) => EnvDocument[];

const hasSecret = (entries: EnvEntry[]): boolean => entries.some(({ secret }) => secret);

/** The renderer of each form, where the deployment has the form. */
const RENDERERS: Record<EnvFormat, (deployment: EnvDeployment) => Renderer | undefined> = {
  [EnvFormat.Dotenv]: ({ envFile }) =>
    envFile === undefined
      ? undefined
      : (title, entries) => [{ file: envFile, text: dotenv(title, entries), secret: hasSecret(entries) }],

  [EnvFormat.Systemd]: ({ systemd }) =>
    systemd !== true
      ? undefined
      : (title, entries) => [
          { file: "media-storage.env", text: systemdEnv(title, entries), secret: hasSecret(entries) },
        ],

  [EnvFormat.Compose]: ({ compose }) =>
    compose === undefined
      ? undefined
      : (title, entries) => {
          const envFile = composeEnvFile(title, entries, compose);
          return [
            ...(envFile === undefined ? [] : [{ file: ".env", text: envFile, secret: hasSecret(entries) }]),
            {
              file: "compose.media-storage.yml",
              text: composeOverlay(title, entries, compose),
              secret: false,
            },
          ];
        },

  [EnvFormat.Helm]: ({ helmValues }) => helmRenderer(helmValues),

  [EnvFormat.HelmLegacy]: ({ legacyHelmValues }) => helmRenderer(legacyHelmValues),

  [EnvFormat.KubernetesSecret]:
    ({ secretNote }) =>
    (title, entries, secretName) =>
      secretDocument(secretNote === undefined ? title : `${title}\n ${secretNote}`, entries, secretName),
};

function helmRenderer(values: EnvDeployment["helmValues"]): Renderer | undefined {
  if (values === undefined) return undefined;
  return (title, entries, secretName) => [
    ...secretDocument(
      title,
      entries.filter(({ secret }) => secret),
      secretName,
    ),
    { file: "values.media-storage.yaml", text: values(title, entries, secretName), secret: false },
  ];
}

/** No manifest where there is nothing to put into it, such as with a role and a chart. */
function secretDocument(title: string, entries: EnvEntry[], secretName: string): EnvDocument[] {
  if (entries.length === 0) return [];
  const text = kubernetesSecret(title, entries, secretName);
  return [{ file: "secret.media-storage.yaml", text, secret: hasSecret(entries) }];
}
