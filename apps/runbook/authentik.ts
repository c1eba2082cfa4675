/** The runbook of a move of authentik's files, for each way of deployment and each direction. */
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
import {
  copyBack,
  copyBetweenBuckets,
  deleteOld,
  nothingMissing,
  oldKey,
  proofOfMove,
  twoBuckets,
} from "./between-buckets";
import { Direction, sourceOf, type Runbook, type RunbookInput, type Section } from "./runbook";
import { copiesByType, forget, howToRun, newerObjects, reporting } from "./shell";

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
  const copies = folders.map(({ folder, prefix }) => `  copy_folder "$FILES${folder}" ${prefix} || failed=1`);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        ...way.prepare.fromFile,
        ...namesInside(input, way),
        way.backUp,
        ...way.preview,
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
  local folder=$1 prefix=$2 failed=0 extension type
  [ -d "$folder" ] || return 0
  copy() { noting store s3 sync "$folder/" "s3://$BUCKET/$prefix" --only-show-errors "$@"; }
${copiesByType('"$folder"')}
  return "$failed"
}
${reporting("copy_files", copies.join("\n"), { folder: "$FILES" })}
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
          shell: showTypes(input),
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
        { ...way.running, says: `**Proof 1: the running app uses the bucket.** ${way.running.says}` },
        {
          says: `${way.inside}**Proof 2: every file is in the bucket.** The copy names what it had to copy, so it reports nothing but its end.`,
          shell: "copy_files",
        },
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
        ...way.preview,
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says: `${way.inside}The files belong to the user of authentik's images.`,
          shell: `[ -d "$(dirname "$FILES")" ] && mkdir -p ${folders.join(" ")}\n${fetchFiles(input)}`,
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
          ...way.running,
          says: `**Proof 1: the running app uses files.** No \`BACKEND\` is \`s3\`. ${way.running.says}`,
        },
        {
          says: `${way.inside}**Proof 2: every object is a file.** Both lists are compared again: it reports nothing but its end.`,
          shell: "fetch_files",
        },
        {
          says: "**Proof 3: nobody writes to the bucket any more.** This prints no object that was written later than the day on which the move began.",
          shell: newerObjects("''"),
        },
        {
          says:
            "**Only then.** The bucket is protected: `data: { protect: false }`, `pulumi up`, take the instance out of the config, `pulumi up`. It and " +
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
  const included = foldersOf(input.facts)
    .map(({ prefix }) => ` --include '${prefix}**'`)
    .join("");
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        oldKey(old.bucket),
        {
          says: "The two buckets as rclone's remotes; keys stay in the environment. The last line must be `two different buckets`.",
          shell: `export PREFIX=''\n${twoBuckets(input)}`,
        },
        way.backUp,
        ...way.preview,
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says: "With the content types, and nothing but what authentik reads. The bytes pass through this machine, each bucket by its own key.",
          shell: copyBetweenBuckets(included, "copy_files"),
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        way.applyEnv,
        { says: "Second copy: what was uploaded meanwhile.", shell: "copy_files" },
        nothingMissing(included),
      ],
    },
    { title: "Checks", steps: uploadChecks(input) },
    {
      title: "The way back",
      steps: [
        {
          says: "Copy what came since the switch to the old bucket, with a key that may write there, and start with the old settings.",
          shell: copyBack(included),
        },
        way.restoreEnv,
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [...proofOfMove(input, way.running, included), ...deleteOld(input, included), forget(input)],
    },
  ];
}
