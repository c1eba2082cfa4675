import { COUNT_OBJECTS, hideFiles, isAcl } from "./copy";
import { mediaToSystem } from "./proxy";
import { namesInside, orphanFiles, variables } from "./steps";
import type { MastodonWay } from "./deployments";
import type { RunbookInput, Section } from "../../../runbook";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { endMove } from "../../../runbook/end-move";

export function s3ToFile(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        {
          says: "How much comes, and how much room there is.",
          shell: way.inside === "" ? `${COUNT_OBJECTS}\ndf -h .` : COUNT_OBJECTS,
        },
        ...way.prepare.toFile,
        ...namesInside(input, way),
        way.backUp(input),
        ...way.preview(input),
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says: `${way.inside}Content types and cache headers are nginx's from now on: it takes them from the extension and from its own settings.`,
          shell: [
            // Nothing is made below a folder that is not there.
            '[ -d "$FILES" ] || { cd "$FOLDER" && mkdir -p "$FILES"; }',
            "fetch_media",
          ].join("\n"),
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        { says: "Stop what writes objects.", shell: way.stop },
        {
          says: `${way.inside}Second copy, and the files become Mastodon's own.`,
          shell: `fetch_media\n${way.own}`,
        },
        checkCopy(way.inside, "objects", "files", "fetch_media"),
        ...way.keepSwitch,
        ...(isAcl(facts) ? [hideFiles(way)] : []),
        {
          says:
            `The nginx of ${facts.app.webDomain ?? ""} must serve \`/system/\` from the files again, and not before now: take out a rule that redirects it, compare with ` +
            "`dist/nginx.conf` of your version, and reload it. Its `root` is the folder above `system`.",
        },
        way.removeEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}An old file by its new URL: 200.`,
          shell: `FOUND=$(cd "$FILES" && find . -type f -perm -004 ! -path './backups/*' ! -path './imports/*' -print -quit)
if [ -n "$FOUND" ]; then curl -sSg -I "$WEB/system/\${FOUND#./}"; else echo "No readable file was found." >&2; fi`,
        },
        {
          says: "Upload an image in the web client. Its URL begins with `/system/`, and the bucket's count stays the same.",
          shell: COUNT_OBJECTS,
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        {
          says:
            "As long as the bucket is there: end this move with the next block, and begin the runbook `--direction file-to-s3`, whose copy takes only what is not in the bucket. " +
            "Your old settings stay in the folder of this move.",
        },
        endMove(input),
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          says:
            "Other servers have the URLs of the media host. Keep its name, and let it lead to the files for good." +
            (facts.mediaHost === undefined
              ? ` **Without a \`mediaHost\` these URLs name the store itself (${facts.publicBaseUrl ?? ""}): they work as long as the bucket is there and readable, and no longer.**`
              : ` In the server block of ${facts.mediaHost.hostname}:`),
          ...(facts.mediaHost !== undefined && { nginx: mediaToSystem(facts) }),
        },
        {
          ...way.running,
          says: `**Proof 1: the running app uses files.** \`S3_ENABLED\` is \`true\` nowhere. ${way.running.says}`,
        },
        proofOfCopy(way.inside, "objects", "files", "every object was copied"),
        {
          says: `${way.inside}**Proof 3: nobody writes to the bucket any more.** Whether somebody still reads it is in your provider's count of requests.`,
          shell: "prove_quiet objects",
        },
        {
          says:
            "**Only then.** The bucket is protected: `data: { protect: false }`, `pulumi up`, remove the storage from the config or the program, `pulumi up`. It and " +
            "its objects stay in your account until you delete them yourself.",
        },
        orphanFiles(way, "between the two copies"),
        endMove(input),
      ],
    },
  ];
}
