/** Steps that all moves of Mastodon's media share. */
import { shellWord } from "../../../env/formats/shell";
import { SINCE } from "../versions";
import { versionHas } from "../../../validation/version";
import { neededOldKey, oldKey } from "../../../runbook/between-buckets";
import { namesInPod } from "../../../runbook/helm";
import { LIST_KEYS, copyFunctions, findHidden, isAcl } from "./copy";
import { COPY_AFTER_SWITCH } from "./copy-after-switch";
import { fallbackFunctions, switchesFirst } from "./fallback";
import type { MastodonWay } from "./ways";
import {
  bucketOf,
  Direction,
  type RunbookInput,
  type Section,
  type Step,
  type BucketStorageFacts,
} from "../../../runbook";
import { EACH_SESSION, blockWord, envBlockStep, requireFiles } from "../../../runbook/session";
import { createdHost, hostChecks, privateBucket, type HostChecks } from "../../../runbook/media-host";
import { caFileStep, neededCaFile } from "../../../runbook/ca-file";
import { bucketUrl, keyPrefix, storeFunction } from "../../../runbook/shell";

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
        "Check that all files exist. If they do, this prints nothing." +
        (input.direction === Direction.S3ToFile
          ? ""
          : " `check.jpg` is any small picture, for a check after the switch."),
      shell: requireFiles(neededFiles(input, way)),
    },
    {
      says: `${EACH_SESSION}Define the names and functions that the other steps use.`,
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

/** If the files are in a volume, the pod needs the names too. */
export function namesInside(input: RunbookInput, way: MastodonWay): Step[] {
  if (way.inside === "") return [];
  return namesInPod(input, [names(input), filesOf(input, way)]);
}

function filesOf(input: RunbookInput, way: MastodonWay): string {
  const { facts, direction } = input;
  const legacy = switchesFirst(input);
  if (legacy !== undefined) {
    return [
      `export FILES=${way.media} # the folder with the files`,
      COPY_AFTER_SWITCH,
      fallbackFunctions(facts, legacy),
    ].join("\n");
  }
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
    `export BUCKET=${shellWord(facts.bucket.name)} PREFIX=${shellWord(keyPrefix(facts.bucket))}`,
    `export WEB=${shellWord(`https://${facts.app.webDomain ?? ""}`)} MEDIA_URL=${shellWord(facts.publicBaseUrl ?? "")}`,
    `export BUCKET_URL=${shellWord(bucketUrl(bucketOf(facts)))}`,
    storeFunction(input),
  ].join("\n");
}

export function announce(input: RunbookInput, way: MastodonWay): Section {
  const { facts } = input;
  const tellThem =
    "This version has no `EXTRA_MEDIA_HOSTS` (Mastodon 4.4 has it), so open tabs show no media from the new host until they are reloaded. " +
    "Tell people to reload the page after the switch.";
  return {
    title: "A week ahead",
    steps: versionHas(facts.app.version, SINCE.extraMediaHosts)
      ? [way.begin(input), way.backUp(input), ...way.announce(mediaOrigins(facts))]
      : [{ says: tellThem }],
  };
}

const checked = ({ bucket }: BucketStorageFacts): HostChecks => ({
  served: '"${PREFIX}accounts/"',
  hidden: shellWord(`${bucket.privatePrefixes[0] ?? ""}none`),
});

/** Before the switch: checks of a media host that the stack creates. */
export function createdHostBefore(facts: BucketStorageFacts): Section[] {
  const host = createdHost(facts);
  return host === undefined ? [] : [hostChecks(host, checked(facts))];
}

/** After the switch: the step to a bucket that only such a host reads. */
export function createdHostAfter(facts: BucketStorageFacts): Section[] {
  const host = createdHost(facts);
  return host === undefined ? [] : privateBucket(facts, host, checked(facts));
}

/** Media that were deleted in this time are still files, which nginx serves. */
export const orphanFiles = (way: MastodonWay, since: string): Step => ({
  says: `Media that were deleted ${since} still exist as files, and their old URLs still work. List the orphaned files, and then run the command again without \`--dry-run\` to delete them.`,
  shell: way.tootctl("media remove-orphans --dry-run"),
});

export function orphans(
  facts: BucketStorageFacts,
  way: MastodonWay,
  when = "between the two copies",
): Step[] {
  const says =
    `Media that were deleted ${when} are still in the bucket. List these orphaned files, and then run the command again without ` +
    "`--dry-run` to delete them.";
  if (facts.bucket.keyPrefix === undefined)
    return [{ says, shell: way.tootctl("media remove-orphans --dry-run") }];
  return [
    {
      says:
        `Media that were deleted ${when} are still in the bucket. ` +
        "`tootctl media remove-orphans` cannot find them, because it " +
        "does not recognize keys with a `keyPrefix`.",
    },
  ];
}

/** The origins from which browsers will load media, and the additional ones of the env block. */
function mediaOrigins({ app, publicBaseUrl }: BucketStorageFacts): string[] {
  const origin = publicBaseUrl === undefined ? [] : [new URL(publicBaseUrl).origin];
  return [...new Set([...origin, ...(app.extraMediaHosts ?? [])])];
}
