/** The S3 servers on which the apps make their own calls: Ceph, and each server of the library that tests/s3-servers can run. */
import type { PolicyDocument } from "../../access/policy";
import { S3_SERVERS } from "../../stores/s3";
import { policyUsers, type S3Server as Definition } from "../../stores/store";
import { describeWithRgw, startRgw } from "../rgw/server";
import { describeWithServer, serverKinds, startServer, type S3Server, type ServerKind } from "../s3-servers";

export interface AppServer {
  definition: Definition;
  /** Whether a policy decides action by action; otherwise a key has the whole bucket or nothing. */
  hasPolicies: boolean;
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
  /** Creates a bucket that the writer may use, where the library does not create buckets. */
  createBucketByHand?(bucket: string): Promise<void>;
  /** Lets the user "other" use such a bucket. */
  allowOther?(bucket: string): Promise<void>;
}

const ceph: AppServer = {
  definition: S3_SERVERS["ceph"]!,
  hasPolicies: true,
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
    hasPolicies: definition.can.bucketPolicy || kind.grant !== undefined,
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
        ...(definition.bucketByHand && {
          createBucketByHand: async (bucket) => {
            await server.createBucket(bucket);
            await server.allowBucket(bucket, { name: "writer", keys });
          },
          allowOther: (bucket) => server.allowBucket(bucket, { name: "other", keys: server.other }),
        }),
      };
    },
  };
}

export const appServers: readonly AppServer[] = [
  ceph,
  ...serverKinds.flatMap((kind) => {
    const definition = S3_SERVERS[kind.name];
    return definition === undefined ? [] : [appServer(kind, definition)];
  }),
];
