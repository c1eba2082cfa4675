import { join } from "node:path";
import { secretKeyOf, storeKeyOf } from "../../config/key-names";
import { shellWord } from "../../env/formats/shell";
import { isMap } from "../../validation/shape";
import { textFile } from "../project/text-file";
import { APP_FORMS } from "./app-forms";
import { appOf, InitDns, storeOfAnswers, type Answers } from "./answers";

/** What package.json of this package says. */
export interface Manifest {
  version: string;
  repository: { url: string };
  peerDependencies: Record<string, string>;
}

/** The commands that follow, in their order. */
export function nextSteps(folder: string, instance: string, answers: Answers, manifest: Manifest): string {
  const { stack = "" } = answers;
  const option = `--stack ${shellWord(stack)}`;
  const install = installLine(folder, answers, manifest);
  return [
    ...(install === undefined ? [] : [install]),
    `pulumi stack init ${shellWord(stack)}`,
    ...configKeys(instance, answers).map((key) => `pulumi config set ${key} ${option}`),
    `npm exec --no -- media-storage preview ${option}`,
    `pulumi up ${option}`,
    `npm exec --no -- media-storage env ${instance} ${option}`,
  ]
    .map((line) => `  ${line}\n`)
    .join("");
}

/** The keys that are not in the stack's file yet: secrets, and the id that belongs to one. */
function configKeys(instance: string, answers: Answers): string[] {
  const store = storeOfAnswers(answers);
  const ofWriter = store?.product.can.iam === false ? [`--secret ${secretKeyOf(instance)}`] : [];
  const ofStore = (store?.definition.credentials?.keys ?? []).map(
    (key) => `${key.isSecret ? "--secret " : ""}${storeKeyOf(instance, key)}`,
  );
  const ofDns = answers.dns === InitDns.Cloudflare ? ["--secret cloudflare:apiToken"] : [];
  return [...ofWriter, ...ofStore, ...ofDns];
}

/** Installs what package.json lacks; undefined if it lacks nothing. */
function installLine(
  folder: string,
  answers: Answers,
  { version, repository, peerDependencies }: Manifest,
): string | undefined {
  const app = appOf(answers);
  const optional = [
    ...(app === undefined ? [] : APP_FORMS[app].packages),
    ...(answers.purge === "yes" ? ["@pulumi/random"] : []),
    ...(answers.dns === InitDns.Cloudflare ? ["@pulumi/cloudflare"] : []),
  ];
  const { name, dependencies, devDependencies } = manifestIn(folder);
  const has = new Set([
    name,
    ...[dependencies, devDependencies].flatMap((one) => (isMap(one) ? Object.keys(one) : [])),
  ]);
  // A clone of this package has all of them.
  if (name === "media-storage") return undefined;
  const missing = [
    ...(has.has("media-storage") ? [] : [`${repository.url}#v${version}`]),
    ...optional
      .filter((one) => !has.has(one))
      .map(
        (one) =>
          `${one}@${(new Map(Object.entries(peerDependencies)).get(one) ?? "").replace(/^\^(\d+)\..*$/, "$1")}`,
      ),
  ];
  return missing.length === 0 ? undefined : `npm install ${missing.map(shellWord).join(" ")}`;
}

/** The content of a folder's package.json; empty if it is missing or not a map. */
function manifestIn(folder: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(textFile(join(folder, "package.json")) ?? "{}");
    return isMap(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
