/** Steps that the moves of Mastodon's media have in common. */
import { shellWord } from "../../env/shell";
import { SINCE } from "../mastodon-versions";
import { versionHas } from "../../problems/version";
import { copyIntoPod } from "./helm";
import { mediaOrigins, type MastodonWay } from "./mastodon-ways";
import { Direction, type RunbookInput, type Section, type Step, type BucketFacts } from "./runbook";
import {
  blockWord,
  bucketUrl,
  caFileStep,
  envBlockFile,
  envBlockStep,
  keyPrefix,
  readEnvBlock,
  requireFiles,
  neededCaFile,
  storeFunction,
} from "./shell";

export function variables(input: RunbookInput, way: MastodonWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    { says: way.beginsWith, shell: way.variables(input) },
    envBlockStep(input),
    ...way.files(input),
    ...caFileStep(input),
    {
      says:
        "The names that the other steps use. Nothing but the lines of the commands themselves is printed if every file is there" +
        (input.direction === Direction.S3ToFile
          ? "."
          : "; `check.jpg` is any small picture, for a check after the switch."),
      shell: [requireFiles(neededFiles(input, way)), names(input), ...(isHere ? [mediaOf(way)] : [])].join(
        "\n",
      ),
    },
  ];
}

function neededFiles(input: RunbookInput, way: MastodonWay): string[] {
  return [
    `./${envBlockFile(input)}`,
    ...way.neededFiles(input),
    ...neededCaFile(input),
    ...(input.direction === Direction.S3ToS3 ? ["old.env"] : []),
    ...(input.direction === Direction.S3ToFile ? [] : ["check.jpg"]),
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: MastodonWay): Step[] {
  if (way.inside === "") return [];
  return [
    copyIntoPod([blockWord(input), ...neededCaFile(input)]),
    {
      says: `${way.inside}The same names, and the folder with the files.`,
      shell: `cd /tmp || echo "Stop here: is this the pod?" >&2\n${names(input)}\n${mediaOf(way)}`,
    },
  ];
}

function mediaOf(way: MastodonWay): string {
  return `export MEDIA=${way.media} # the folder with the files`;
}

function names(input: RunbookInput): string {
  const { facts } = input;
  return [
    readEnvBlock(input),
    `export BUCKET=${shellWord(facts.bucket)} PREFIX=${shellWord(keyPrefix(facts))}`,
    `export WEB=${shellWord(`https://${facts.webDomain ?? ""}`)} MEDIA_URL=${shellWord(facts.mediaBaseUrl ?? "")}`,
    `export BUCKET_URL=${shellWord(bucketUrl(facts))}`,
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
    steps: versionHas(facts.appVersion, SINCE.extraMediaHosts)
      ? [
          { says: way.beginsWith, shell: way.variables(input) },
          way.backUp(input),
          ...way.announce(mediaOrigins(facts)),
        ]
      : [{ says: tellThem }],
  };
}

export function orphans(facts: BucketFacts, way: MastodonWay): Step[] {
  const says =
    "What was deleted between the two copies is still in the bucket, without anything that points at it. Look at what would be deleted before " +
    "you run it without `--dry-run`.";
  if (facts.keyPrefix === undefined) return [{ says, shell: way.tootctl("media remove-orphans --dry-run") }];
  return [
    {
      says:
        "What was deleted between the two copies is still in the bucket, and with a `keyPrefix` `tootctl media remove-orphans` " +
        "recognizes no key: it cannot find them.",
    },
  ];
}
