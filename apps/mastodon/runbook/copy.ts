/** Shell functions that copy Mastodon's files and check the copy. A plain `sync` loses content types and cache headers. */
import { shellWord } from "../../../env/formats/shell";
import type { BucketStorageFacts, Step } from "../../../runbook";
import { COMPARE_NAMES, listFiles, listObjects, startsWith } from "../../../runbook/names";
import { copyMissing, headersByExtension, sendNames } from "../../../runbook/send";
import { countBelow, reporting, showTypes } from "../../../runbook/shell";

/** The header that Mastodon sends with an upload (config/initializers/paperclip.rb L54). */
export const CACHE_CONTROL = "public, max-age=315576000, immutable";

export const isAcl = ({ bucket }: BucketStorageFacts): boolean => bucket.objectAcls;

/** Leaves out the follow lists of versions before 4.2, which later versions do not read. */
export const FILES = "! -path './imports/*'";

/** The same for names of objects, as a pattern of sed. */
export const IMPORTS = "imports\\/";

/** Mastodon never writes a file twice, so an object of another size was copied before the file was complete. */
export const SIZED = { sized: true };

/** The functions that the copies, the checks and the proofs of both directions use. */
export function copyFunctions(facts: BucketStorageFacts): string {
  return [
    COMPARE_NAMES,
    listFiles(SIZED, FILES),
    listObjects(SIZED, [""], [startsWith(IMPORTS)]),
    headersByExtension(CACHE_CONTROL),
    sendNames({ takesOptions: isAcl(facts) }),
    isAcl(facts) ? COPY_WITH_ACLS : copyMissing("copy_media", SIZED),
    FETCH_MEDIA,
    SHOW_TYPES,
  ].join("\n");
}

/**
 * Users' data exports and files that Mastodon has hidden get no public ACL. A file that Mastodon hid or showed since the last copy
 * loses or gets the ACL: `private.txt` lists the files that were private at the last copy.
 */
const COPY_WITH_ACLS = reporting(
  "copy_media",
  `  compare_names files objects || return 1
  (set -o pipefail; list_files '(' -perm 0600 -o -path './backups/*' ')' | LC_ALL=C sort > "$MOVE_TMP/private.txt") || return 1
  LC_ALL=C comm -23 "$MOVE_TMP/missing.txt" "$MOVE_TMP/private.txt" | cut -f 2- | send_names --acl public-read || failed=1
  LC_ALL=C comm -12 "$MOVE_TMP/missing.txt" "$MOVE_TMP/private.txt" | cut -f 2- | send_names || failed=1
  while IFS= read -r name <&3; do
    noting store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX$name" --acl private ||
      { failed=1; noting echo "still readable: $name"; }
  done 3< <(LC_ALL=C comm -23 "$MOVE_TMP/private.txt" "$MOVE_TMP/missing.txt" | cut -f 2- | sed '/^backups\\//d')
  touch "$MOVE/private.txt" || return 1
  while IFS= read -r name <&3; do
    noting store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX$name" --acl public-read ||
      { failed=1; noting echo "still private: $name"; }
  done 3< <(LC_ALL=C comm -23 "$MOVE/private.txt" "$MOVE_TMP/private.txt" | LC_ALL=C comm -12 - "$MOVE_TMP/files.txt" | cut -f 2-)
  if [ "$failed" = 0 ]; then cp "$MOVE_TMP/private.txt" "$MOVE/private.txt" || failed=1
  else LC_ALL=C sort -u -o "$MOVE/private.txt" "$MOVE/private.txt" "$MOVE_TMP/private.txt"; fi`,
  { folder: "$FILES", locals: ["name"] },
);

/**
 * Compares sizes, because an object in the bucket is always newer than its file. nginx runs as another user and must be able to
 * read the files, so the umask is set.
 */
export const FETCH_MEDIA = reporting(
  "fetch_media",
  `  (umask 022 && noting store s3 sync "s3://$BUCKET/$PREFIX" "$FILES/" --only-show-errors --size-only --exclude 'imports/*') || failed=1`,
  { folder: "$FILES" },
);

export const COUNT_FILES = `list_files | wc -l
list_files -perm 0600 ! -path './backups/*' | wc -l`;

export const COUNT_OBJECTS = countBelow("$PREFIX");

/** Prints type and cache header of one object per extension. */
export const SHOW_TYPES = showTypes(`-type f ${FILES}`, "[ContentType,CacheControl]");

/**
 * Defines `find_hidden`, which lists the keys that anonymous clients cannot read at the bucket's own URL. Mastodon hides only
 * media attachments (app/services/update_media_attachments_permissions_service.rb). `list` prints the keys below `$below`. If it
 * fails, the result is unknown, and not "nothing is hidden".
 */
export function findHidden(url: string, list: string): string {
  return `is_hidden() {
  local path=\${1//%/%25}
  path=\${path// /%20} path=\${path//\\#/%23} path=\${path//\\?/%3F} path=\${path//+/%2B}
  case $(curl -sgI -o /dev/null -w '%{http_code}' "$HIDDEN_URL/$path") in
    2?? | 404) ;;
    403) printf '%s\\n' "$1" ;;
    *) echo "no answer for $1" >&2; return 1 ;;
  esac
}
export HIDDEN_URL=${shellWord(url)}
export -f is_hidden
find_hidden() {
  local below
  : > "$MOVE_TMP/keys.txt"
  for below in media_attachments/ cache/media_attachments/; do
    ${list} >> "$MOVE_TMP/keys.txt" ||
      { echo "The keys below $below cannot be listed: paste this again before you continue." >&2; return 1; }
  done
  if ! xargs -r -d '\\n' -P 8 -n 1 bash -c 'is_hidden "$1"' _ < "$MOVE_TMP/keys.txt" > "$MOVE_TMP/hidden.txt"; then
    echo "Some requests had no answer, so it is not known which files are hidden: paste this again before you continue." >&2
    return 1
  fi
  wc -l < "$MOVE_TMP/hidden.txt"
}`;
}

/**
 * Hides each of these files, and makes other hidden files readable if their object can be read. Reports files that it could not
 * change. A file without an object is not changed.
 */
const HIDE = `  while IFS= read -r name <&3; do
    key=$PREFIX$name
    if ! grep -qxF -- "$key" "$MOVE_TMP/keys.txt" || grep -qxF -- "$key" "$MOVE_TMP/hidden.txt"; then continue; fi
    noting chmod 0644 "$FILES/$name" || { failed=1; noting echo "still hidden: $key"; }
  done 3< <(cd "$FILES" && find media_attachments cache/media_attachments -type f -perm 0600 2> /dev/null)
  while IFS= read -r key <&3; do
    noting chmod 0600 "$FILES/\${key#"$PREFIX"}" || { failed=1; noting echo "still readable: $key"; }
  done 3< "$MOVE_TMP/hidden.txt"`;

/** Needs `find_hidden`, and the files. */
export const hideFiles = ({ inside }: { inside: string }): Step => ({
  says: `${inside}Files that Mastodon has hidden with an ACL would be readable now. This hides them as Mastodon does, with the file mode. It requests every object, which takes about an hour for a million objects.`,
  shell: `${reporting("hide", HIDE, { locals: ["key", "name"] })}
find_hidden && hide`,
});

/** `|| ''`, because the AWS CLI prints "None" for an empty list. */
export const LIST_KEYS = `(set -o pipefail; store s3api list-objects-v2 --bucket="$BUCKET" --prefix="$PREFIX$below" --query "Contents[].[Key] || ''" --output text | sed '/^$/d')`;
