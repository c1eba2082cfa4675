/**
 * Shell functions that copy authentik's files and check the copy. authentik runs the whole time, and may overwrite a file. So a full
 * copy is safe only while nothing writes to the target. After the switch only missing files are copied.
 */
import { foldersOf, prefixOf, slashed } from "./deployments";
import { COMPARE_NAMES, listFiles, listObjects } from "../../../runbook/names";
import type { BucketStorageFacts } from "../../../runbook";
import { copyMissing, headersByExtension, sendNames } from "../../../runbook/send";
import { countBelow, reporting, showTypes } from "../../../runbook/shell";

/** A newer file of the same name is not an error, on either side. */
const BY_NAME = { sized: false };

export function copyFunctions(facts: BucketStorageFacts): string {
  const folders = foldersOf(facts);
  return [
    `export PREFIX=${prefixOf(facts)}`,
    COMPARE_NAMES,
    listFiles(BY_NAME, "", folders),
    listObjects(BY_NAME, folders.map(slashed)),
    headersByExtension(""),
    sendNames(),
    COPY_FILES,
    copyMissing("copy_missing", BY_NAME),
    fetchFiles(facts),
    fetchMissing(facts),
    showTypes("-type f", "ContentType"),
  ].join("\n");
}

const COPY_FILES = reporting(
  "copy_files",
  `  (set -o pipefail; list_files > "$MOVE_TMP/all.txt") || return 1
  send_names < "$MOVE_TMP/all.txt" || failed=1`,
  { folder: "$FILES" },
);

const own = (facts: BucketStorageFacts): string =>
  foldersOf(facts)
    .map((folder) => `  chown -R 1000:1000 ${folderIn(folder)} || failed=1`)
    .join("\n");

/** A folder with files as a shell word. */
export const folderIn = (folder: string): string => (folder === "." ? '"$FILES"' : `"$FILES/${folder}"`);

/** Compares times, because an overwritten file may have the same size as before. */
function fetchFiles(facts: BucketStorageFacts): string {
  const lines = foldersOf(facts)
    .map(slashed)
    .map(
      (below) =>
        `  noting store s3 sync "s3://$BUCKET/\${PREFIX}${below}" "$FILES/${below}" --only-show-errors --exact-timestamps || failed=1`,
    );
  return reporting("fetch_files", [...lines, own(facts)].join("\n"));
}

function fetchMissing(facts: BucketStorageFacts): string {
  return reporting(
    "fetch_missing",
    `  compare_names objects files || return 1
  while IFS= read -r name <&3; do
    # Never write outside the folder.
    case /$name/ in */../*) failed=1 && noting echo "not fetched: $name" && continue ;; esac
    noting store s3 cp "s3://$BUCKET/$PREFIX$name" "$FILES/$name" --only-show-errors || failed=1
  done 3< "$MOVE_TMP/missing.txt"
${own(facts)}`,
    { folder: "$FILES", locals: ["name"] },
  );
}

export function countObjects(facts: BucketStorageFacts): string {
  return foldersOf(facts)
    .map((folder) => countBelow(prefixOf(facts) + slashed(folder)))
    .join("\n");
}
