/** The S3 servers on which the apps make their own calls: Ceph, and each server of the library that tests/s3-servers can run and whose buckets the library creates. */
import type { PolicyDocument } from "../../access/policy";
import { S3_SERVERS } from "../../stores/s3";
import { policyUsers, type S3Server as Definition } from "../../stores/store";
import { describeWithRgw, startRgw } from "../rgw/server";
import { describeWithServer, serverKinds, startServer, type S3Server, type ServerKind } from "../s3-servers";

export interface AppServer {
  definition: Definition;
  /** `describe`, skipped by name where the server's programs are missing. */
  describe(name: string, tests: () => void): void;
  start(): Promise<RunningAppServer>;
}

export interface RunningAppServer extends S3Server {
  region: string;
  /** How a bucket policy names the writer; undefined if those do not decide about users. */
  principal?: string;
  /** Gives the writer a policy of this name at the server, where bucket policies do not decide about users. */
  grantWriter?(name: string, policy: PolicyDocument): Promise<void>;
}

const ceph: AppServer = {
  definition: S3_SERVERS["ceph"]!,
  describe: describeWithRgw,
  start: async () => ({
    ...(await startRgw()),
    region: "default",
    principal: "arn:aws:iam:::user/writer",
  }),
};

function appServer(kind: ServerKind, definition: Definition): AppServer {
  return {
    definition,
    describe: (name, tests) => describeWithServer(kind, name, tests),
    async start() {
      const server = await startServer(kind);
      const { writer: keys } = server;
      const principal = policyUsers(definition) && kind.principal?.({ name: "writer", keys });
      return {
        ...server,
        region: "us-east-1",
        ...(principal !== undefined && { principal }),
        ...(kind.grant && { grantWriter: (name, policy) => server.grant({ name, keys }, policy) }),
      };
    },
  };
}

export const appServers: readonly AppServer[] = [
  ceph,
  ...serverKinds.flatMap((kind) => {
    const definition = S3_SERVERS[kind.name];
    // The stage creates the buckets with the storage, and takes single permissions away, which whole buckets do not have.
    if (definition === undefined || definition.bucketByHand !== undefined) return [];
    return [appServer(kind, definition)];
  }),
];
