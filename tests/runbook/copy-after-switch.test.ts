/** The copy after the switch, while Mastodon writes and deletes in the bucket. */
import { statSync } from "node:fs";
import { describeOnRgw } from "./on-rgw";
import { Move, PLAIN, type Replace } from "./switch-first/move";

const TIMEOUT_MS = 110_000;
const [replaced = "", deleted = "", kept = ""] = PLAIN;
const NEW = "content of a new and longer picture";

describeOnRgw(["aws", "curl"], "a copy after the switch", (server) => {
  let move: Move;
  afterEach(() => move.end());

  /** What is wrong after two copies, of which the second comes when Mastodon has deleted one object. */
  async function wrongAfterCopies(bucket: string, replace: Replace = {}): Promise<string[]> {
    move = await Move.begin(server, bucket);
    const { instance, session } = move;
    for (const key of [replaced, deleted, kept]) await instance.write(key);
    session.writeKept("switch.txt", `${Math.ceil(Date.now() / 1000)}\n`);
    instance.usesBucket = true;
    await instance.write(replaced, NEW);
    move.betweenCopies = async () => {
      await instance.remove(deleted);
      // As long as nobody runs `tootctl` for files, the file stays.
      instance.media.set(deleted, "");
    };
    const printed = await move.step("The copy", /./, replace);
    const objects = await instance.objects();
    return [
      ...(/OK: none of \d+ file names is missing/.test(printed) ? [] : ["not everything is copied"]),
      ...((await instance.object(replaced)) === NEW ? [] : ["a newer object is overwritten"]),
      ...(objects.includes(deleted) ? ["a deleted object is back"] : []),
      ...(objects.includes(kept) ? [] : ["a file is not copied"]),
      ...((statSync(instance.file(deleted)).mode & 0o777) === 0 ? [] : ["a deleted file can be read"]),
      ...((statSync(instance.file(kept)).mode & 0o777) === 0o644 ? [] : ["a file cannot be read"]),
    ];
  }

  test(
    "overwrites nothing, brings nothing back, and closes files whose object Mastodon has deleted",
    async () => {
      expect(await wrongAfterCopies("after-switch")).toEqual([]);
    },
    TIMEOUT_MS,
  );

  const faults: Record<string, [wrong: string, Replace]> = {
    "sends files that have an object": [
      "a newer object is overwritten",
      {
        'LC_ALL=C comm -12 "$MOVE_TMP/file_names.txt" "$MOVE_TMP/object_names.txt" >> "$MOVE/copied.txt"':
          'touch "$MOVE/copied.txt"',
        'LC_ALL=C comm -23 "$MOVE_TMP/missing.txt" "$MOVE_TMP/copied.txt" | send_names':
          'LC_ALL=C comm -23 "$MOVE_TMP/file_names.txt" "$MOVE_TMP/copied.txt" | send_names',
      },
    ],
    "sends files that were copied before": [
      "a deleted object is back",
      {
        'LC_ALL=C comm -23 "$MOVE_TMP/missing.txt" "$MOVE_TMP/copied.txt" | send_names':
          'cat "$MOVE_TMP/missing.txt" | send_names',
      },
    ],
    "does not note what it has sent": [
      "a deleted object is back",
      { '>> "$MOVE/copied.txt" ;;': "> /dev/null ;;" },
    ],
    "leaves files of deleted objects open": [
      "a deleted file can be read",
      { "close_deleted || return 1": ":" },
    ],
  };

  test.each(Object.entries(faults))(
    "a copy that %s fails this test",
    async (name, [wrong, replace]) => {
      const bucket = `fault-of-copy-${Object.keys(faults).indexOf(name)}`;
      expect(await wrongAfterCopies(bucket, replace)).toContain(wrong);
    },
    TIMEOUT_MS,
  );
});
