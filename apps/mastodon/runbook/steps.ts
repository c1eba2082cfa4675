/** Steps that the moves of Mastodon's media have in common. */
import { shellWord } from "../../../env/formats/shell";
import { SINCE } from "../versions";
import { versionHas } from "../../../validation/version";
import { neededOldKey, oldKey } from "../../../runbook/between-buckets";
import { namesInPod } from "../../../runbook/helm";
import { LIST_KEYS, copyFunctions, findHidden, isAcl } from "./copy";
import { mediaOrigins, type MastodonWay } from "./deployments";
import {
  bucketOf,
  Direction,
  type RunbookInput,
  type Section,
  type Step,
  type BucketStorageFacts,
} from "../../../runbook";
import {
  EACH_SESSION,
  blockWord,
  caFileStep,
  envBlockStep,
  ownCredentials,
  readEnvBlock,
  requireFiles,
} from "../../../runbook/session";
import { bucketUrl, keyPrefix, neededCaFile, storeFunction } from "../../../runbook/shell";

export function variables(input: RunbookInput, way: MastodonWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    way.begin(input),
    envBlockStep(input),
    ...way.files(input),
    ...caFileStep(input),
    ...oldKey(input),
    {
      says:
        "Nothing is printed if every file is there" +
        (input.direction === Direction.S3ToFile
          ? "."
          : "; `check.jpg` is any small picture, for a check after the switch."),
      shell: requireFiles(neededFiles(input, way)),
    },
    {
      says: `${EACH_SESSION}The names and functions that the other steps use.`,
      shell: [names(input), ...(isHere ? [filesOf(input, way)] : [])].join("\n"),
    },
  ];
}

function neededFiles(input: RunbookInput, way: MastodonWay): string[] {
  return [
    blockWord(input),
    ...way.neededFiles(input),
    ...neededCaFile(input),
    ...neededOldKey(input),
    ...(input.direction === Direction.S3ToFile ? [] : ["check.jpg"]),
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: MastodonWay): Step[] {
  if (way.inside === "") return [];
  return namesInPod(input, [names(input), filesOf(input, way)]);
}

function filesOf({ facts, direction }: RunbookInput, way: MastodonWay): string {
  const hidden = isAcl(facts) && direction !== Direction.S3ToS3;
  return [
    `export FILES=${way.media} # the folder with the files`,
    copyFunctions(facts),
    ...(hidden ? [findHidden(bucketUrl(bucketOf(facts)), LIST_KEYS)] : []),
  ].join("\n");
}

function names(input: RunbookInput): string {
  const { facts } = input;
  return [
    ownCredentials(input),
    readEnvBlock(input),
    `export BUCKET=${shellWord(facts.bucket.name)} PREFIX=${shellWord(keyPrefix(facts.bucket))}`,
    `export WEB=${shellWord(`https://${facts.app.webDomain ?? ""}`)} MEDIA_URL=${shellWord(facts.publicBaseUrl ?? "")}`,
    `export BUCKET_URL=${shellWord(bucketUrl(bucketOf(facts)))}`,
    storeFunction(input),
  ].join("\n");
}

export function announce(input: RunbookInput, way: MastodonWay): Section {
  const { facts } = input;
  const tellThem =
    "This version has no `EXTRA_MEDIA_HOSTS` (that is 4.4): open tabs show no media from the new host until they are loaded again. " +
    "Tell people.";
  return {
    title: "A week ahead",
    steps: versionHas(facts.app.version, SINCE.extraMediaHosts)
      ? [way.begin(input), way.backUp(input), ...way.announce(mediaOrigins(facts))]
      : [{ says: tellThem }],
  };
}

/** What was deleted meanwhile is a file, which nginx serves. */
export const orphanFiles = (way: MastodonWay, since: string): Step => ({
  says: `What was deleted ${since} is a file still, and can be read by its old URL. Look at what would be deleted before you run it without \`--dry-run\`.`,
  shell: way.tootctl("media remove-orphans --dry-run"),
});

export function orphans(facts: BucketStorageFacts, way: MastodonWay): Step[] {
  const says =
    "What was deleted between the two copies is still in the bucket, without anything that points at it. Look at what would be deleted before " +
    "you run it without `--dry-run`.";
  if (facts.bucket.keyPrefix === undefined)
    return [{ says, shell: way.tootctl("media remove-orphans --dry-run") }];
  return [
    {
      says:
        "What was deleted between the two copies is still in the bucket, and with a `keyPrefix` `tootctl media remove-orphans` " +
        "recognizes no key: it cannot find them.",
    },
  ];
}
