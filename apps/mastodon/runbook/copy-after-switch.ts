/**
 * Shell functions that copy Mastodon's files after the switch, while Mastodon writes and deletes in the bucket. The bucket is the
 * truth then: no object is overwritten, and no file whose object is gone is copied again.
 */
import { COMPARE_NAMES, listFiles, listObjects, startsWith } from "../../../runbook/names";
import { NOTE_UPLOADS, headersByExtension, sendNames } from "../../../runbook/send";
import { reporting } from "../../../runbook/shell";
import { CACHE_CONTROL, FETCH_MEDIA, FILES, IMPORTS, SHOW_TYPES, SIZED } from "./copy";

/** How old a media attachment can be that a background job still reads. */
const RECENT = "-mtime -1";

/**
 * What Mastodon itself reads soon after the switch: data exports, for downloads; emoji and site uploads, for copies of them; and recent
 * uploads, which it may still process.
 */
const LIST_EARLY_FILES = `list_early_files() {
  (
    cd "$FILES" || return 1
    for top in backups custom_emojis site_uploads; do
      [ ! -d "$top" ] || find -L "$top" -type f -printf '%s\\t%p\\n' || return 1
    done
    [ ! -d media_attachments ] || find -L media_attachments -type f ${RECENT} -printf '%s\\t%p\\n'
  )
}`;

/** Compares sizes, because a job of the old settings may have changed a file since it was copied. After the switch that would undo changes in the bucket. */
const COPY_EARLY = reporting(
  "copy_early",
  `  if [ -s "$MOVE/switch.txt" ]; then echo "STOP: the switch is done. Run copy_media, which never overwrites an object." >&2; return 1; fi
  compare_names early_files objects || return 1
  cut -f 2- "$MOVE_TMP/missing.txt" | send_names || failed=1`,
  { folder: "$FILES" },
);

/** Keeps the time of its first run. */
const MARK_SWITCH = `mark_switch() {
  [ -s "$MOVE/switch.txt" ] || date +%s > "$MOVE/switch.txt" || return 1
  echo "The switch was on $(date -d "@$(head -n 1 "$MOVE/switch.txt")")"
}`;

/**
 * The names of copied files without an object: Mastodon has deleted these objects. Nobody may read the files, or the media host would
 * go on serving what Mastodon has deleted. A list that is suddenly much shorter is a fault, and would take away old files.
 */
const CLOSE_DELETED = `close_deleted() {
  local deleted copied name
  LC_ALL=C comm -12 "$MOVE_TMP/missing.txt" "$MOVE_TMP/copied.txt" > "$MOVE_TMP/deleted.txt" || return 1
  deleted=$(wc -l < "$MOVE_TMP/deleted.txt") copied=$(wc -l < "$MOVE_TMP/copied.txt")
  if [ "$deleted" -gt 100 ] && [ $((2 * deleted)) -gt "$copied" ] && [ "$MANY_DELETED" != yes ]; then
    echo "STOP: $deleted of $copied copied files have no object any more. If Mastodon has really deleted them, run MANY_DELETED=yes and then copy_media." >&2
    return 1
  fi
  while IFS= read -r name <&3; do
    printf '%s\\0' "$FILES/$name"
  done 3< "$MOVE_TMP/deleted.txt" | noting xargs -0 -r chmod 000 --
}`;

const COPY_MEDIA = reporting(
  "copy_media",
  `  if [ ! -s "$MOVE/switch.txt" ]; then echo "STOP: the switch is not done. mark_switch comes first." >&2; return 1; fi
  compare_names file_names object_names || return 1
  LC_ALL=C comm -12 "$MOVE_TMP/file_names.txt" "$MOVE_TMP/object_names.txt" >> "$MOVE/copied.txt" || return 1
  LC_ALL=C sort -u "$MOVE/copied.txt" > "$MOVE_TMP/copied.txt" || return 1
  close_deleted || return 1
  LC_ALL=C comm -23 "$MOVE_TMP/missing.txt" "$MOVE_TMP/copied.txt" | send_names || failed=1
  LC_ALL=C sort -u -o "$MOVE/copied.txt" "$MOVE/copied.txt" || failed=1
  { head -n 1 "$MOVE/switch.txt" && cat "$MOVE/copied.txt"; } > "$MOVE/switch.new" && mv "$MOVE/switch.new" "$MOVE/switch.txt" || failed=1`,
  { folder: "$FILES" },
);

/** The functions that the copies, the checks and the proofs of this order use. */
export const COPY_AFTER_SWITCH = [
  COMPARE_NAMES,
  listFiles(SIZED, FILES),
  listObjects(SIZED, [""], [startsWith(IMPORTS)]),
  LIST_EARLY_FILES,
  "list_file_names() { list_files | cut -f 2-; }\nlist_object_names() { list_objects | cut -f 2-; }",
  headersByExtension(CACHE_CONTROL),
  NOTE_UPLOADS,
  sendNames({ noted: true }),
  COPY_EARLY,
  MARK_SWITCH,
  CLOSE_DELETED,
  COPY_MEDIA,
  FETCH_MEDIA,
  SHOW_TYPES,
].join("\n");
