/** Steps that all moves of authentik's files share. */
import { shellWord } from "../../../env/formats/shell";
import type { AuthentikWay } from "./deployments";
import { copyFunctions } from "./copy";
import { neededOldKey, oldKey } from "../../../runbook/between-buckets";
import { namesInPod } from "../../../runbook/helm";
import { bucketOf, Direction, type RunbookInput, type Section, type Step } from "../../../runbook";
import { EACH_SESSION, blockWord, envBlockStep, requireFiles } from "../../../runbook/session";
import { createdHost, deletedMedia, hostChecks } from "../../../runbook/media-host";
import { caFileStep, neededCaFile } from "../../../runbook/ca-file";
import { bucketUrl, storeFunction } from "../../../runbook/shell";

export function variables(input: RunbookInput, way: AuthentikWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    way.begin,
    envBlockStep(input),
    ...way.makeFiles,
    ...caFileStep(input),
    ...oldKey(input),
    {
      says: "Check that all files exist. If they do, this prints nothing.",
      shell: requireFiles([
        blockWord(input),
        ...way.neededFiles,
        ...neededCaFile(input),
        ...neededOldKey(input),
      ]),
    },
    {
      says: `${EACH_SESSION}Define the names and functions that the other steps use.`,
      shell: [names(input), ...(isHere ? [filesOf(input, way)] : [])].join("\n"),
    },
  ];
}

/** If the files are in a volume, the pod needs the names too. */
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
    `export BUCKET=${shellWord(facts.bucket.name)}`,
    ...(createdHost(facts) === undefined ? [] : [hostNames(input)]),
    storeFunction(input, { accessKeyId: name("ACCESS_KEY"), secretAccessKey: name("SECRET_KEY") }),
  ].join("\n");
}

/** What the checks of the media host ask for. */
function hostNames({ facts }: RunbookInput): string {
  const { hostname = "" } = facts.mediaHost ?? {};
  const [origin = ""] = facts.bucket.corsOrigins;
  return `export MEDIA_URL=${shellWord(`https://${hostname}`)} BUCKET_URL=${shellWord(bucketUrl(bucketOf(facts)))} WEB=${shellWord(origin)}`;
}

/** Before the switch, what a media host that the stack creates must answer. It never serves reports. */
export function createdHostBefore({ facts }: RunbookInput): Section[] {
  const host = createdHost(facts);
  return host === undefined ? [] : [hostChecks(host, { served: "media/", hidden: "reports/none" })];
}

const filesOf = ({ facts }: RunbookInput, { files }: AuthentikWay): string =>
  `export FILES=${files} # the folder with the files\n${copyFunctions(facts)}`;

export function uploadChecks({ facts }: RunbookInput): Step[] {
  const host = createdHost(facts);
  const isCdn = facts.mediaHost?.signing === "cdn";
  return [
    {
      says:
        "Upload an icon for an application, and check that it is in the bucket, with the writer's key. If the list is empty, the writer may lack a permission: " +
        "authentik shows no error for it.",
      shell: `store s3 ls "s3://$BUCKET/media/public/" --recursive | tail -n 3`,
    },
    {
      says: "Copy the icon's URL from the browser's developer tools. The block waits until you type it.",
      shell: `read -r ICON_URL; [ -n "$ICON_URL" ] || echo "No URL was typed." >&2`,
    },
    {
      says: isCdn
        ? "Request the icon from the CDN without the query string: expect 200. Request the bucket itself without a signature: expect 403."
        : "Request the URL unchanged: expect 200. Request it with another signature: expect 403.",
      shell: isCdn
        ? `curl -sS -o /dev/null -w '%{http_code}\\n' "\${ICON_URL%%\\?*}"
curl -sS -o /dev/null -w '%{http_code}\\n' ${shellWord(facts.store.endpoint ?? `https://${facts.store.host}`)}"/$BUCKET/media/public/"`
        : `curl -sS -o /dev/null -w '%{http_code}\\n' "$ICON_URL"
curl -sS -o /dev/null -w '%{http_code}\\n' "$(printf %s "$ICON_URL" | sed 's/X-Amz-Signature=..../X-Amz-Signature=0000/')"`,
    },
    ...(host === undefined ? [] : deletedMedia(host, facts.bucket)),
  ];
}
