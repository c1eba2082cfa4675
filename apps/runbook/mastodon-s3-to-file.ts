import {
  COPY_TO_FILES,
  COUNT_FILES,
  COUNT_OBJECTS,
  LIST_KEYS,
  findHidden,
  hideAgain,
  isAcl,
} from "./mastodon-copy";
import { mediaToSystem } from "./mastodon-proxy";
import { namesInside, variables } from "./mastodon-steps";
import type { MastodonWay } from "./mastodon-ways";
import type { RunbookInput, Section } from "./runbook";
import { bucketUrl, forget, newerObjects } from "./shell";

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
        {
          says:
            `The nginx of ${facts.webDomain ?? ""} must serve \`/system/\` from the files again: take out a rule that redirects it, and compare with ` +
            "`dist/nginx.conf` of your version. Its `root` is the folder above `system`.",
        },
      ],
    },
    {
      title: "First copy, while Mastodon runs",
      steps: [
        {
          says: `${way.inside}Content types and cache headers are nginx's from now on: it takes them from the extension and from its own settings.`,
          shell: [
            // Nothing is made below a folder that is not there.
            '[ -d "$MEDIA" ] || { cd "$FOLDER" && mkdir -p "$MEDIA"; }',
            COPY_TO_FILES,
            ...(isAcl(facts) ? [findHidden(bucketUrl(facts), LIST_KEYS)] : []),
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
        ...(isAcl(facts)
          ? [
              {
                says: `${way.inside}What Mastodon has hidden by its ACL would be readable as a file: hide it as Mastodon does, by its mode.`,
                shell: hideAgain('chmod 0600 "$MEDIA/${key#"$PREFIX"}"'),
              },
            ]
          : []),
        way.removeEnv(input),
      ],
    },
    {
      title: "Checks",
      steps: [
        {
          says: `${way.inside}The first number is that of the objects, less those below \`imports/\`.`,
          shell: `${COUNT_FILES}\n${COUNT_OBJECTS}`,
        },
        {
          says: `${way.inside}An old file by its new URL: 200.`,
          shell: `FILE=$(cd "$MEDIA" && find . -type f -perm -004 ! -path './backups/*' ! -path './imports/*' -print -quit)
if [ -n "$FILE" ]; then curl -sSg -I "$WEB/system/\${FILE#./}"; else echo "No readable file was found." >&2; fi`,
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
            "As long as the bucket is there: the runbook `--direction file-to-s3`, whose copy takes only what is not in the bucket. " +
            "The settings as they were are in the copy that was made above.",
        },
      ],
    },
    {
      title: "Clean-up, after some weeks",
      steps: [
        {
          says:
            "Other servers have the URLs of the media host. Keep its name, and let it lead to the files for good." +
            (facts.mediaHost === undefined
              ? ` **Without a \`mediaHost\` these URLs name the store itself (${facts.mediaBaseUrl ?? ""}): they work as long as the bucket is there and readable, and no longer.**`
              : ` In the server block of ${facts.mediaHost}:`),
          ...(facts.mediaHost !== undefined && { nginx: mediaToSystem(facts) }),
        },
        {
          ...way.running,
          says: `**Proof 1: the running app uses files.** \`S3_ENABLED\` is \`true\` nowhere. ${way.running.says}`,
        },
        {
          says: `${way.inside}**Proof 2: every object is a file.** Both lists are compared again: it reports nothing but its end.`,
          shell: "fetch_media",
        },
        {
          says:
            "**Proof 3: nobody writes to the bucket any more.** This prints no object that was written later than the day on which the move began. Whether " +
            "somebody still reads it is in your provider's count of requests.",
          shell: newerObjects('"$PREFIX"'),
        },
        {
          says:
            "**Only then.** The bucket is protected: `data: { protect: false }`, `pulumi up`, take the instance out of the config, `pulumi up`. It and " +
            "its objects stay in your account until you delete them yourself.",
        },
        forget(input),
        ...(way.cleanUp === undefined ? [] : [way.cleanUp]),
      ],
    },
  ];
}
