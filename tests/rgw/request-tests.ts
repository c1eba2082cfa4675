/** Runs the table at a running server, with buckets from any source. */
import type { S3Server } from "../s3-servers/s3-server";
import type { Row } from "./row";
import { extraBucket, leavesTraces, runRow, targetOf, type Stage } from "./run-row";
import { S3 } from "./s3";
import { aclSeeds, neighbourSeeds, seeds } from "./seeds";
import { seed, settingsOf, type Settings } from "./state";
import type { Bucket } from "./under-test";

/** A server starts in two seconds, on a busy machine in four; an engine takes half a minute more. */
const START_TIMEOUT_MS = 300_000;
/** A row takes a tenth of a second, including seeding. */
const ROW_TIMEOUT_MS = 300_000;

export interface TableRun<Server extends S3Server> {
  /** The rows with this server's answers. */
  rows: Row[];
  start(): Promise<Server>;
  makeBuckets(server: Server): Promise<Omit<Stage, "s3">>;
}

/** Registers the tests of the rows. They do not depend on each other. */
export function requestTests<Server extends S3Server>(run: TableRun<Server>): void {
  let server: Server;
  let stage: Stage;
  /** Each bucket with the state to which it is restored. */
  let seeded: [Bucket, Settings, objects: Record<string, string>][];
  /** The buckets that may differ from the seeded state. */
  let stale: Bucket[];

  beforeAll(async () => {
    server = await run.start();
    const s3 = new S3(server);
    stage = { s3, ...(await run.makeBuckets(server)) };
    const { bucket, acl, neighbour } = stage;
    const settings = (of: Bucket): Promise<Settings> => settingsOf(s3, of.name);
    seeded = [
      [bucket, await settings(bucket), seeds],
      [neighbour, await settings(neighbour), neighbourSeeds],
    ];
    if (acl !== undefined) seeded.push([acl, await settings(acl), aclSeeds]);
    stale = seeded.map(([of]) => of);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    // Undefined if the start failed. Then only that error is shown.
    (stage as Stage | undefined)?.s3.close();
    await (server as Server | undefined)?.stop();
  });

  test.each(run.rows)(
    "$who: $name: $expected",
    async (row) => {
      for (const [bucket, settings, objects] of seeded)
        if (stale.includes(bucket)) await seed(stage.s3, bucket, settings, objects);
      await extraBucket(stage.s3, row);
      // If a refused write had an effect, this row fails, and the next must not see the effect.
      stale = seeded.map(([bucket]) => bucket);
      await runRow(stage, row);
      stale = leavesTraces(row) ? [targetOf(stage, row)] : [];
    },
    ROW_TIMEOUT_MS,
  );
}
