/**
 * Shell functions that compare the names on both sides of a move. They keep the list of the switch, because weeks later the app
 * has deleted some files and added others. A proof that copied would restore deleted media, and a proof that compared only the
 * lists of that day could never succeed.
 */
import type { Step } from "./index";

/** The two sides of a move: `list_<side>` prints the names of one, and `newer_<side> SECONDS` those written since then. */
export type Side = "files" | "objects" | "old_objects" | "new_objects" | "file_names" | "object_names";

/** Defines `compare_names`, `check_copy` and `prove_copy` for two sides, and `prove_quiet` for one. */
export const COMPARE_NAMES = `# compare_names FROM TO: writes the names that only FROM has into missing.txt. Fails if a list fails.
compare_names() {
  (
    set -o pipefail
    "list_$1" | LC_ALL=C sort > "$MOVE_TMP/$1.txt" && "list_$2" | LC_ALL=C sort > "$MOVE_TMP/$2.txt" &&
      LC_ALL=C comm -23 "$MOVE_TMP/$1.txt" "$MOVE_TMP/$2.txt" > "$MOVE_TMP/missing.txt"
  ) && return 0
  echo "The \${1/_/ } and the \${2/_/ } cannot be listed, so they cannot be compared. Run this again." >&2
  return 1
}
# tell_missing FROM TO LIST: succeeds if LIST, a part of FROM, is empty.
tell_missing() {
  local all missing
  all=$(wc -l < "$MOVE_TMP/$1.txt") missing=$(wc -l < "$3")
  if [ "$all" = 0 ]; then echo "There are no \${1/_/ }. Is this the right place?" >&2; return 1; fi
  if [ "$missing" = 0 ]; then echo "OK: none of $all \${1/_/ } is missing"; return 0; fi
  head -n 20 "$3"
  echo "STOP: $missing of $all \${1/_/ } are missing in the \${2/_/ }. All their names are in $3." >&2
  return 1
}
# check_copy FROM TO: checks that everything was copied, when nothing is added any more. Keeps the time of its first run, and the names.
check_copy() {
  compare_names "$1" "$2" || return 1
  [ -s "$MOVE/switch.txt" ] || date +%s > "$MOVE/switch.txt"
  cat "$MOVE_TMP/$2.txt" >> "$MOVE/switch.txt"
  tell_missing "$1" "$2" "$MOVE_TMP/missing.txt"
}
# prove_copy FROM TO: the same check long after the switch, when the app has deleted some of the copied files. Copies nothing.
prove_copy() {
  compare_names "$1" "$2" || return 1
  if [ ! -s "$MOVE/switch.txt" ]; then echo "STOP: $MOVE/switch.txt is missing; the switch creates it." >&2; return 1; fi
  LC_ALL=C comm -23 "$MOVE_TMP/missing.txt" <(tail -n +2 "$MOVE/switch.txt" | LC_ALL=C sort -u) > "$MOVE_TMP/never.txt"
  tell_missing "$1" "$2" "$MOVE_TMP/never.txt"
}
# prove_quiet SIDE: checks that nothing was written there since the switch.
prove_quiet() {
  local since
  since=$(head -n 1 "$MOVE/switch.txt") || return 1
  if ! (set -o pipefail; "newer_$1" "$since" > "$MOVE_TMP/newer.txt"); then
    echo "The \${1/_/ } cannot be listed, so they cannot be checked. Run this again." >&2
    return 1
  fi
  if [ ! -s "$MOVE_TMP/newer.txt" ]; then echo "OK: none of the \${1/_/ } is newer than the switch ($(date -d "@$since"))"; return 0; fi
  head -n 20 "$MOVE_TMP/newer.txt"
  echo "STOP: these \${1/_/ } were written after the switch ($(date -d "@$since")), so something still writes them." >&2
  return 1
}`;

/**
 * Whether each line of a list has the size and a tab before the name, to find files that were incomplete when they were copied.
 * If an app overwrites files under the same name, sizes prove nothing after the switch.
 */
interface Lines {
  sized: boolean;
}

/** A sed command that removes lines whose name matches a pattern. */
export const startsWith = (pattern: string): string => `/^[0-9]+\\t${pattern}/d`;

/** Defines `list_files` and `newer_files`. `find` has the arguments that select files. Follows links. */
export function listFiles({ sized }: Lines, find: string, folders = ["."]): string {
  const each = folders.map(
    (folder) =>
      `${folder === "." ? "" : `[ ! -d ${folder} ] || `}find -L ${folder} -type f ${find === "" ? "" : `${find} `}"$@" -printf '%s\\t%p\\n' || return 1`,
  );
  return `list_files() {
  (
    cd "$FILES" || return 1
    ${each.join("\n    ")}
  ) | ${sized ? "sed -E 's|^([0-9]+\\t)[.]/|\\1|'" : "cut -f 2- | sed 's|^[.]/||'"}
}
newer_files() { list_files -newermt "@$1"; }`;
}

/**
 * Defines `list_objects` and `newer_objects`: the names after `PREFIX`. `|| ''`, because the AWS CLI prints "None" for an empty
 * list. A key that ends with a slash is not a file.
 */
export function listObjects({ sized }: Lines, below: string[], ignored: string[] = []): string {
  const each = below.map(
    (prefix) =>
      `store s3api list-objects-v2 --bucket="$BUCKET" --prefix="$PREFIX"${prefix} --query "Contents[\${1-}].[Size,Key] || ''" --output text`,
  );
  return `list_objects() {
  {
    ${each.join(" &&\n      ")}
  } |
    sed -E "s|^([0-9]+\\t).{\${#PREFIX}}|\\1|" | sed -E '${["/^$/d", "/\\/$/d", ...ignored].join(";")}'${sized ? "" : " | cut -f 2-"}
}
newer_objects() { list_objects "?LastModified>='$(date -u -d "@$1" +%FT%T)'"; }`;
}

/** The end of the second copy: nothing is missing. */
export const checkCopy = (inside: string, from: Side, to: Side, again: string): Step => ({
  says: `${inside}Check that nothing is missing. If something is, run \`${again}\` and then this block again. The list shows the missing names.`,
  shell: `check_copy ${from} ${to}`,
});

/** What must be true before the old files or the old bucket are deleted. */
export const proofOfCopy = (inside: string, from: Side, to: Side, every: string): Step => ({
  says:
    `${inside}**Proof 2: ${every}.** Files that the app has deleted since the switch do not count: their names are in the list of the switch. ` +
    "This copies and changes nothing.",
  shell: `prove_copy ${from} ${to}`,
});
