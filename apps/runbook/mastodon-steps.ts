/** Steps that the moves of Mastodon's media have in common. */
import { shellWord } from "../../env/shell";
import { SINCE } from "../mastodon-versions";
import { versionHas } from "../../problems/version";
import { mediaOrigins, type MastodonWay } from "./mastodon-ways";
import { Direction, type RunbookInput, type Section, type Step, type BucketFacts } from "./runbook";
import { envBlockStep, keyPrefix, readEnvBlock, storeFunction } from "./shell";

export function variables(input: RunbookInput, way: MastodonWay): Step[] {
  const isHere = way.inside === "" && input.direction !== Direction.S3ToS3;
  return [
    envBlockStep(input),
    {
      says: "The names that the other steps use.",
      shell: [way.variables, names(input), ...(isHere ? [mediaOf(way)] : [])].join("\n"),
    },
  ];
}

/** Where the files are in a volume, the names have to be known beside it too. */
export function namesInside(input: RunbookInput, way: MastodonWay): Step[] {
  if (way.inside === "") return [];
  return [
    {
      says: `${way.inside}The same names, and the folder with the files. \`kubectl cp\` brings the env block there.`,
      shell: `${names(input)}\n${mediaOf(way)}`,
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
    `export WEB=https://${facts.webDomain ?? ""} MEDIA_URL=${facts.mediaBaseUrl ?? ""}`,
    storeFunction(facts),
  ].join("\n");
}

export function announce(input: RunbookInput, way: MastodonWay): Section {
  const { facts } = input;
  const backUp = way.backUp(input);
  const tellThem =
    "This version has no `EXTRA_MEDIA_HOSTS` (that is 4.4): open tabs show no media from the new host until they are loaded again. " +
    "Tell people.";
  return {
    title: "A week ahead",
    steps: versionHas(facts.appVersion, SINCE.extraMediaHosts)
      ? [{ ...backUp, shell: `${way.variables}\n${backUp.shell ?? ""}` }, way.announce(mediaOrigins(facts))]
      : [{ says: tellThem }],
  };
}

export function orphans(facts: BucketFacts, way: MastodonWay): Step[] {
  const says =
    "What was deleted between the two copies is still in the bucket, without anything that points at it. Look at what would go before " +
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
