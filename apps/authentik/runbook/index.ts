/** The runbook of a move of authentik's files, for each way of deployment and each direction. */
import { generationOf } from "../versions";
import { countObjects, folderIn } from "./copy";
import { namesInside, uploadChecks, variables } from "./steps";
import { authentikWay, foldersOf, prefixOf, slashed, type AuthentikWay } from "./deployments";
import { deleteOld, nothingMissing, proofOfMove, twoBuckets } from "../../../runbook/between-buckets";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { Direction, type Runbook, type RunbookInput, type Section } from "../../../runbook";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION, howToRun } from "../../../runbook/session";

export function authentikRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const way = authentikWay(input);
  const sections = {
    [Direction.FileToS3]: fileToS3,
    [Direction.S3ToFile]: s3ToFile,
    [Direction.S3ToS3]: s3ToS3,
  }[direction](input, way);
  return {
    title: `Moving the files of authentik ${facts.app.version ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...howToRun(way.where, direction === Direction.S3ToS3 ? ", rclone and curl" : " and curl"),
      "Nobody is logged out: authentik runs all the time, and its database names files relative to the storage, so it does not change. " +
        "URLs are signed for each view, so there are no old ones to keep.",
    ],
    sections,
  };
}

function fileToS3(input: RunbookInput, way: AuthentikWay): Section[] {
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        ...way.prepare.fromFile,
        ...namesInside(input, way),
        way.backUp,
        ...way.preview,
        { says: `${way.inside}Count the files.`, shell: "list_files | wc -l" },
      ],
    },
    {
      title: "First copy",
      steps: [
        {
          says:
            `${way.inside}Keys begin with \`media/\`, as the files' folder in the container does: a copy to the bucket's root yields keys that ` +
            "no version reads. Not all of `/data` either: it may hold certificates.",
          shell: "copy_files",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: `${way.inside}Once more, right before: a file may have been replaced under its name.`,
          shell: "copy_files",
        },
        way.applyEnv,
        {
          says: `${way.inside}Last copy: what was uploaded meanwhile. From now on only what has no object is copied, for a newer icon may be in the bucket already.`,
          shell: "copy_missing",
        },
        checkCopy(way.inside, "files", "objects", "copy_missing"),
        ...way.keepSwitch,
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}Type of one object of each extension; an SVG that is no \`image/svg+xml\` is not shown.`,
          shell: 'show_types "$FILES" "$PREFIX"',
        },
        ...uploadChecks(input),
      ],
    },
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: `${way.inside}As long as the local files are there: fetch what was uploaded since the switch.`,
          shell: "fetch_files",
        },
        way.restoreEnv,
        { says: `${way.inside}What was uploaded before that, and is no file yet.`, shell: "fetch_missing" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        ...(generationOf(input.facts.app.version ?? "").reports
          ? [
              {
                says: "A rule of your reverse proxy for `/media` is of no use since 2025.12, which serves local files below `/files`; take it out.",
              },
            ]
          : []),
        { ...way.running, says: `**Proof 1: the running app uses the bucket.** ${way.running.says}` },
        proofOfCopy(way.inside, "files", "objects", "every file was copied"),
        {
          says: `${way.inside}**Proof 3: nothing writes files any more.**`,
          shell: "prove_quiet files",
        },
        way.putAway,
        endMove(input),
      ],
    },
  ];
}

function s3ToFile(input: RunbookInput, way: AuthentikWay): Section[] {
  const folders = foldersOf(input.facts).map(folderIn);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        { says: "How much comes.", shell: countObjects(input.facts) },
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
          shell: `[ -d "$(dirname "$FILES")" ] && mkdir -p ${folders.join(" ")}\nfetch_files`,
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: `${way.inside}Once more, right before: an object may have been replaced under its name.`,
          shell: "fetch_files",
        },
        way.removeEnv,
        {
          says: `${way.inside}Last copy: what was uploaded meanwhile. From now on only what is no file yet is fetched, for a newer icon may be a file already.`,
          shell: "fetch_missing",
        },
        checkCopy(way.inside, "objects", "files", "fetch_missing"),
        ...way.keepSwitch,
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: "In the web interface: an old icon is shown, and a new one does not come into the bucket.",
          shell: countObjects(input.facts),
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: `${way.inside}As long as the bucket is there: copy what was uploaded since the switch.`,
          shell: "copy_files",
        },
        way.restoreEnv,
        { says: `${way.inside}What was uploaded before that, and has no object yet.`, shell: "copy_missing" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          ...way.running,
          says: `**Proof 1: the running app uses files.** No \`BACKEND\` is \`s3\`. ${way.running.says}`,
        },
        proofOfCopy(way.inside, "objects", "files", "every object was copied"),
        {
          says: `${way.inside}**Proof 3: nobody writes to the bucket any more.**`,
          shell: "prove_quiet objects",
        },
        {
          says:
            "**Only then.** The bucket is protected: `data: { protect: false }`, `pulumi up`, remove the storage from the config or the program, `pulumi up`. It and " +
            "its objects stay in your account until you delete them yourself.",
        },
        endMove(input),
      ],
    },
  ];
}

function s3ToS3(input: RunbookInput, way: AuthentikWay): Section[] {
  const filters = foldersOf(input.facts)
    .map((folder) => ` --include '${prefixOf(input.facts)}${slashed(folder)}**'`)
    .join("");
  const copied = { filters };
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        {
          says: `${EACH_SESSION}The two buckets as rclone's remotes; keys stay in the environment. The last line must be \`two different buckets\`.`,
          shell: `export PREFIX=''\n${twoBuckets(input, copied)}`,
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
          shell: "copy_objects",
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        way.applyEnv,
        { says: "Second copy: what was uploaded meanwhile.", shell: "copy_objects" },
        ...nothingMissing(copied),
      ],
    },
    { title: "Checks", steps: uploadChecks(input) },
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: "Copy what came since the switch to the old bucket, with a key that may write there, and start with the old settings.",
          shell: "copy_back",
        },
        way.restoreEnv,
        { says: "Again: what was uploaded before that.", shell: "copy_back" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [...proofOfMove(input, way.running), ...deleteOld(input, copied), endMove(input)],
    },
  ];
}
