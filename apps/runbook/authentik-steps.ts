/** Steps that the moves of authentik's files have in common. */
import { shellWord } from "../../env/shell";
import { foldersOf, type AuthentikWay } from "./authentik-ways";
import { Direction, type RunbookInput, type Step } from "./runbook";
import { envBlockStep, keysOfBlock, storeFunction } from "./shell";

export function variables(input: RunbookInput, way: AuthentikWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    envBlockStep(input),
    {
      says: "The names that the other steps use.",
      shell: [way.variables, names(input), ...(isHere ? [filesOf(way)] : [])].join("\n"),
    },
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: AuthentikWay): Step[] {
  if (way.inside === "") return [];
  const says = `${way.inside}The same names, and the folder with the files. \`kubectl cp\` brings the env block there.`;
  return [{ says, shell: `${names(input)}\n${filesOf(way)}` }];
}

function names(input: RunbookInput): string {
  const { facts } = input;
  const [only, ...others] = facts.usages ?? [];
  const scope = others.length === 0 && only !== undefined ? `${only.toUpperCase()}__` : "";
  const name = (key: string): string => `AUTHENTIK_STORAGE__${scope}S3__${key}`;
  return [
    keysOfBlock(input, name("ACCESS_KEY"), name("SECRET_KEY")),
    `export BUCKET=${shellWord(facts.bucket)}`,
    storeFunction(facts),
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
    .map(({ prefix }) => `store s3 ls "s3://$BUCKET/${prefix}" --recursive --summarize | tail -n 2`)
    .join("\n");
}

export function showTypes(folder: string, prefix: string): string {
  return `(cd "$FILES${folder}" && find . -type f -name '*.*') | sed 's/.*\\.//' | sort -u |
  while read -r extension; do
    file=$(cd "$FILES${folder}" && find . -type f -name "*.$extension" -print -quit)
    store s3api head-object --bucket "$BUCKET" --key "${prefix}\${file#./}" --query ContentType --output text
  done`;
}

/** By size, for the copy in the bucket is always younger than the file that it was made of. */
export function fetchFiles({ facts }: RunbookInput): string {
  const lines = foldersOf(facts).map(
    ({ folder, prefix }) =>
      `  store s3 sync "s3://$BUCKET/${prefix}" "$FILES${folder}/" --only-show-errors --size-only || failed=1\n  chown -R 1000:1000 "$FILES${folder}"`,
  );
  return `fetch_files() {\n  local failed=0\n${lines.join("\n")}\n  return "$failed"\n}\nfetch_files`;
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
      shell: "read -r ICON_URL && export ICON_URL",
    },
    {
      says: isCdn
        ? "Through the CDN without anything behind `?`: 200. The bucket itself without a signature: 403."
        : "As it is: 200. With another signature: 403.",
      shell: isCdn
        ? `curl -sS -o /dev/null -w '%{http_code}\\n' "\${ICON_URL%%\\?*}"
curl -sS -o /dev/null -w '%{http_code}\\n' "${facts.endpoint ?? `https://${facts.s3Host}`}/$BUCKET/media/public/"`
        : `curl -sS -o /dev/null -w '%{http_code}\\n' "$ICON_URL"
curl -sS -o /dev/null -w '%{http_code}\\n' "$(printf %s "$ICON_URL" | sed 's/X-Amz-Signature=..../X-Amz-Signature=0000/')"`,
    },
  ];
}
