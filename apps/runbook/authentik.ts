/** The runbook of a move of authentik's files, for each way of deployment and each direction. */
import { shellWord } from "../../env/shell";
import { generationOf } from "../authentik-generations";
import {
  countFiles,
  countObjects,
  fetchFiles,
  namesInside,
  showTypes,
  uploadChecks,
  variables,
} from "./authentik-steps";
import { authentikWay, foldersOf, type AuthentikWay } from "./authentik-ways";
import { Direction, sourceOf, type Runbook, type RunbookInput, type Section } from "./runbook";
import {
  copiesByType,
  copyBetweenBuckets,
  forget,
  howToRun,
  keyPrefix,
  oldKey,
  rcloneRemotes,
} from "./shell";

export function authentikRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const way = authentikWay(input);
  const sections = {
    [Direction.FileToS3]: fileToS3,
    [Direction.S3ToFile]: s3ToFile,
    [Direction.S3ToS3]: s3ToS3,
  }[direction](input, way);
  return {
    title: `Moving the files of authentik ${facts.appVersion ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...howToRun(way.where, direction === Direction.S3ToS3 ? ", rclone and curl" : " and curl"),
      "Nobody is logged out: authentik runs all the time, and its database names files relative to the storage, so it does not change. " +
        "URLs are signed for each view, so there are no old ones to keep.",
    ],
    sections,
  };
}

function fileToS3(input: RunbookInput, way: AuthentikWay): Section[] {
  const folders = foldersOf(input.facts);
  const copies = folders.map(({ folder, prefix }) => `  copy_folder "$FILES${folder}" ${prefix}`);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        ...way.prepare.fromFile,
        ...namesInside(input, way),
        way.backUp,
        { says: `${way.inside}Count the files.`, shell: countFiles(input) },
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says:
            `${way.inside}Keys begin with \`media/\`, as the files' folder in the container does: a copy to the bucket's root yields keys that ` +
            "no version reads. Not all of `/data` either: it may hold certificates.",
          shell: `copy_folder() {
  folder=$1 prefix=$2
  [ -d "$folder" ] || return 0
  copy() { store s3 sync "$folder/" "s3://$BUCKET/$prefix" --only-show-errors "$@"; }
${copiesByType('"$folder"')}
  copy
}
copy_files() {
${copies.join("\n")}
}
copy_files`,
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        way.applyEnv,
        { says: `${way.inside}Second copy: what was uploaded meanwhile.`, shell: "copy_files" },
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}The same number of files and of objects.`,
          shell: `${countFiles(input)}\n${countObjects(input)}`,
        },
        {
          says: `${way.inside}Type of one object of each extension; an SVG that is no \`image/svg+xml\` is not shown.`,
          shell: folders.map(({ folder, prefix }) => showTypes(folder, prefix)).join("\n"),
        },
        ...uploadChecks(input),
      ],
    },
    {
      title: "The way back",
      steps: [
        {
          says: `${way.inside}As long as the local files are there: fetch what was uploaded since the switch.`,
          shell: fetchFiles(input),
        },
        way.restoreEnv,
        { says: `${way.inside}Again: what was uploaded before that.`, shell: "fetch_files" },
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        ...(generationOf(input.facts.appVersion ?? "").reports
          ? [
              {
                says: "A rule of your reverse proxy for `/media` is of no use since 2025.12, which serves local files below `/files`; take it out.",
              },
            ]
          : []),
        way.putAway,
        forget(input),
      ],
    },
  ];
}

function s3ToFile(input: RunbookInput, way: AuthentikWay): Section[] {
  const folders = foldersOf(input.facts).map(({ folder }) => `"$FILES${folder}"`);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        { says: "How much comes.", shell: countObjects(input) },
        ...way.prepare.toFile,
        ...namesInside(input, way),
        way.backUp,
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says: `${way.inside}The files belong to the user of authentik's images.`,
          shell: `mkdir -p ${folders.join(" ")}\n${fetchFiles(input)}`,
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        way.removeEnv,
        { says: `${way.inside}Second copy: what was uploaded meanwhile.`, shell: "fetch_files" },
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}The same number of files and of objects.`,
          shell: `${countFiles(input)}\n${countObjects(input)}`,
        },
        {
          says: "In the web interface: an old icon is shown, and a new one does not come into the bucket.",
          shell: countObjects(input),
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        way.restoreEnv,
        {
          says: "Then the runbook `--direction file-to-s3`, whose copy takes only what is not in the bucket.",
        },
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          says:
            "The bucket is protected: `data: { protect: false }`, `pulumi up`, take the instance out of the config, `pulumi up`. It and " +
            "its objects stay in your account until you delete them yourself.",
        },
        forget(input),
        ...way.cleanUp,
      ],
    },
  ];
}

function s3ToS3(input: RunbookInput, way: AuthentikWay): Section[] {
  const old = sourceOf(input);
  const included = foldersOf(input.facts).map(({ prefix }) => ` --include '${prefix}**'`);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        oldKey(old.bucket),
        {
          says: "The two buckets as rclone's remotes; keys stay in the environment.",
          shell: `${rcloneRemotes(input)}\nexport OLD_BUCKET=${shellWord(old.bucket)} OLD_PREFIX=${shellWord(keyPrefix(old))} PREFIX=''\nrclone size "old:$OLD_BUCKET/$OLD_PREFIX"`,
        },
        way.backUp,
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says: "With the content types, and nothing but what authentik reads. The bytes pass through this machine, each bucket by its own key.",
          shell: copyBetweenBuckets(included.join(""), "copy_files"),
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        way.applyEnv,
        { says: "Second copy: what was uploaded meanwhile.", shell: "copy_files" },
        {
          says: "Nothing is missing: no line but the summary.",
          shell: `rclone check "old:$OLD_BUCKET/$OLD_PREFIX" "new:$BUCKET" --one-way --size-only${included.join("")}`,
        },
      ],
    },
    { title: "Checks", steps: uploadChecks(input) },
    {
      title: "The way back",
      steps: [
        {
          says: "Copy what came since the switch to the old bucket, with a key that may write there, and start with the old settings.",
          shell: `rclone copy "new:$BUCKET" "old:$OLD_BUCKET/$OLD_PREFIX" --metadata --update --use-server-modtime${included.join("")}`,
        },
        way.restoreEnv,
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [{ says: "Delete the old bucket and its key.", shell: "rm -f old.env" }, forget(input)],
    },
  ];
}
