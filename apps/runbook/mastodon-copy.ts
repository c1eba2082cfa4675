/** The shell lines that copy Mastodon's files and look at the copy. A plain `sync` loses content types and cache headers. */
import { Access } from "../mastodon-settings";
import type { BucketFacts } from "./runbook";
import { copiesByType } from "./shell";

/** What Mastodon itself sends with an upload (config/initializers/paperclip.rb L54). */
const CACHE_CONTROL = "public, max-age=315576000, immutable";

export const isAcl = ({ access }: BucketFacts): boolean => access === Access.Acl;

/** Defines `copy_media`: it copies what is not in the bucket yet, so it can be run again. */
export function copyToBucket(facts: BucketFacts): string {
  const acl = isAcl(facts) ? " --acl public-read" : "";
  const excluded = isAcl(facts) ? "--exclude 'imports/*' --exclude 'backups/*'" : "--exclude 'imports/*'";
  return `copy() {
  store s3 sync "$MEDIA/" "s3://$BUCKET/$PREFIX" --only-show-errors${acl} \\
    --cache-control '${CACHE_CONTROL}' "$@" ${excluded}
}
copy_media() {
${copiesByType('"$MEDIA"')}
  copy${isAcl(facts) ? PRIVATE_PARTS : ""}
}`;
}

/** Users' data exports get no public ACL, and what Mastodon has hidden loses it again. */
const PRIVATE_PARTS = `
  [ ! -d "$MEDIA/backups" ] ||
    store s3 sync "$MEDIA/backups/" "s3://$BUCKET/\${PREFIX}backups/" --only-show-errors --cache-control '${CACHE_CONTROL}'
  (cd "$MEDIA" && find . -type f -perm 0600 ! -path './backups/*' ! -path './imports/*' -print) |
    while read -r file; do
      store s3api put-object-acl --bucket "$BUCKET" --key "$PREFIX\${file#./}" --acl private
    done`;

/** The files that count, as find's arguments. */
const FILES = "-type f ! -path './imports/*'";

export const COUNT_FILES = `(cd "$MEDIA" && find . ${FILES}) | wc -l
(cd "$MEDIA" && find . -type f -perm 0600 ! -path './backups/*' ! -path './imports/*') | wc -l`;

/** Type and cache header of one object of each extension. */
export const SHOW_TYPES = `(cd "$MEDIA" && find . ${FILES} -name '*.*') | sed 's/.*\\.//' | sort -u |
  while read -r extension; do
    file=$(cd "$MEDIA" && find . ${FILES} -name "*.$extension" -print -quit)
    store s3api head-object --bucket "$BUCKET" --key "$PREFIX\${file#./}" --query '[ContentType,CacheControl]' --output text
  done`;

/** Defines `fetch_media`. By size, for the copy in the bucket is always younger than the file that it was made of. */
export const COPY_TO_FILES = `fetch_media() {
  store s3 sync "s3://$BUCKET/$PREFIX" "$MEDIA/" --only-show-errors --size-only --exclude 'imports/*'
}`;

/**
 * Writes to hidden.txt the keys that nobody anonymous can read at the bucket's own URL. Only media attachments are ever
 * hidden (app/services/update_media_attachments_permissions_service.rb). `list` prints the keys below `$below`.
 */
export function findHidden(url: string, list: string): string {
  return `cat > is-hidden.sh <<'SH'
curl -sfI -o /dev/null "${url}/$1" || echo "$1"
SH
for below in media_attachments/ cache/media_attachments/; do
  ${list}
done | xargs -r -d '\\n' -P 8 -n 1 bash is-hidden.sh > hidden.txt
wc -l hidden.txt`;
}

export const LIST_KEYS = `store s3api list-objects-v2 --bucket "$BUCKET" --prefix "$PREFIX$below" --query 'Contents[].[Key]' --output text | sed '/^None$/d'`;
