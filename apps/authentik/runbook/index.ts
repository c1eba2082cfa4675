/** The runbook that moves authentik's files, for each way of deployment and each direction. */
import { generationOf } from "../versions";
import { countObjects, folderIn } from "./copy";
import { createdHostBefore, namesInside, uploadChecks, variables } from "./steps";
import { authentikWay, foldersOf, prefixOf, slashed, type AuthentikWay } from "./deployments";
import {
  deleteOld,
  LARGE_MOVE,
  nothingMissing,
  proofOfMove,
  twoBuckets,
} from "../../../runbook/between-buckets";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { Direction, type Runbook, type RunbookInput, type Section } from "../../../runbook";
import { createdHost, hostBeforeSwitch } from "../../../runbook/media-host";
import { endMove } from "../../../runbook/end-move";
import { EACH_SESSION, howToRun } from "../../../runbook/session";

export function authentikRunbook(input: RunbookInput): Runbook {
  const { facts, deployment, direction } = input;
  const way = authentikWay(input);
  const host = createdHost(facts);
  const sections = {
    [Direction.FileToS3]: fileToS3,
    [Direction.S3ToFile]: s3ToFile,
    [Direction.S3ToS3]: s3ToS3,
  }[direction](input, way);
  return {
    title: `Moving the files of authentik ${facts.app.version ?? ""}: ${direction}, ${deployment}`,
    intro: [
      ...howToRun(way.where, direction === Direction.S3ToS3 ? ", rclone and curl" : " and curl"),
      "Nobody is logged out, because authentik runs the whole time. The database does not change, because it stores file names relative to the storage. " +
        "No old URLs have to keep working, because authentik signs new URLs for each page.",
      ...(host === undefined || direction === Direction.S3ToFile ? [] : hostBeforeSwitch(input, host)),
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
            `${way.inside}Copy all files. Their keys begin with \`media/\` or, since 2025.12, \`reports/\`: authentik reads no other keys. ` +
            "Other folders of `/data` are not copied, because they may contain certificates.",
          shell: "copy_files",
        },
      ],
    },
    ...createdHostBefore(input),
    {
      title: "The switch",
      steps: [
        {
          says: `${way.inside}Copy once more directly before the switch, because authentik may have overwritten files.`,
          shell: "copy_files",
        },
        way.applyEnv,
        {
          says: `${way.inside}Last copy: uploads until the switch. From now on copy only files that have no object, because the bucket may already have a newer icon.`,
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
          says: `${way.inside}Print the content type of one object per extension. Browsers show an SVG only with \`image/svg+xml\`.`,
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
          says: `${way.inside}This works as long as you have the local files. Fetch the uploads since the switch.`,
          shell: "fetch_files",
        },
        way.restoreEnv,
        {
          says: `${way.inside}Fetch uploads until the restart that are still missing as files.`,
          shell: "fetch_missing",
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        ...(generationOf(input.facts.app.version ?? "").reports
          ? [
              {
                says: "If your reverse proxy has a rule for `/media`, remove it. Since 2025.12 authentik serves local files below `/files`.",
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
        {
          says: "Count the objects, and compare their size with the free disk space.",
          shell: countObjects(input.facts),
        },
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
          says: `${way.inside}Fetch all files. This makes the user of authentik's images their owner.`,
          shell: `[ -d "$(dirname "$FILES")" ] && mkdir -p ${folders.join(" ")}\nfetch_files`,
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: `${way.inside}Copy once more directly before the switch, because authentik may have overwritten objects.`,
          shell: "fetch_files",
        },
        way.removeEnv,
        {
          says: `${way.inside}Last copy: uploads until the switch. From now on fetch only missing files, because a newer icon may already be on the disk.`,
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
          says: "In the web interface, check that an old icon is shown. Upload a new icon: the number of objects must not change.",
          shell: countObjects(input.facts),
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: `${way.inside}This works as long as the bucket exists. Copy the uploads since the switch.`,
          shell: "copy_files",
        },
        way.restoreEnv,
        {
          says: `${way.inside}Copy uploads until the restart that have no object yet.`,
          shell: "copy_missing",
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          ...way.running,
          says: `**Proof 1: the running app uses files.** \`BACKEND\` must not be \`s3\` anywhere. ${way.running.says}`,
        },
        proofOfCopy(way.inside, "objects", "files", "every object was copied"),
        {
          says: `${way.inside}**Proof 3: nobody writes to the bucket any more.**`,
          shell: "prove_quiet objects",
        },
        {
          says:
            "**Only after all three proofs succeeded**: remove the bucket from the stack. It is protected, so set `data: { protect: false }`, run `pulumi up`, remove the storage from the config or the program, and run `pulumi up` again. " +
            "The bucket and its objects stay in your account until you delete them yourself.",
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
          says: `${EACH_SESSION}Define the two buckets as remotes of rclone. The keys are only in the environment. The last line must be \`two different buckets\`.`,
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
          says: `Copy all objects that authentik reads, with their content types. The data passes through this machine, and each bucket is used with its own key. ${LARGE_MOVE}`,
          shell: "copy_objects",
        },
      ],
    },
    ...createdHostBefore(input),
    {
      title: "The switch",
      steps: [
        way.applyEnv,
        { says: "Second copy: uploads since the first copy.", shell: "copy_objects" },
        ...nothingMissing(copied),
      ],
    },
    { title: "Checks", steps: uploadChecks(input) },
    {
      title: "The way back",
      steps: [
        ...way.previewRestore,
        {
          says: "Copy uploads since the switch to the old bucket, with a key that may write there, and start with the old settings.",
          shell: "copy_back",
        },
        way.restoreEnv,
        { says: "Copy once more: uploads until the restart.", shell: "copy_back" },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [...proofOfMove(input, way.running), ...deleteOld(input, copied), endMove(input)],
    },
  ];
}
