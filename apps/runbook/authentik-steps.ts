/** Steps that the moves of authentik's files have in common. */
import { shellWord } from "../../env/shell";
import { foldersOf, type AuthentikWay } from "./authentik-ways";
import { copyIntoPod } from "./helm";
import { Direction, type RunbookInput, type Step } from "./runbook";
import {
  blockWord,
  caFileStep,
  countBelow,
  envBlockFile,
  envBlockStep,
  keysOfBlock,
  reporting,
  requireFiles,
  showTypes as showTypesOf,
  neededCaFile,
  storeFunction,
} from "./shell";

export function variables(input: RunbookInput, way: AuthentikWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    { says: way.beginsWith, shell: way.variables },
    envBlockStep(input),
    ...way.makeFiles,
    ...caFileStep(input),
    {
      says: "The names that the other steps use. Nothing is printed if every file is there.",
      shell: [
        requireFiles([
          `./${envBlockFile(input)}`,
          ...way.neededFiles,
          ...neededCaFile(input),
          ...(input.direction === Direction.S3ToS3 ? ["old.env"] : []),
        ]),
        names(input),
        ...(isHere ? [filesOf(way)] : []),
      ].join("\n"),
    },
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: AuthentikWay): Step[] {
  if (way.inside === "") return [];
  return [
    copyIntoPod([blockWord(input), ...neededCaFile(input)]),
    {
      says: `${way.inside}The same names, and the folder with the files.`,
      shell: `cd /tmp || echo "Stop here: is this the pod?" >&2\n${names(input)}\n${filesOf(way)}`,
    },
  ];
}

function names(input: RunbookInput): string {
  const { facts } = input;
  const [only, ...others] = facts.usages ?? [];
  const scope = others.length === 0 && only !== undefined ? `${only.toUpperCase()}__` : "";
  const name = (key: string): string => `AUTHENTIK_STORAGE__${scope}S3__${key}`;
  return [
    keysOfBlock(input, name("ACCESS_KEY"), name("SECRET_KEY")),
    `export BUCKET=${shellWord(facts.bucket)}`,
    storeFunction(input),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

const filesOf = ({ files }: AuthentikWay): string => `export FILES=${files} # the folder with the files`;

export function countFiles({ facts }: RunbookInput): string {
  const folders = foldersOf(facts).map(({ folder }) => `"$FILES${folder}"`);
  return `find ${folders.join(" ")} -type f 2> /dev/null | wc -l # a folder that is not there has none`;
}

export function countObjects({ facts }: RunbookInput): string {
  return foldersOf(facts)
    .map(({ prefix }) => countBelow(prefix))
    .join("\n");
}

export function showTypes({ facts }: RunbookInput): string {
  const calls = foldersOf(facts).map(({ folder, prefix }) => `show_types "$FILES${folder}" ${prefix}`);
  return [showTypesOf("-type f", "ContentType"), ...calls].join("\n");
}

/** By size, for the copy in the bucket is always younger than the file that it was made of. */
export function fetchFiles({ facts }: RunbookInput): string {
  const lines = foldersOf(facts).map(
    ({ folder, prefix }) =>
      `  noting store s3 sync "s3://$BUCKET/${prefix}" "$FILES${folder}/" --only-show-errors --size-only || failed=1\n  chown -R 1000:1000 "$FILES${folder}" || failed=1`,
  );
  return `${reporting("fetch_files", lines.join("\n"))}\nfetch_files`;
}

export function uploadChecks({ facts }: RunbookInput): Step[] {
  const isCdn = facts.mediaHostMode === "cdn";
  return [
    {
      says:
        "Upload an icon for an application, and see it in the bucket, with the writer's key. authentik takes every refusal of the store for " +
        "a file that is not there, so an empty answer may be a missing right.",
      shell: `store s3 ls "s3://$BUCKET/media/public/" --recursive | tail -n 3`,
    },
    {
      says: "The icon's URL, out of the browser's developer tools. This waits for it.",
      shell: `read -r ICON_URL; [ -n "$ICON_URL" ] || echo "No URL was typed." >&2`,
    },
    {
      says: isCdn
        ? "Through the CDN without anything behind `?`: 200. The bucket itself without a signature: 403."
        : "As it is: 200. With another signature: 403.",
      shell: isCdn
        ? `curl -sS -o /dev/null -w '%{http_code}\\n' "\${ICON_URL%%\\?*}"
curl -sS -o /dev/null -w '%{http_code}\\n' ${shellWord(facts.endpoint ?? `https://${facts.s3Host}`)}"/$BUCKET/media/public/"`
        : `curl -sS -o /dev/null -w '%{http_code}\\n' "$ICON_URL"
curl -sS -o /dev/null -w '%{http_code}\\n' "$(printf %s "$ICON_URL" | sed 's/X-Amz-Signature=..../X-Amz-Signature=0000/')"`,
    },
  ];
}
