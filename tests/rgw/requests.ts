/** The table against a running gateway, whoever made the buckets. */
import { makeBucket, withoutBlockPublicAcls } from "./from-preview";
import { plan } from "./planned";
import { onRgw, rowsOn, type WriterRights } from "./row";
import { extraBucket, runRow, targetOf, writes, type Stage } from "./run-row";
import { S3 } from "./s3";
import { aclSeeds, neighbourSeeds, seeds } from "./seeds";
import { createUser, startRgw, type Rgw } from "./server";
import { seed, settingsOf, type Settings } from "./state";
import type { Bucket, MakeBuckets } from "./under-test";

/** A gateway takes two seconds, four when the machine has as much to do as it can; an engine takes half a minute more. */
const START_TIMEOUT_MS = 300_000;
/** A row takes a tenth of a second, with everything seeded anew. */
const ROW_TIMEOUT_MS = 300_000;

/** Registers the tests of the rows that are true on RGW. They do not depend on each other. */
export function requestTests(make: MakeBuckets, rights: WriterRights): void {
  let rgw: Rgw;
  let stage: Stage;
  /** Each bucket with what it is put back to. */
  let seeded: [Bucket, Settings, objects: Record<string, string>][];
  /** The buckets in which there may be something other than what was seeded. */
  let stale: Bucket[];

  beforeAll(async () => {
    rgw = await startRgw();
    const s3 = new S3(rgw);
    const user = {
      uid: "neighbour",
      writer: await createUser(rgw, "neighbour", { mayCreateBuckets: false }),
    };
    const neighbour = await makeBucket(rgw, withoutBlockPublicAcls(plan().neighbour), user);
    stage = { s3, neighbour, ...(await make(rgw)) };
    const { bucket, acl } = stage;
    const settings = (of: Bucket): Promise<Settings> => settingsOf(s3, of.name);
    seeded = [
      [bucket, await settings(bucket), seeds],
      [acl, await settings(acl), aclSeeds],
      [neighbour, await settings(neighbour), neighbourSeeds],
    ];
    stale = [bucket, acl, neighbour];
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    // Undefined when the start failed, whose error is the one to show.
    (stage as Stage | undefined)?.s3.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  test.each(rowsOn("rgw").map((row) => onRgw(row, rights)))(
    "$who: $name: $expected",
    async (row) => {
      for (const [bucket, settings, objects] of seeded)
        if (stale.includes(bucket)) await seed(stage.s3, bucket, settings, objects);
      await extraBucket(stage.s3, row);
      // Should a refused write have had an effect, this row fails, and the next must not see it.
      stale = seeded.map(([bucket]) => bucket);
      await runRow(stage, row);
      stale = row.expected === "allow" && writes(row) ? [targetOf(stage, row)] : [];
    },
    ROW_TIMEOUT_MS,
  );
}
