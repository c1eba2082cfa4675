/** Steps that the moves of authentik's files have in common. */
import { shellWord } from "../../../env/formats/shell";
import type { AuthentikWay } from "./deployments";
import { copyFunctions } from "./copy";
import { neededOldKey, oldKey } from "../../../runbook/between-buckets";
import { namesInPod } from "../../../runbook/helm";
import { Direction, type RunbookInput, type Step } from "../../../runbook";
import {
  EACH_SESSION,
  blockWord,
  caFileStep,
  envBlockStep,
  keysOfBlock,
  ownCredentials,
  requireFiles,
} from "../../../runbook/session";
import { neededCaFile, storeFunction } from "../../../runbook/shell";

export function variables(input: RunbookInput, way: AuthentikWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    way.begin,
    envBlockStep(input),
    ...way.makeFiles,
    ...caFileStep(input),
    ...oldKey(input),
    {
      says: "Nothing is printed if every file is there.",
      shell: requireFiles([
        blockWord(input),
        ...way.neededFiles,
        ...neededCaFile(input),
        ...neededOldKey(input),
      ]),
    },
    {
      says: `${EACH_SESSION}The names and functions that the other steps use.`,
      shell: [names(input), ...(isHere ? [filesOf(input, way)] : [])].join("\n"),
    },
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: AuthentikWay): Step[] {
  if (way.inside === "") return [];
  return namesInPod(input, [names(input), filesOf(input, way)]);
}

function names(input: RunbookInput): string {
  const { facts } = input;
  const [only, ...others] = facts.app.usages ?? [];
  const scope = others.length === 0 && only !== undefined ? `${only.toUpperCase()}__` : "";
  const name = (key: string): string => `AUTHENTIK_STORAGE__${scope}S3__${key}`;
  return [
    ownCredentials(input),
    keysOfBlock(input, name("ACCESS_KEY"), name("SECRET_KEY")),
    `export BUCKET=${shellWord(facts.bucket.name)}`,
    storeFunction(input),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

const filesOf = ({ facts }: RunbookInput, { files }: AuthentikWay): string =>
  `export FILES=${files} # the folder with the files\n${copyFunctions(facts)}`;

export function uploadChecks({ facts }: RunbookInput): Step[] {
  const isCdn = facts.mediaHost?.signing === "cdn";
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
curl -sS -o /dev/null -w '%{http_code}\\n' ${shellWord(facts.store.endpoint ?? `https://${facts.store.host}`)}"/$BUCKET/media/public/"`
        : `curl -sS -o /dev/null -w '%{http_code}\\n' "$ICON_URL"
curl -sS -o /dev/null -w '%{http_code}\\n' "$(printf %s "$ICON_URL" | sed 's/X-Amz-Signature=..../X-Amz-Signature=0000/')"`,
    },
  ];
}
