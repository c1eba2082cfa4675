/** A gateway for all tests of a `describe`. */
import { S3 } from "./s3";
import { startRgw, type Rgw } from "./server";
import { freePorts } from "./server/ports";

/** A gateway starts in two seconds, but on a busy machine it can take minutes. */
const TIMEOUT_MS = 300_000;

interface Setup {
  /** The name of a bucket of the owner; default: none. */
  bucket?: string;
  /** The objects in it, by key. */
  objects?: Record<string, string>;
  /** Lines of ceph.conf for the gateway. */
  settings?: string;
}

export interface Gateway {
  rgw: Rgw;
  s3: S3;
}

/** Starts the gateway before the tests, and stops it after them. Its members are set while tests run. */
export function useGateway({ bucket, objects = {}, settings = "" }: Setup = {}): Gateway {
  const gateway: Partial<Gateway> = {};
  beforeAll(async () => {
    gateway.rgw = await startRgw(freePorts, settings);
    gateway.s3 = new S3(gateway.rgw);
    const { root } = gateway.rgw;
    if (bucket !== undefined) await gateway.s3.must(root, { method: "PUT", bucket });
    for (const [key, body] of Object.entries(objects))
      await gateway.s3.must(root, { method: "PUT", bucket, key, body });
  }, TIMEOUT_MS);
  // Both are undefined if the start failed. Then only that error is shown.
  afterAll(async () => {
    gateway.s3?.close();
    await gateway.rgw?.stop();
  }, TIMEOUT_MS);
  return gateway as Gateway;
}
