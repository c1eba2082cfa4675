/** A media host that requests missing files at the place where they still are: the checks before the switch, and after its end. */
import { shellWord } from "../../../env/formats/shell";
import { legacyUrl } from "../../../hosts/legacy";
import type { LegacyHostFacts } from "../../../storage/facts";
import type { BucketStorageFacts, RunbookInput } from "../../../runbook";
import { Direction } from "../../../runbook";

/** Where the files still are, if the media host requests missing ones there and this order of steps is printed. */
export function switchesFirst({ facts, direction }: RunbookInput): LegacyHostFacts | undefined {
  return direction === Direction.FileToS3 ? facts.mediaHost?.legacy : undefined;
}

/** The prefixes below which the old place and the media host serve files, without the `keyPrefix`. */
export function servedPrefixes({ bucket }: BucketStorageFacts): string[] {
  const prefix = bucket.keyPrefix === undefined ? "" : `${bucket.keyPrefix}/`;
  return (bucket.hostPrefixes ?? bucket.publicPrefixes).map((one) => one.slice(prefix.length));
}

/** Checks the status without following redirects: the media host answers 404 to a redirect of the old place. */
const EXPECT = `# expect STATUS URL: checks the status of an answer, such as "403|404".
expect() {
  local status
  status=$(curl -sSg --path-as-is -o /dev/null -w '%{http_code}' -H "Origin: $WEB" "$2")
  [[ $status =~ ^($1)$ ]] && return 0
  echo "STOP: $2 answers $status, but must answer \${1//|/ or }" >&2
  return 1
}`;

/** CloudFront keeps an error for as long as its Cache-Control says, also when the file has been copied since. Without one it is 10 s. */
const EXPECT_SHORT = `# expect_short URL: checks that caches keep the answer, an error, for 10 seconds at most.
expect_short() {
  curl -sSg -o /dev/null -D - "$1" | grep -iqE '^cache-control:.*max-?age="?0*([1-9][0-9]{2}|[2-9][0-9]|1[1-9])' || return 0
  echo "STOP: $1 sends Cache-Control with an error, so caches keep the error when the file exists. Remove this header from errors." >&2
  return 1
}`;

/** Defines a function that prints the name of a file below the prefixes. Names that a URL must encode are left out. */
const firstFile = (name: string, prefixes: string[], options = ""): string => `${name}() {
  (cd "$FILES" && find -L ${prefixes.map((prefix) => shellWord(prefix.slice(0, -1))).join(" ")} -type f${options} -regex '[A-Za-z0-9/._-]+' -print -quit 2> /dev/null)
}`;

/** An object that only the bucket has, so that the answer is not the old place's. */
const CHECK_BUCKET = `# check_bucket: checks that the media host serves an object of the bucket.
check_bucket() {
  local probe=\${PREFIX}accounts/media-storage-probe-$RANDOM-$RANDOM.txt answer
  echo probe > "$MOVE_TMP/probe.txt"
  store s3 cp "$MOVE_TMP/probe.txt" "s3://$BUCKET/$probe" --only-show-errors || return 1
  answer=$(curl -sSg "$MEDIA_URL/$probe")
  store s3 rm "s3://$BUCKET/$probe" --only-show-errors
  [ "$answer" = probe ] && return 0
  echo "STOP: $MEDIA_URL does not serve an object of the bucket." >&2
  return 1
}`;

const CHECK_FALLBACK = `# check_fallback: checks the media host and the old place.
check_fallback() {
  local failed=0 file hidden none url query
  file=$(public_file) hidden=$(private_file)
  if [ -z "$file" ]; then echo "STOP: no file that everybody may read was found in $FILES." >&2; return 1; fi
  for url in "$LEGACY_URL" "$MEDIA_URL"; do
    expect 200 "$url/$PREFIX$file" || failed=1
    none=$url/\${PREFIX}accounts/media-storage-none-$RANDOM-$RANDOM.txt
    expect '403|404' "$none" || failed=1
    expect_short "$none" || failed=1
    expect '403|404' "$url/$PREFIX\${hidden:-backups/none}" || failed=1
    expect '403|404' "$url/\${PREFIX}imports/none" || failed=1
    expect '400|403|404' "$url/\${PREFIX}accounts/%2e%2e/\${hidden:-backups/none}" || failed=1
  done
  if ! curl -sSgI "$MEDIA_URL/$PREFIX$file" | grep -qi '^access-control-allow-origin: \\*'; then
    echo "STOP: $MEDIA_URL/$PREFIX$file has no access-control-allow-origin: *" >&2
    failed=1
  fi
  for url in "$MEDIA_URL" "$BUCKET_URL"; do
    for query in max-keys=1 list-type=2; do
      curl -sSg "$url/?$query" | grep -q ListBucketResult || continue
      echo "STOP: everybody can list the bucket at $url/?$query" >&2
      failed=1
    done
  done
  check_bucket || failed=1
  [ "$failed" != 0 ] || echo "OK: the media host serves the bucket and the old files, and nothing private"
  return "$failed"
}`;

/** A file that only the old place has. With a redirect of the old URLs the media host would answer 404 in any case. */
const CHECK_NO_FALLBACK = `# check_no_fallback: checks that the media host does not request files at the old place any more.
check_no_fallback() {
  local probe=accounts/media-storage-probe-$RANDOM-$RANDOM.txt failed=0
  mkdir -p "$FILES/accounts" && echo probe > "$FILES/$probe" && chmod 644 "$FILES/$probe" || return 1
  expect 200 "$LEGACY_URL/$PREFIX$probe" && expect '403|404' "$MEDIA_URL/$PREFIX$probe" || failed=1
  rm -f -- "$FILES/$probe"
  [ "$failed" != 0 ] || echo "OK: the media host serves only the bucket"
  return "$failed"
}`;

/** Its own redirects are followed only after the first answer was checked. */
const CHECK_REDIRECT = `check_redirect() {
  local file failed=0
  file=$(public_file)
  expect '301|302|307|308' "$LEGACY_URL/$PREFIX$file" || failed=1
  [ "$(curl -sSgL -o /dev/null -w '%{http_code} %{url_effective}' "$LEGACY_URL/$PREFIX$file")" = "200 $MEDIA_URL/$PREFIX$file" ] ||
    { failed=1; echo "STOP: $LEGACY_URL/$PREFIX$file does not lead to $MEDIA_URL/$PREFIX$file" >&2; }
  [ "$failed" != 0 ] || echo "OK: old URLs lead to the media host"
  return "$failed"
}`;

/** The functions of the checks, where the files are. */
export function fallbackFunctions(facts: BucketStorageFacts, legacy: LegacyHostFacts): string {
  return [
    `export LEGACY_URL=${shellWord(legacyUrl(legacy))} # the old place`,
    EXPECT,
    EXPECT_SHORT,
    firstFile("public_file", servedPrefixes(facts), " -perm -004"),
    firstFile("private_file", ["backups/", "imports/"]),
    CHECK_BUCKET,
    CHECK_FALLBACK,
    CHECK_NO_FALLBACK,
    CHECK_REDIRECT,
  ].join("\n");
}
