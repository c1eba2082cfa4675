import { relative } from "node:path";
import { secretKeyOf, storeKeyOf } from "../../config/key-names";
import { shellWord } from "../../env/formats/shell";
import { ownMember } from "../../validation/own-member";
import { isMap } from "../../validation/shape";
import { packageFolder, packageJson } from "../project/program-place";
import { APP_FORMS } from "./app-forms";
import { appOf, InitDns, storeOfAnswers, type Answers } from "./answers";
import { installationFolder } from "./target";

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
  const here = relative(process.cwd(), folder);
  return [
    ...(here === "" ? [] : [`cd ${shellWord(here)}`]),
    ...installLines(folder, answers, manifest),
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
  const ofWriter = store?.product.can.writerKeys === false ? [`--secret ${secretKeyOf(instance)}`] : [];
  const ofStore = (store?.definition.credentials?.keys ?? []).map(
    (key) => `${key.isSecret ? "--secret " : ""}${storeKeyOf(instance, key)}`,
  );
  const ofCloudflare = needsCloudflare(answers) ? ["--secret cloudflare:apiToken"] : [];
  return [...ofWriter, ...ofStore, ...ofCloudflare];
}

/** For the bucket or for the DNS records. */
const needsCloudflare = (answers: Answers): boolean =>
  answers.dns === InitDns.Cloudflare ||
  storeOfAnswers(answers)?.definition.peerPackage === "@pulumi/cloudflare";

/** Installs what package.json lacks. */
function installLines(
  folder: string,
  answers: Answers,
  { version, repository, peerDependencies }: Manifest,
): string[] {
  const app = appOf(answers);
  const optional = [
    ...(app === undefined ? [] : APP_FORMS[app].packages),
    ...(answers.purge === "yes" ? ["@pulumi/random"] : []),
    ...(needsCloudflare(answers) ? ["@pulumi/cloudflare"] : []),
  ];
  // If the package is not installed yet, `main` expects it in the folder itself.
  const root = installationFolder(folder) ?? folder;
  const { name, dependencies, devDependencies } = packageJson(root);
  const has = new Set([
    name,
    ...[dependencies, devDependencies].flatMap((one) => (isMap(one) ? Object.keys(one) : [])),
  ]);
  // A clone of this package has all of them.
  if (name === "media-storage") return [];
  const missing = [
    ...(has.has("media-storage") ? [] : [`${repository.url}#v${version}`]),
    ...optional
      .filter((one) => !has.has(one))
      .map((one) => `${one}@${(ownMember(peerDependencies, one) ?? "").replace(/^\^(\d+)\..*$/, "$1")}`),
  ];
  if (missing.length === 0) return [];
  return [
    // npm installs into the nearest folder with a package.json (https://docs.npmjs.com/cli/configuring-npm/folders).
    ...(isBelowAnother(root) ? ["npm init -y"] : []),
    `npm install ${missing.map(shellWord).join(" ")}`,
  ];
}

/** Whether npm would take a folder for a part of one above it. */
const isBelowAnother = (folder: string): boolean => {
  const root = packageFolder(folder);
  return root !== undefined && root !== folder;
};
