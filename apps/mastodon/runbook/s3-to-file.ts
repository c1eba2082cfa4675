import { COUNT_OBJECTS, hideFiles, isAcl } from "./copy";
import { mediaToSystem, whereToRedirect } from "./proxy";
import { namesInside, orphanFiles, variables } from "./steps";
import type { MastodonWay } from "./ways";
import type { RunbookInput, Section } from "../../../runbook";
import { checkCopy, proofOfCopy } from "../../../runbook/names";
import { createdHost } from "../../../runbook/media-host";
import { endMove } from "../../../runbook/end-move";

export function s3ToFile(input: RunbookInput, way: MastodonWay): Section[] {
  const { facts } = input;
  const created = createdHost(facts);
  return [
    {
      title: "Before",
      steps: [
        ...variables(input, way),
        {
          says: "Compare the size of the bucket with the free disk space.",
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
          says: `${way.inside}Fetch all files. nginx sets content types and cache headers itself, from the extension and from its own settings.`,
          shell: [
            // Creates nothing below a folder that does not exist.
            '[ -d "$FILES" ] || { cd "$FOLDER" && mkdir -p "$FILES"; }',
            "fetch_media",
          ].join("\n"),
        },
      ],
    },
    {
      title: "The switch",
      steps: [
        {
          says: "Stop the services that write objects. Until you start Mastodon again, people see an error page.",
          shell: way.stop,
        },
        {
          says: `${way.inside}Second copy. This also makes Mastodon's user the owner of the files.`,
          shell: `fetch_media\n${way.own}`,
        },
        checkCopy(way.inside, "objects", "files", "fetch_media"),
        ...way.keepSwitch,
        ...(isAcl(facts) ? [hideFiles(way)] : []),
        {
          says:
            `Change the nginx of ${facts.app.webDomain ?? ""} now, and not earlier, so that it serves \`/system/\` from the files again: remove a rule that redirects \`/system/\`, compare with ` +
            "`dist/nginx.conf` of your version, and reload nginx. Its `root` is the folder above `system`.",
        },
        way.removeEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}Request an old file by its new URL: expect 200.`,
          shell: `FOUND=$(cd "$FILES" && find . -type f -perm -004 ! -path './backups/*' ! -path './imports/*' -print -quit)
if [ -n "$FOUND" ]; then curl -sSg -I "$WEB/system/\${FOUND#./}"; else echo "No readable file was found." >&2; fi`,
        },
        {
          says: "Upload an image in the web client. Its path must begin with `/system/`, and the number of objects in the bucket must not change.",
          shell: COUNT_OBJECTS,
        },
      ],
    },
    {
      title: "The way back",
      steps: [
        {
          says:
            "This works as long as the bucket exists. End this move with the next block, and then follow the runbook `--direction file-to-s3`, which copies only files that are not in the bucket. " +
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
            "Other servers keep the old media URLs." +
            (facts.mediaHost === undefined
              ? ` **Without a \`mediaHost\` these URLs are those of the store itself (${facts.publicBaseUrl ?? ""}): they work only as long as the bucket exists and is readable.**`
              : created === undefined
                ? ` Keep the hostname of the media host for ever, and redirect it to the files. ${whereToRedirect(facts)}`
                : ` Keep the hostname ${created.hostname} for ever. The stack serves it from the bucket, so keep the bucket and the media host until a server of your own serves that hostname, ` +
                  "with a certificate for it and with this in its server block. Then change the DNS record:"),
          ...(facts.mediaHost !== undefined && { nginx: mediaToSystem(facts) }),
        },
        {
          ...way.running,
          says: `**Proof 1: the running app uses files.** \`S3_ENABLED\` must not be \`true\` anywhere. ${way.running.says}`,
        },
        proofOfCopy(way.inside, "objects", "files", "every object was copied"),
        {
          says: `${way.inside}**Proof 3: nobody writes to the bucket any more.** Your provider's request count shows whether somebody still reads it.`,
          shell: "prove_quiet objects",
        },
        {
          says:
            "**Only after all three proofs succeeded**: remove the bucket from the stack. It is protected, so set `data: { protect: false }`" +
            (created === undefined ? "" : " and `mediaHost: { protect: false }`") +
            ", run `pulumi up`, remove the storage from the config or the program, and run `pulumi up` again. " +
            "The bucket and its objects stay in your account until you delete them yourself.",
        },
        orphanFiles(way, "between the two copies"),
        endMove(input),
      ],
    },
  ];
}
