/** Checks after Mastodon's media have moved into a bucket. */
import type { MastodonWay } from "./ways";
import { createdHost, deletedMedia } from "../../../runbook/media-host";
import {
  Direction,
  type BucketStorageFacts,
  type RunbookInput,
  type Section,
  type Step,
} from "../../../runbook";
import { deletedFiles } from "../purge";

export function checksAfter(input: RunbookInput, way: MastodonWay): Section {
  const { direction, facts } = input;
  const host = createdHost(facts);
  return {
    title: "Checks",
    steps: [
      ...(direction === Direction.FileToS3 ? [typesOfCopy(way)] : []),
      {
        says:
          "Request an old file by its public URL, as a browser on another origin does. Expect 200, the right `content-type`, " +
          "`access-control-allow-origin`, and `cache-control` with a year or more. (S3 sends `access-control-allow-origin` only if the request has " +
          "`Origin`.)",
        shell: `KEY=$(store s3api list-objects-v2 --bucket="$BUCKET" --prefix="\${PREFIX}accounts/" --no-paginate --max-keys=1 --query "Contents[0].Key || ''" --output text)
if [ -n "$KEY" ]; then
  curl -sSg -I -H "Origin: $WEB" "$MEDIA_URL/$KEY"
else
  echo "No object below \${PREFIX}accounts/ was found." >&2
fi`,
      },
      {
        says: "Check that nobody can list the bucket: expect 0 for the media host and 0 for the bucket's own URL. Mastodon's dashboard makes the same check.",
        shell: `for url in "$MEDIA_URL" "$BUCKET_URL"; do
  curl -sS "$url/?max-keys=1" | grep -c ListBucketResult
done`,
      },
      ...upload(),
      ...(host === undefined ? behindProxy(facts) : deletedMedia(host, facts.bucket)),
      IN_THE_WEB_CLIENT,
    ],
  };
}

/** How long the operator's own proxy keeps what Mastodon deletes. Facts without a time are of another program's proxy, or of an older version. */
function behindProxy({ app, bucket, mediaHost }: BucketStorageFacts): Step[] {
  if (mediaHost?.maxAgeSeconds === undefined) return [];
  return [{ says: deletedFiles({ ...app, hides: bucket.objectAcls }, mediaHost) }];
}

export const IN_THE_WEB_CLIENT: Step = {
  says:
    "In the web client, check a new post with a picture, an old picture, and an audio file (it plays only with " +
    "`access-control-allow-origin`). *Administration > Dashboard* must not show a warning about object storage.",
};

/** The types of the objects that were copied. */
export const typesOfCopy = (way: MastodonWay): Step => ({
  says:
    `${way.inside}Print type and cache header of one object per extension. \`binary/octet-stream\` means that the copy did not know the type: ` +
    "browsers download such a file and do not show it.",
  shell: 'show_types "$FILES" "$PREFIX"',
});

/** The header comes from a pipe of the shell builtin `printf`: a here-string would be a file, and an argument would be visible to other users. */
const AUTHORIZATION = `-H @<(printf 'Authorization: Bearer %s' "$MASTODON_ACCESS_TOKEN")`;

/** An upload through Mastodon's API, which becomes two objects, and whose deletion removes both. */
export function upload(): Step[] {
  return [
    {
      says: "Create a token for your account in *Preferences > Development* with the scope `write:media`. The block waits until you type it.",
      shell: `read -r -s MASTODON_ACCESS_TOKEN; [ -n "$MASTODON_ACCESS_TOKEN" ] || echo "No token was typed." >&2`,
    },
    {
      says: "Upload the picture `check.jpg`, and check that the original and its preview are in the bucket, with the writer's key. If a URL is `null`, Mastodon still processes the picture: paste the block again.",
      shell: `ANSWER=$(curl -sS ${AUTHORIZATION} -F 'file=@check.jpg' "$WEB/api/v2/media")
KEYS=()
for name in url preview_url; do
  URL=$(printf %s "$ANSWER" | sed -n 's|.*"'"$name"'":"\\([^"]*\\)".*|\\1|p')
  KEY=\${URL#"$MEDIA_URL/"}
  if [ -z "$URL" ] || [ "$KEY" = "$URL" ]; then echo "$name is not a URL below $MEDIA_URL: $ANSWER" >&2; continue; fi
  KEYS+=("$KEY")
  store s3api head-object --bucket="$BUCKET" --key="$KEY" --query '[ContentLength,ContentType,CacheControl]' --output text
done`,
    },
    {
      says: "Delete the picture: expect 200, and 404 for both objects. Only this check shows whether the writer has `s3:DeleteObject`.",
      shell: `ID=$(printf %s "$ANSWER" | sed -n 's/.*"id":"\\([0-9]*\\)".*/\\1/p')
curl -sS -o /dev/null -w '%{http_code}\\n' -X DELETE ${AUTHORIZATION} "$WEB/api/v1/media/$ID"
for KEY in "\${KEYS[@]}"; do
  store s3api head-object --bucket="$BUCKET" --key="$KEY" # An error occurred (404)
done
unset MASTODON_ACCESS_TOKEN`,
    },
  ];
}
