/** The table against a running gateway, whoever made the bucket. */
import type { Credentials } from "./client";
import { makeBucket } from "./from-preview";
import { plan } from "./planned";
import { onRgw, rowsOn, type Row, type WriterRights } from "./row";
import { extraBucket, runRow, writes, type Stage } from "./run-row";
import { S3 } from "./s3";
import { neighbourSeeds, seeds } from "./seeds";
import { createUser, startRgw, type Rgw } from "./server";
import { seed, settingsOf, type Settings } from "./state";
import type { MakeBucket } from "./under-test";

/** A start takes two seconds; four when the machine has as much to do as it can. */
const START_TIMEOUT_MS = 60_000;
/** A row takes a tenth of a second, with everything seeded anew. */
const ROW_TIMEOUT_MS = 20_000;

/** Registers the tests of the rows that are true on RGW. They do not depend on each other. */
export function requestTests(
  make: MakeBucket,
  rights: WriterRights,
  selected: (row: Row) => boolean = () => true,
): void {
  let rgw: Rgw;
  let stage: Stage;
  let settings: Settings;
  let neighbourSettings: Settings;
  /** Whether an earlier row may have left something other than what was seeded. */
  let stale = true;

  beforeAll(async () => {
    rgw = await startRgw();
    const s3 = new S3(rgw);
    const credentials: Credentials = await createUser(rgw, "neighbour", { mayCreateBuckets: false });
    const user = { uid: "neighbour", credentials };
    // With the very policy that AWS would get, so that the table can show what RGW makes of that.
    const neighbour = await makeBucket(rgw, plan().neighbour, user, "user policy", { batchDeletes: false });
    const bucket = await make(rgw);
    stage = { s3, bucket, neighbour };
    settings = await settingsOf(s3, bucket.name);
    neighbourSettings = await settingsOf(s3, neighbour.name);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    // Undefined when the start failed, whose error is the one to show.
    (stage as Stage | undefined)?.s3.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  const table = rowsOn("rgw")
    .filter(selected)
    .map((row) => onRgw(row, rights));
  test.each(table)(
    "$who: $name: $expected",
    async (row) => {
      const { s3, bucket, neighbour } = stage;
      if (stale) {
        await seed(s3, bucket, settings, seeds);
        await seed(s3, neighbour, neighbourSettings, neighbourSeeds);
      }
      await extraBucket(s3, row);
      // Should a refused write have had an effect, this row fails, and the next must not see it.
      stale = true;
      await runRow(stage, row);
      stale = row.expected === "allow" && writes(row);
    },
    ROW_TIMEOUT_MS,
  );
}
