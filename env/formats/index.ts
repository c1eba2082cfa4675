/** The output forms of an env block. */
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
  /** The file name that the app reads, or a suggested name if any name works. */
  file: string;
  /** The content, which ends with a line break. */
  text: string;
  /** Whether the file contains a secret. */
  secret: boolean;
}

/** The forms that a deployment supports, the most common one first. */
export function envFormats(deployment: EnvDeployment): EnvFormat[] {
  return Object.values(EnvFormat).filter((format) => RENDERERS[format](deployment) !== undefined);
}

/**
 * The files of an env block in a form, in the order in which they are needed. Throws an error that lists the supported forms if
 * the deployment does not support this one, and the errors of the form's renderer. `secretName` is the name of the Kubernetes Secret.
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
    throw new UserError(
      `The app does not support the form "${format}"; use one of: ${envFormats(deployment).join(", ")}.`,
    );
  }
  return renderer(title, entries, secretName);
}

type Renderer = (title: string, entries: EnvEntry[], secretName: string) => EnvDocument[];

const hasSecret = (entries: EnvEntry[]): boolean => entries.some(({ secret }) => secret);

/** The renderer of each form; undefined if the deployment does not support the form. */
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

  [EnvFormat.HelmLegacy]: ({ legacyHelmValues, legacySecretEntries }) =>
    helmRenderer(legacyHelmValues, legacySecretEntries),

  [EnvFormat.KubernetesSecret]:
    ({ secretNote }) =>
    (title, entries, secretName) =>
      secretDocument(secretNote === undefined ? title : `${title}\n ${secretNote}`, entries, secretName),
};

function helmRenderer(
  values: EnvDeployment["helmValues"],
  secretEntries: (entries: EnvEntry[]) => EnvEntry[] = (entries) => entries,
): Renderer | undefined {
  if (values === undefined) return undefined;
  return (title, entries, secretName) => [
    ...secretDocument(title, secretEntries(entries.filter(({ secret }) => secret)), secretName),
    { file: "values.media-storage.yaml", text: values(title, entries, secretName), secret: false },
  ];
}

/** The manifest of the Secret; none if it would be empty, for example with a role and a chart. */
function secretDocument(title: string, entries: EnvEntry[], secretName: string): EnvDocument[] {
  if (entries.length === 0) return [];
  const text = kubernetesSecret(title, entries, secretName);
  return [{ file: "secret.media-storage.yaml", text, secret: hasSecret(entries) }];
}
