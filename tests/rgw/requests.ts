/** Runs the table at a running gateway, with buckets from any source. */
import { makeBucket, withoutBlockPublicAcls } from "./from-preview";
import { plan } from "./planned";
import { onRgw, rowsOn, type WriterRights } from "./row";
import { extraBucket, runRow, targetOf, writes, type Stage } from "./run-row";
import { S3 } from "./s3";
import { aclSeeds, neighbourSeeds, seeds } from "./seeds";
import { createUser, startRgw, type Rgw } from "./server";
import { seed, settingsOf, type Settings } from "./state";
import type { Bucket, MakeBuckets } from "./under-test";

/** A gateway starts in two seconds, on a busy machine in four; an engine takes half a minute more. */
const START_TIMEOUT_MS = 300_000;
/** A row takes a tenth of a second, including seeding. */
const ROW_TIMEOUT_MS = 300_000;

/** Registers the tests of the rows for RGW. They do not depend on each other. */
export function requestTests(make: MakeBuckets, rights: WriterRights): void {
  let rgw: Rgw;
  let stage: Stage;
  /** Each bucket with the state to which it is restored. */
  let seeded: [Bucket, Settings, objects: Record<string, string>][];
  /** The buckets that may differ from the seeded state. */
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
    // Undefined if the start failed. Then only that error is shown.
    (stage as Stage | undefined)?.s3.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  test.each(rowsOn("rgw").map((row) => onRgw(row, rights)))(
    "$who: $name: $expected",
    async (row) => {
      for (const [bucket, settings, objects] of seeded)
        if (stale.includes(bucket)) await seed(stage.s3, bucket, settings, objects);
      await extraBucket(stage.s3, row);
      // If a refused write had an effect, this row fails, and the next must not see the effect.
      stale = seeded.map(([bucket]) => bucket);
      await runRow(stage, row);
      stale = row.expected === "allow" && writes(row) ? [targetOf(stage, row)] : [];
    },
    ROW_TIMEOUT_MS,
  );
}
