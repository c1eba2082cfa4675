/** What to look at after Mastodon's media have moved into a bucket. */
import type { MastodonWay } from "./deployments";
import { Direction, type RunbookInput, type Section, type Step } from "../../../runbook";

export function checksAfter(input: RunbookInput, way: MastodonWay): Section {
  const { direction } = input;
  return {
    title: "Checks",
    steps: [
      ...(direction === Direction.FileToS3 ? ofCopy(way) : []),
      {
        says:
          "An old file by its public URL, as a browser of another origin asks for it: 200, the right `content-type`, " +
          "`access-control-allow-origin`, and `cache-control` with a year or more (S3 answers the second header only to a request with " +
          "`Origin`).",
        shell: `KEY=$(store s3api list-objects-v2 --bucket="$BUCKET" --prefix="\${PREFIX}accounts/" --no-paginate --max-keys=1 --query "Contents[0].Key || ''" --output text)
if [ -n "$KEY" ]; then
  curl -sSg -I -H "Origin: $WEB" "$MEDIA_URL/$KEY"
else
  echo "No object below \${PREFIX}accounts/ was found." >&2
fi`,
      },
      {
        says: "Nobody can list: 0 for the media host and 0 for the bucket's own URL. Mastodon's dashboard asks the same.",
        shell: `for url in "$MEDIA_URL" "$BUCKET_URL"; do
  curl -sS "$url/?max-keys=1" | grep -c ListBucketResult
done`,
      },
      ...upload(),
      {
        says:
          "In the web client: a new post with a picture, an old picture, an audio file (it plays only with " +
          "`access-control-allow-origin`), and *Administration > Dashboard* without a warning about object storage.",
      },
    ],
  };
}

function ofCopy(way: MastodonWay): Step[] {
  return [
    {
      says:
        `${way.inside}Type and cache header of one object of each extension. \`binary/octet-stream\` is a type that the copy did not know: ` +
        "such a file is offered as a download.",
      shell: 'show_types "$FILES" "$PREFIX"',
    },
  ];
}

/** A here-string would be a file: a header from a pipe of `printf`, which is no program, is seen by nobody. */
const AUTHORIZATION = `-H @<(printf 'Authorization: Bearer %s' "$MASTODON_ACCESS_TOKEN")`;

function upload(): Step[] {
  return [
    {
      says: "A token of yours: *Preferences > Development*, scope `write:media`. This waits for it to be typed.",
      shell: `read -r -s MASTODON_ACCESS_TOKEN; [ -n "$MASTODON_ACCESS_TOKEN" ] || echo "No token was typed." >&2`,
    },
    {
      says: "Upload a picture, `check.jpg`, and see the original and its preview in the bucket, with the writer's key. A `null` for a URL is a picture that is still being processed: ask again.",
      shell: `ANSWER=$(curl -sS ${AUTHORIZATION} -F 'file=@check.jpg' "$WEB/api/v2/media")
KEYS=()
for name in url preview_url; do
  URL=$(printf %s "$ANSWER" | sed -n 's|.*"'"$name"'":"\\([^"]*\\)".*|\\1|p')
  KEY=\${URL#"$MEDIA_URL/"}
  if [ -z "$URL" ] || [ "$KEY" = "$URL" ]; then echo "$name is no URL below $MEDIA_URL: $ANSWER" >&2; continue; fi
  KEYS+=("$KEY")
  store s3api head-object --bucket="$BUCKET" --key="$KEY" --query '[ContentLength,ContentType,CacheControl]' --output text
done`,
    },
    {
      says: "Delete it again: 200, and both objects are gone. A writer without `s3:DeleteObject` shows only here.",
      shell: `ID=$(printf %s "$ANSWER" | sed -n 's/.*"id":"\\([0-9]*\\)".*/\\1/p')
curl -sS -o /dev/null -w '%{http_code}\\n' -X DELETE ${AUTHORIZATION} "$WEB/api/v1/media/$ID"
for KEY in "\${KEYS[@]}"; do
  store s3api head-object --bucket="$BUCKET" --key="$KEY" # An error occurred (404)
done
unset MASTODON_ACCESS_TOKEN`,
    },
  ];
}
