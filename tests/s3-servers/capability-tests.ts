/** The tests of a server's capabilities: one for each cell of its file in stores/s3 that is marked as measured. */
import type { Statement } from "../../access/policy";
import type { S3Server as Definition } from "../../stores/store";
import type { Credentials } from "../rgw/client";
import { S3 } from "../rgw/s3";
import { FreshBucket } from "./fresh-bucket";
import { MEASUREMENTS, type Measurable } from "./measurements";
import type { S3Server } from "./s3-server";

const START_TIMEOUT_MS = 300_000;

export interface CapabilityTests<Server extends S3Server> {
  definition: Definition;
  start(): Promise<Server>;
  /** The writer as the principal of a bucket policy; undefined if policies decide only about requests without a signature. */
  principal?: (server: Server) => string;
  /** Creates a user with this permission, where bucket policies do not decide about users. */
  createUserWith?: (server: Server, permission: Statement, bucket: string) => Promise<Credentials>;
  /** Creates a bucket of the administrator's. Default: with the S3 API. */
  createBucket?: (server: Server, bucket: string) => Promise<void>;
  /** `501 NotImplemented`: how the server refuses what it does not support. */
  refusals: Partial<Record<Measurable, string>>;
}

export function capabilityTests<Server extends S3Server>(tests: CapabilityTests<Server>): void {
  const { can, cells } = tests.definition;
  let server: Server;
  let s3: S3;
  beforeAll(async () => {
    server = await tests.start();
    s3 = new S3(server);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    (s3 as S3 | undefined)?.close();
    await (server as Server | undefined)?.stop();
  });

  const measured = (Object.keys(MEASUREMENTS) as Measurable[]).filter(
    (cell) => cells[cell].evidence === "measured",
  );

  test.each(measured)("%s", async (cell) => {
    const { createUserWith, createBucket } = tests;
    const bucket = `cell-${cell.toLowerCase()}`;
    const principal = tests.principal?.(server);
    const refusal = tests.refusals[cell];
    const fresh = new FreshBucket(s3, bucket, {
      ...(principal !== undefined && { principal }),
      ...(createUserWith && { createUserWith: (permission) => createUserWith(server, permission, bucket) }),
      ...(refusal !== undefined && { refusal }),
    });
    await (createBucket === undefined ? fresh.must({}) : createBucket(server, bucket));
    expect(await MEASUREMENTS[cell](fresh)).toBe(can[cell]);
  });
}
