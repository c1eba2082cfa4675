import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { OwnedProcess } from "../../e2e/servers/owned-process";
import type { S3Server } from "../../s3-servers/s3-server";
import type { Credentials } from "../client";
import { makeCertificates } from "./certificates";
import { startCluster } from "./cluster";
import { temporaryFolder } from "./folder";
import { freePorts } from "./ports";
import { missingForRgw } from "./programs";
import { createUser } from "./users";

export { describeWithRgw, missingForRgw } from "./programs";
export { createUser } from "./users";

/** A running Ceph RADOS Gateway, which enforces signatures, bucket policies, user policies, ACLs and CORS. The writer's ARN is `arn:aws:iam:::user/writer`. */
export interface Rgw extends S3Server {
  /** The value of `CEPH_ARGS` with which Ceph's tools use the cluster as its administrator. */
  cephArgs: string;
}

/** Another process may take a port after it was found free and before the daemon uses it. */
const ATTEMPTS = 3;
/** The messages of the monitor and of radosgw, which ends with the number of the error EADDRINUSE. */
const PORT_TAKEN = /unable to bind|radosgw ended \(98\)/;

/**
 * Starts a gateway on free ports of loopback, with everything it needs in a folder that goes with it. `settings` are lines of
 * ceph.conf for the gateway.
 */
export async function startRgw(findPorts = freePorts, settings = ""): Promise<Rgw> {
  const missing = missingForRgw();
  if (missing !== undefined) throw new Error(missing);
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(findPorts, settings);
    } catch (error) {
      if (attempt === ATTEMPTS || !PORT_TAKEN.test(String(error))) throw error;
    }
  }
}

async function startOnce(findPorts: typeof freePorts, settings: string): Promise<Rgw> {
  const folder = temporaryFolder("rgw", ["mon", "osd", "run", "log"]);
  const daemons: OwnedProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await folder.remove();
  };
  try {
    const [mon, http, https] = (await findPorts(3)) as [number, number, number];
    const { ca, server: certificate } = await makeCertificates(folder.path);
    const root = newCredentials();
    const ports = { mon, http, https };
    const cluster = { folder: folder.path, fsid: randomUUID(), ports, certificate, settings };
    await startCluster(cluster, root, daemons);
    const urls = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
    const cephArgs = `-c ${join(folder.path, "ceph.conf")} -n client.admin`;
    const admin = { ...urls, cephArgs, root };
    const [writer, other] = await Promise.all([
      createUser(admin, "writer", { mayCreateBuckets: false }),
      createUser(admin, "other", { mayCreateBuckets: true }),
    ]);
    return { ...admin, ca, writer, other, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function newCredentials(): Credentials {
  return { accessKeyId: randomBytes(10).toString("hex"), secretAccessKey: randomBytes(20).toString("hex") };
}
