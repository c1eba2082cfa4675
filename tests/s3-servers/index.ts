/** The servers that the tests can run, besides Ceph (tests/rgw). */
import { garage } from "./garage";
import { minio } from "./minio";
import { rustfs } from "./rustfs";
import type { ServerKind } from "./s3-server";
import { seaweedfs } from "./seaweedfs";
import { versitygw } from "./versitygw";

export { describeWithServer, missingFor } from "./programs";
export { startServer, type RunningServer } from "./start";
export type { S3Server, ServerKind } from "./s3-server";
export { garage, minio, rustfs, seaweedfs, versitygw };

export const serverKinds: readonly ServerKind[] = [garage, minio, rustfs, seaweedfs, versitygw];
